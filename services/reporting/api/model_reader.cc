// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/model_reader.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/time/proto_time.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "reporting/api/registry_reader.h"
#include "reporting/model/changes.h"

namespace palier::reporting {
namespace {

constexpr int kPageSize = 1000;
constexpr int kAssessmentPageSize = 500;
constexpr int64_t kMaxRecords = 2'000'000;
// Changes after which reading the whole is quicker than following.
constexpr int kMaxChanges = 5000;
// Projects that are judged one by one; with more, all are.
constexpr size_t kMaxSingleAssessments = 50;

absl::Status TooManyRecords() {
  return status::LimitExceeded(
      {"Figures cover at most {limit} records.", "Les chiffres couvrent au plus {limit} fiches."},
      "records", kMaxRecords);
}

std::string ProjectOf(const std::string& name, const char* collection) {
  return name.substr(0, name.rfind(collection));
}

// Sentences are in somebody's language; the model is everybody's.
registry::v1::Assessment WithoutTexts(registry::v1::Assessment assessment) {
  assessment.clear_results();
  assessment.clear_past_overruns();
  assessment.mutable_blocking()->clear_explanation();
  assessment.mutable_blocking()->clear_next_action();
  return assessment;
}

// While it is being made, nobody else holds its dossiers.
using Drafts = std::map<std::string, std::shared_ptr<Dossier>>;

absl::Status ReadProjects(const PeerClient& registry, const std::string& organization,
                          Drafts& drafts) {
  registry::v1::ListProjectsRequest request;
  request.set_parent(organization);
  return registry.ForEachPage<registry::v1::ListProjectsResponse>(
      "ListProjects", request, kPageSize,
      [&](registry::v1::ListProjectsResponse& page) -> absl::Status {
        for (registry::v1::Project& project : *page.mutable_projects()) {
          std::string name = project.name();
          auto& draft = drafts[std::move(name)];
          draft = std::make_shared<Dossier>();
          draft->project = std::move(project);
        }
        if (drafts.size() <= kMaxProjects) return absl::OkStatus();
        return status::LimitExceeded({"Figures cover at most {limit} projects.",
                                      "Les chiffres couvrent au plus {limit} projets."},
                                     "projects", kMaxProjects);
      });
}

absl::Status ReadRecords(const PeerClient& registry, const std::string& organization,
                         Drafts& drafts) {
  int64_t records = 0;
  const auto keep = [&](auto& record, const char* collection, auto member) -> absl::Status {
    const auto draft = drafts.find(ProjectOf(record.name(), collection));
    if (draft == drafts.end()) return absl::OkStatus();
    std::string name = record.name();
    ((*draft->second).*member)[std::move(name)] = std::move(record);
    return ++records > kMaxRecords ? TooManyRecords() : absl::OkStatus();
  };
  registry::v1::ListEntriesRequest entries;
  entries.set_parent(absl::StrCat(organization, "/projects/-"));
  RETURN_IF_ERROR(registry.ForEachPage<registry::v1::ListEntriesResponse>(
      "ListEntries", entries, kPageSize,
      [&](registry::v1::ListEntriesResponse& page) -> absl::Status {
        for (registry::v1::Entry& entry : *page.mutable_entries()) {
          RETURN_IF_ERROR(keep(entry, "/entries/", &Dossier::entries));
        }
        return absl::OkStatus();
      }));
  registry::v1::ListEvidenceRequest evidence;
  evidence.set_parent(entries.parent());
  RETURN_IF_ERROR(registry.ForEachPage<registry::v1::ListEvidenceResponse>(
      "ListEvidence", evidence, kPageSize,
      [&](registry::v1::ListEvidenceResponse& page) -> absl::Status {
        for (registry::v1::Evidence& one : *page.mutable_evidence()) {
          RETURN_IF_ERROR(keep(one, "/evidence/", &Dossier::evidence));
        }
        return absl::OkStatus();
      }));
  registry::v1::ListBusinessCasesRequest cases;
  cases.set_parent(entries.parent());
  return registry.ForEachPage<registry::v1::ListBusinessCasesResponse>(
      "ListBusinessCases", cases, kPageSize,
      [&](registry::v1::ListBusinessCasesResponse& page) -> absl::Status {
        for (registry::v1::BusinessCase& one : *page.mutable_business_cases()) {
          RETURN_IF_ERROR(keep(one, "/businessCases/", &Dossier::cases));
        }
        return absl::OkStatus();
      });
}

// Calls `see` with what the rules make of each project.
template <typename See>
absl::Status ForEachAssessment(const PeerClient& registry, const std::string& organization,
                               const See& see) {
  registry::v1::ListAssessmentsRequest request;
  request.set_parent(organization);
  return registry.ForEachPage<registry::v1::ListAssessmentsResponse>(
      "ListAssessments", request, kAssessmentPageSize,
      [&](registry::v1::ListAssessmentsResponse& page) -> absl::Status {
        for (registry::v1::Assessment& assessment : *page.mutable_assessments())
          see(WithoutTexts(std::move(assessment)));
        return absl::OkStatus();
      });
}

absl::Status ReadSurroundings(const PeerClient& registry, const std::string& organization,
                              PortfolioModel& model) {
  registry::v1::ListObjectivesRequest objectives;
  objectives.set_parent(organization);
  model.objectives.clear();
  RETURN_IF_ERROR(registry.ForEachPage<registry::v1::ListObjectivesResponse>(
      "ListObjectives", objectives, kPageSize,
      [&](const registry::v1::ListObjectivesResponse& page) -> absl::Status {
        for (const registry::v1::Objective& objective : page.objectives())
          model.objectives.insert(objective.name());
        return absl::OkStatus();
      }));
  registry::v1::ListStandardsRequest standards;
  standards.set_parent(organization);
  model.first_standard_day.reset();
  RETURN_IF_ERROR(registry.ForEachPage<registry::v1::ListStandardsResponse>(
      "ListStandards", standards, kPageSize,
      [&](const registry::v1::ListStandardsResponse& page) -> absl::Status {
        for (const registry::v1::Standard& standard : page.standards()) {
          const auto day = time::DayOf(standard.effective_date());
          if (day.has_value() && *day < model.first_standard_day.value_or(absl::CivilDay::max()))
            model.first_standard_day = *day;
        }
        return absl::OkStatus();
      }));
  registry::v1::ReportIslandsRequest islands;
  islands.set_parent(organization);
  ASSIGN_OR_RETURN(model.islands,
                   registry.Ask<registry::v1::ReportIslandsResponse>("ReportIslands", islands));
  registry::v1::CountIdeasRequest ideas;
  ideas.set_parent(organization);
  ASSIGN_OR_RETURN(model.ideas,
                   registry.Ask<registry::v1::CountIdeasResponse>("CountIdeas", ideas));
  return absl::OkStatus();
}

absl::Status ReadOrganization(const PeerClient& registry, const std::string& organization,
                              PortfolioModel& model) {
  registry::v1::GetOrganizationRequest request;
  request.set_name(organization);
  ASSIGN_OR_RETURN(const auto found,
                   registry.Ask<registry::v1::Organization>("GetOrganization", request));
  model.employee_count = found.employee_count();
  if (absl::LoadTimeZone(found.time_zone(), &model.zone)) return absl::OkStatus();
  return status::Internal(
      absl::StrCat(organization, " has an unknown time zone: ", found.time_zone()));
}

absl::StatusOr<int64_t> ReadCursor(const PeerClient& registry, const std::string& organization) {
  registry::v1::ListProjectsRequest request;
  request.set_parent(organization);
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const auto page,
                   registry.Ask<registry::v1::ListProjectsResponse>("ListProjects", request));
  return page.cursor();
}

void Replace(PortfolioModel& model, registry::v1::Assessment&& assessment) {
  const auto place = model.dossiers.find(assessment.project());
  if (place == model.dossiers.end()) return;
  auto own = std::make_shared<Dossier>(*place->second);
  own->assessment = std::move(assessment);
  place->second = std::move(own);
}

absl::Status Reassess(const PeerClient& registry, const std::string& organization,
                      const Stale& stale, PortfolioModel& model) {
  const bool all = stale.all_projects || stale.projects.size() > kMaxSingleAssessments;
  if (all) {
    return ForEachAssessment(registry, organization, [&](registry::v1::Assessment&& assessment) {
      Replace(model, std::move(assessment));
    });
  }
  for (const std::string& project : stale.projects) {
    if (model.dossiers.find(project) == model.dossiers.end()) continue;
    registry::v1::AssessProjectRequest request;
    request.set_name(project);
    auto assessment = registry.Ask<registry::v1::Assessment>("AssessProject", request);
    // Deleted since: the change that says so is yet to come.
    if (absl::IsNotFound(assessment.status())) continue;
    RETURN_IF_ERROR(assessment.status());
    Replace(model, WithoutTexts(*std::move(assessment)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const PortfolioModel>> ReadModel(const PeerClient& registry,
                                                                const std::string& organization,
                                                                absl::Time now) {
  auto model = std::make_shared<PortfolioModel>();
  model->read_time = now;
  // What changes while the rest is read comes again with the log, and changes nothing then.
  ASSIGN_OR_RETURN(model->cursor, ReadCursor(registry, organization));
  RETURN_IF_ERROR(ReadOrganization(registry, organization, *model));
  model->assessed_day = absl::ToCivilDay(now, model->zone);
  Drafts drafts;
  RETURN_IF_ERROR(ReadProjects(registry, organization, drafts));
  RETURN_IF_ERROR(ReadRecords(registry, organization, drafts));
  RETURN_IF_ERROR(
      ForEachAssessment(registry, organization, [&](registry::v1::Assessment&& assessment) {
        const auto draft = drafts.find(assessment.project());
        if (draft != drafts.end()) draft->second->assessment = std::move(assessment);
      }));
  for (auto& [name, draft] : drafts)
    model->dossiers.emplace_hint(model->dossiers.end(), name, std::move(draft));
  RETURN_IF_ERROR(ReadSurroundings(registry, organization, *model));
  return model;
}

absl::StatusOr<std::shared_ptr<const PortfolioModel>> CatchUp(
    const PeerClient& registry, const std::string& organization,
    std::shared_ptr<const PortfolioModel> model, absl::Time now) {
  registry::v1::ListChangesRequest request;
  request.set_parent(organization);
  request.set_after_sequence(model->cursor);
  std::shared_ptr<PortfolioModel> next;
  Stale stale;
  int changes = 0;
  RETURN_IF_ERROR(registry.ForEachPage<registry::v1::ListChangesResponse>(
      "ListChanges", request, kPageSize,
      [&](registry::v1::ListChangesResponse& page) -> absl::Status {
        changes += page.changes_size();
        if (next == nullptr && page.changes_size() > 0)
          next = std::make_shared<PortfolioModel>(*model);
        for (const api::v1::Change& change : page.changes()) Apply(change, *next, stale);
        if (changes <= kMaxChanges && !stale.whole) return absl::OkStatus();
        return absl::OutOfRangeError("cannot follow");
      }));
  const absl::CivilDay day = absl::ToCivilDay(now, model->zone);
  if (next == nullptr && day == model->assessed_day) return model;
  if (next == nullptr) next = std::make_shared<PortfolioModel>(*model);
  stale.all_projects = stale.all_projects || day != next->assessed_day;
  next->assessed_day = day;
  if (stale.all_projects) RETURN_IF_ERROR(ReadOrganization(registry, organization, *next));
  RETURN_IF_ERROR(Reassess(registry, organization, stale, *next));
  if (stale.surroundings) RETURN_IF_ERROR(ReadSurroundings(registry, organization, *next));
  return next;
}

}  // namespace palier::reporting
