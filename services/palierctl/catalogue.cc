// SPDX-License-Identifier: Apache-2.0
#include "palierctl/catalogue.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"
#include "google/api/annotations.pb.h"
#include "palier/kpi/v1/adoption_service.pb.h"
#include "palier/kpi/v1/alert_service.pb.h"
#include "palier/kpi/v1/comparison_service.pb.h"
#include "palier/kpi/v1/drift_check_service.pb.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/promise_review_service.pb.h"
#include "palier/kpi/v1/quality_trend_service.pb.h"
#include "palier/kpi/v1/quarantine_service.pb.h"
#include "palier/kpi/v1/returns_service.pb.h"
#include "palier/kpi/v1/saved_time_service.pb.h"
#include "palier/kpi/v1/source_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/kpi/v1/synergy_gain_service.pb.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/audit_service.pb.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/idea_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/registry/v1/saved_filter_service.pb.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "palier/registry/v1/table_service.pb.h"
#include "palier/reporting/v1/candidate_service.pb.h"
#include "palier/reporting/v1/case_service.pb.h"
#include "palier/reporting/v1/document_service.pb.h"
#include "palier/reporting/v1/export_service.pb.h"
#include "palier/reporting/v1/figure_edition_service.pb.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "palier/reporting/v1/monitoring_service.pb.h"
#include "palier/reporting/v1/operation_service.pb.h"
#include "palier/reporting/v1/proposal_service.pb.h"
#include "palier/reporting/v1/register_service.pb.h"
#include "palier/reporting/v1/report_service.pb.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "palier/reporting/v1/staff_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palier/rollout/v1/agenda_service.pb.h"
#include "palier/rollout/v1/cluster_service.pb.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/dependency_service.pb.h"
#include "palier/rollout/v1/feedback_service.pb.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "palier/rollout/v1/learning_service.pb.h"
#include "palier/rollout/v1/operation_service.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "palier/rollout/v1/programme_cycle_service.pb.h"
#include "palier/rollout/v1/programme_service.pb.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "palier/rollout/v1/risk_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palier/rollout/v1/support_service.pb.h"
#include "palier/rollout/v1/template_service.pb.h"
#include "palier/rollout/v1/training_service.pb.h"
#include "palier/rollout/v1/use_service.pb.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"

namespace palier::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

const std::string& HttpGet(const MethodDescriptor& method) {
  return method.options().GetExtension(google::api::http).get();
}

// `organizations/*/projects/*` of `/v1/{name=organizations/*/projects/*}`; empty for any other
// path.
std::string NamePatternOf(const MethodDescriptor& method) {
  absl::string_view path = HttpGet(method);
  if (!absl::ConsumePrefix(&path, "/v1/{name=") || !absl::ConsumeSuffix(&path, "}")) return "";
  return std::string(path);
}

// Parent pattern and collection of `/v1/{parent=organizations/*}/projects` or `/v1/organizations`.
std::pair<std::string, std::string> ListPatternOf(const MethodDescriptor& method) {
  absl::string_view path = HttpGet(method);
  if (!absl::ConsumePrefix(&path, "/v1/")) return {};
  if (!absl::ConsumePrefix(&path, "{parent="))
    return {"", absl::StrContains(path, "{") ? "" : std::string(path)};
  const std::vector<std::string> parts = absl::StrSplit(path, absl::MaxSplits("}/", 1));
  return parts.size() == 2 ? std::make_pair(parts[0], parts[1])
                           : std::pair<std::string, std::string>();
}

std::string CamelCase(absl::string_view pascal) {
  std::string text(pascal);
  if (!text.empty()) text[0] = absl::ascii_tolower(text[0]);
  return text;
}

const FieldDescriptor* ItemsOf(const MethodDescriptor& list) {
  for (int i = 0; i < list.output_type()->field_count(); ++i) {
    const FieldDescriptor* field = list.output_type()->field(i);
    if (field->is_repeated() && field->message_type() != nullptr && !field->is_map()) return field;
  }
  return nullptr;
}

void SplitPattern(ResourceKind& kind) {
  std::vector<std::string> segments = absl::StrSplit(kind.pattern, '/');
  const bool singleton = segments.back() != "*";
  if (!singleton) {
    segments.pop_back();
    kind.collection = segments.back();
  }
  segments.pop_back();
  kind.parent_pattern = absl::StrJoin(segments, "/");
}

class Finder {
 public:
  explicit Finder(std::vector<ResourceKind>& kinds) : kinds_(kinds) {}

