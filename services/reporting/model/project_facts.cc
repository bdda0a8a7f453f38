// SPDX-License-Identifier: Apache-2.0
#include "reporting/model/project_facts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/string_view.h"

namespace palier::reporting {
namespace {

using P = registry::v1::Project;

// How the registry's import places the stages of a register.
constexpr std::pair<absl::string_view, Stage> kRegisterStages[] = {{"IDEA", P::IDEA},
                                                                   {"BUILD", P::POC},
                                                                   {"PILOT", P::LIMITED},
                                                                   {"PRODUCTION", P::RUN},
                                                                   {"RETIRED", P::RETIRED},
                                                                   {"CLOSED", P::STOPPED},
                                                                   {"UNKNOWN", P::STAGE_UNKNOWN}};

Stage ImportedStage(const P& project) {
  const auto attribute = project.origin().attributes().find("register_stage");
  if (attribute == project.origin().attributes().end()) return project.stage();
  const auto* const found =
      std::find_if(std::begin(kRegisterStages), std::end(kRegisterStages),
                   [&](const auto& pair) { return pair.first == attribute->second; });
  return found == std::end(kRegisterStages) ? project.stage() : found->second;
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

RegisterFacts ToRegisterFacts(const P& project) {
  RegisterFacts facts;
  facts.raw_stage = project.origin().raw_stage();
  facts.stage = ImportedStage(project);
  if (project.origin().has_initiated_date())
    facts.initiated = DayOf(project.origin().initiated_date());
  if (project.origin().has_implemented_date())
    facts.implemented = DayOf(project.origin().implemented_date());
  return facts;
}

absl::CivilDay StageDay(const P& project, const absl::TimeZone& zone) {
  const absl::Time time = absl::FromUnixSeconds(project.stage_time().seconds());
  // A register tells days; the import keeps one as its midnight in UTC, which is the day before
  // west of Greenwich.
  const bool is_day = project.has_origin() && project.stage_time().nanos() == 0 &&
                      project.stage_time().seconds() % 86400 == 0;
  return absl::ToCivilDay(time, is_day ? absl::UTCTimeZone() : zone);
}

}  // namespace

ProjectFacts ToFacts(const P& project, const absl::TimeZone& zone) {
  ProjectFacts facts;
  facts.name = project.name();
  facts.display_name = project.display_name();
  facts.department = project.department();
  facts.stage = project.stage();
  facts.poc_ended = project.has_poc_end_time();
  if (project.has_stage_time()) facts.stage_since = StageDay(project, zone);
  if (!project.origin().profile().empty()) facts.imported = ToRegisterFacts(project);
  return facts;
}

std::vector<ProjectFacts> FactsOf(const PortfolioModel& model) {
  std::vector<ProjectFacts> projects;
  projects.reserve(model.dossiers.size());
  for (const auto& [name, dossier] : model.dossiers)
    projects.push_back(ToFacts(dossier->project, model.zone));
  return projects;
}

}  // namespace palier::reporting