  void TakeGet(const MethodDescriptor& method) {
    const std::string pattern = NamePatternOf(method);
    if (pattern.empty() || method.name() != absl::StrCat("Get", method.output_type()->name()))
      return;
    ResourceKind kind;
    kind.message = method.output_type();
    kind.singular = CamelCase(kind.message->name());
    kind.pattern = pattern;
    kind.get = &method;
    SplitPattern(kind);
    kinds_.push_back(std::move(kind));
  }

  void TakeList(const MethodDescriptor& method) {
    const FieldDescriptor* items = ItemsOf(method);
    const auto [parent, collection] = ListPatternOf(method);
    if (items == nullptr || collection.empty()) return;
    ResourceKind* kind = Find(items->message_type(), method);
    if (kind == nullptr || kind->collection != collection) {
      kinds_.emplace_back();
      kind = &kinds_.back();
      kind->message = items->message_type();
      kind->collection = collection;
      kind->singular = collection;
      kind->parent_pattern = parent;
      kind->pattern = absl::StrCat(parent, "/", collection, "/*");
    }
    kind->list = &method;
    kind->items = items;
  }

  void TakeMutation(const MethodDescriptor& method) {
    for (ResourceKind& kind : kinds_) {
      if (kind.get == nullptr || kind.get->service() != method.service()) continue;
      if (method.name() == absl::StrCat("Create", kind.message->name())) kind.create = &method;
      if (method.name() == absl::StrCat("Update", kind.message->name())) kind.update = &method;
      if (method.name() == absl::StrCat("Delete", kind.message->name())) kind.remove = &method;
    }
  }

 private:
  ResourceKind* Find(const Descriptor* message, const MethodDescriptor& method) {
    for (ResourceKind& kind : kinds_) {
      if (kind.message == message && kind.get != nullptr && kind.get->service() == method.service())
        return &kind;
    }
    return nullptr;
  }

  std::vector<ResourceKind>& kinds_;
};

template <typename Take>
void ForEachMethod(const std::vector<const FileDescriptor*>& files, const Take& take) {
  for (const FileDescriptor* file : files) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) take(*file->service(s)->method(m));
    }
  }
}

std::string Folded(absl::string_view word) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(word, {{"_", ""}, {"-", ""}}));
}

}  // namespace

Catalogue::Catalogue(const std::vector<const FileDescriptor*>& files) : files_(files) {
  Finder finder(kinds_);
  ForEachMethod(files_, [&](const MethodDescriptor& method) {
    if (absl::StartsWith(method.name(), "Get")) finder.TakeGet(method);
  });
  ForEachMethod(files_, [&](const MethodDescriptor& method) {
    if (absl::StartsWith(method.name(), "List")) finder.TakeList(method);
    finder.TakeMutation(method);
  });
}

Catalogue Catalogue::OfPalier() {
  // Named by a message of each, so that the linker keeps them.
  return Catalogue({registry::v1::GetProjectRequest::descriptor()->file(),
                    registry::v1::ExportTableRequest::descriptor()->file(),
                    registry::v1::GetSealRequest::descriptor()->file(),
                    registry::v1::AssessProjectRequest::descriptor()->file(),
                    registry::v1::VerifyAuditRequest::descriptor()->file(),
                    registry::v1::ExportGraphRequest::descriptor()->file(),
                    registry::v1::GetOrganizationRequest::descriptor()->file(),
                    registry::v1::GetApplicationRequest::descriptor()->file(),
                    registry::v1::GetProcessRequest::descriptor()->file(),
                    registry::v1::GetCommitteeRequest::descriptor()->file(),
                    registry::v1::GetIdeaRequest::descriptor()->file(),
                    registry::v1::GetSavedFilterRequest::descriptor()->file(),
                    registry::v1::GetWaiverRequest::descriptor()->file(),
                    kpi::v1::GetKpiRequest::descriptor()->file(),
                    kpi::v1::IngestMeasurementsRequest::descriptor()->file(),
                    kpi::v1::ListQuarantinedMeasurementsRequest::descriptor()->file(),
                    kpi::v1::GetAlertRuleRequest::descriptor()->file(),
                    kpi::v1::GetSourceRequest::descriptor()->file(),
                    kpi::v1::GetSurveyRequest::descriptor()->file(),
                    kpi::v1::QueryAdoptionRequest::descriptor()->file(),
                    kpi::v1::CompareKpiRequest::descriptor()->file(),
                    kpi::v1::ReviewKpiPromiseRequest::descriptor()->file(),
                    kpi::v1::QuerySynergyGainsRequest::descriptor()->file(),
                    kpi::v1::QueryDriftChecksRequest::descriptor()->file(),
                    kpi::v1::QueryQualityTrendsRequest::descriptor()->file(),
                    kpi::v1::QueryReturnsRequest::descriptor()->file(),
                    kpi::v1::GetSavedTimeRequest::descriptor()->file(),
                    rollout::v1::GetRolloutRequest::descriptor()->file(),
                    rollout::v1::GetWaveRequest::descriptor()->file(),
                    rollout::v1::GetCriteriaVersionRequest::descriptor()->file(),
                    rollout::v1::GetReviewRequest::descriptor()->file(),
                    rollout::v1::GetOperationRequest::descriptor()->file(),
                    rollout::v1::GetDeploymentClusterRequest::descriptor()->file(),
                    rollout::v1::GetDependencyRequest::descriptor()->file(),
                    rollout::v1::GetCommunicationRequest::descriptor()->file(),
                    rollout::v1::GetToolCardRequest::descriptor()->file(),
                    rollout::v1::GetFeedbackAnswerRequest::descriptor()->file(),
                    rollout::v1::GetLearningPathRequest::descriptor()->file(),
                    rollout::v1::GetUseLadderRequest::descriptor()->file(),
                    rollout::v1::GetSupportWeekRequest::descriptor()->file(),
                    rollout::v1::GetSessionAttendanceRequest::descriptor()->file(),
                    rollout::v1::GetRolloutTemplateRequest::descriptor()->file(),
                    rollout::v1::QueryAgendaRequest::descriptor()->file(),
                    rollout::v1::GetProgrammeRequest::descriptor()->file(),
                    reporting::v1::GetPortfolioRequest::descriptor()->file(),
                    reporting::v1::ExportBoardPackRequest::descriptor()->file(),
                    reporting::v1::ExportFiguresRequest::descriptor()->file(),
                    reporting::v1::GetOperationRequest::descriptor()->file(),
                    reporting::v1::GetFigureEditionRequest::descriptor()->file(),
                    reporting::v1::GetFigureRequest::descriptor()->file(),
                    reporting::v1::ReportBusinessCaseRequest::descriptor()->file(),
                    reporting::v1::GetReportScheduleRequest::descriptor()->file(),
                    reporting::v1::QueryStaffPageRequest::descriptor()->file(),
                    reporting::v1::QueryCandidatesRequest::descriptor()->file(),
                    reporting::v1::GetProposalRequest::descriptor()->file(),
                    reporting::v1::QueryRegisterProgressRequest::descriptor()->file(),
                    reporting::v1::QueryMonitoringRequest::descriptor()->file()});
}

absl::StatusOr<const ResourceKind*> Catalogue::ByWord(absl::string_view word) const {
  const std::string folded = Folded(word);
  for (const ResourceKind& kind : kinds_) {
    for (const std::string& known : {kind.singular, kind.collection, kind.message->name()}) {
      if (folded == Folded(known)) return &kind;
    }
  }
  const std::string known =
      absl::StrJoin(kinds_, ", ", [](std::string* out, const ResourceKind& kind) {
        out->append(kind.collection.empty() ? kind.singular : kind.collection);
      });
  return Usage(
      {absl::StrCat("There is no kind of resource `", word, "`. There are: ", known, "."),
       absl::StrCat("Il n'y a pas de type de ressource « ", word, " ». Il y a : ", known, ".")});
}

absl::StatusOr<Catalogue::Named> Catalogue::ByName(absl::string_view organization,
                                                   absl::string_view name) const {
  for (const ResourceKind& kind : kinds_) {
    if (kind.get == nullptr || !absl::StrContains(name, "/")) continue;
    const absl::StatusOr<std::string> whole = CompleteName(kind.pattern, organization, name);
    // A name that only fits by counting its parts could belong to several kinds.
    if (whole.ok() && absl::EndsWith(*whole, name)) return Named{&kind, *whole};
  }
  if (organization.empty() && !absl::StartsWith(name, "organizations/"))
    return OrganizationName(organization).status();
  return Usage(
      {absl::StrCat(
           "`", name,
           "` is no resource name. Examples: projects/chatbot, projects/chatbot/kpis/usage."),
       absl::StrCat("« ", name,
                    " » n'est pas un nom de ressource. Exemples : projects/chatbot, "
                    "projects/chatbot/kpis/usage.")});
}

const MethodDescriptor* Catalogue::Method(absl::string_view name) const {
  const MethodDescriptor* found = nullptr;
  ForEachMethod(files_, [&](const MethodDescriptor& method) {
    if (found == nullptr && (MethodPath(method) == name || method.name() == name)) found = &method;
  });
  return found;
}

std::string MethodPath(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

std::string SnakeCase(absl::string_view camel) {
  std::string snake;
  for (const char c : camel) {
    if (absl::ascii_isupper(c) && !snake.empty()) snake += '_';
    snake += absl::ascii_tolower(c);
  }
  return snake;
}

}  // namespace palier::ctl
