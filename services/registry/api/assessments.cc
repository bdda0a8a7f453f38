// SPDX-License-Identifier: Apache-2.0
// What the rulebook makes of projects, and the notices of the clock.
#include "common/aip/page_token.h"
#include "common/resource/mutation.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/facts_of.h"
#include "registry/api/facts_of_past.h"
#include "registry/domain/assessment.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

bool InFrench(const rpc::Call& call) {
  return call.language == rpc::Language::kFrench;
}

absl::StatusOr<CommonFacts> CommonFactsWithPast(Session& session, const Types& types,
                                                absl::string_view organization) {
  ASSIGN_OR_RETURN(CommonFacts common, CommonFactsOf(session, types, organization));
  ASSIGN_OR_RETURN(common.past_overruns, PastOverrunsIn(session, types, organization, common.zone));
  return common;
}

absl::StatusOr<v1::Assessment> AssessProject(Context& context, const rpc::Call& call,
                                             const v1::AssessProjectRequest& request) {
  RETURN_IF_ERROR(context.types.project.pattern().Parse(request.name()).status());
  v1::Assessment assessment;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(const CommonFacts common,
                     CommonFactsWithPast(session, context.types, call.organization));
    ASSIGN_OR_RETURN(const Facts facts, FactsOf(session, context.types, common, request.name()));
    assessment = Assess(facts, common.settings, InFrench(call), /*with_results=*/true);
    return absl::OkStatus();
  }));
  return assessment;
}

absl::StatusOr<v1::ListAssessmentsResponse> ListAssessments(
    Context& context, const rpc::Call& call, const v1::ListAssessmentsRequest& request) {
  resource::ListQuery query;
  query.organization = call.organization;
  query.parent = request.parent();
  ASSIGN_OR_RETURN(query.page_size, aip::EffectivePageSize(request.page_size()));
  query.page_token = request.page_token();
  query.filter = request.filter();
  query.order_by = request.order_by();
  query.token_checksum = aip::RequestChecksum(request, call.caller.subject());
  v1::ListAssessmentsResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    response.Clear();
    ASSIGN_OR_RETURN(const CommonFacts common,
                     CommonFactsWithPast(session, context.types, call.organization));
    ASSIGN_OR_RETURN(const resource::ListPage page, session.List(context.types.project, query));
    for (const std::string& bytes : page.resources) {
      v1::Project project;
      RETURN_IF_ERROR(ReadStored(context.types.project, bytes, project));
      ASSIGN_OR_RETURN(const Facts facts, FactsOf(session, context.types, common, project.name()));
      *response.add_assessments() =
          Assess(facts, common.settings, InFrench(call), /*with_results=*/false);
    }
    response.set_next_page_token(page.next_page_token);
    return absl::OkStatus();
  }));
  return response;
}

// The stages that the rule's gates lead to.
void AddGateStages(Gates gates, v1::RuleDescription& to) {
  using P = v1::Project;
  const std::pair<Gates, Stage> stages[] = {
      {kPocStart, P::POC},
      {kPocEnd, P::POST_POC},
      {kLimit | kLimitItself, P::LIMITED},
      {kIndustrialise | kIndustrialiseItself, P::INDUSTRIALISATION},
      {kRollOut, P::ROLLOUT},
      {kRun, P::RUN},
      {kStop, P::STOPPED}};
  for (const auto& [gate, stage] : stages) {
    const bool decides = (gate & (kLimit | kIndustrialise | kStop)) != 0;
    if ((gates & gate) != 0 || (decides && (gates & kDecide) != 0)) to.add_gates(stage);
  }
}

v1::RuleDescription Describe(const Rule& rule, const Tuning& tuning, bool french) {
  v1::RuleDescription description;
  description.set_rule(std::string(rule.id));
  description.set_requirement(std::string(rule.requirement));
  AddGateStages(rule.gates, description);
  description.set_pillar(std::string(NameOf(rule.pillar)));
  description.set_axis(std::string(NameOf(rule.axis)));
  description.set_cause(std::string(NameOf(rule.cause)));
  description.set_severity(tuning.SeverityOf(rule) == Severity::kGate ? v1::RuleResult::GATE
                                                                      : v1::RuleResult::WARN);
  description.set_title(french ? rule.title.fr : rule.title.en);
  description.set_disabled(tuning.disabled.contains(std::string(rule.id)));
  if (rule.threshold.has_value()) {
    description.set_threshold(tuning.ThresholdOf(rule));
    description.set_threshold_unit(std::string(rule.threshold->unit));
  }
  return description;
}

// The rulebook is short: one page holds it unless a smaller one is asked for.
absl::StatusOr<v1::ListRulesResponse> ListRules(Context& context, const rpc::Call& call,
                                                const v1::ListRulesRequest& request) {
  const absl::Span<const Rule> rules = Rulebook();
  const size_t page_size = request.page_size() == 0 ? rules.size() : request.page_size();
  if (request.page_size() < 0) return aip::EffectivePageSize(request.page_size()).status();
  const uint64_t checksum = aip::RequestChecksum(request, call.caller.subject());
  size_t from = 0;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const auto values, aip::ReadPageToken(request.page_token(), checksum));
    while (from < rules.size() && !values.empty() && rules[from].id != values[0]) ++from;
  }
  v1::OrganizationSettings settings;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(settings, SettingsOf(session, context.types, call.organization));
    return absl::OkStatus();
  }));
  const Tuning tuning = Tuning::Of(settings);
  v1::ListRulesResponse response;
  response.set_rulebook_version(kRulebookVersion);
  const size_t to = std::min(rules.size(), from + page_size);
  for (size_t i = from; i < to; ++i)
    *response.add_rules() = Describe(rules[i], tuning, InFrench(call));
  if (to < rules.size()) {
    ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                     aip::MakePageToken({std::string(rules[to].id)}, checksum));
  }
  return response;
}

void ShowText(const rpc::Call& call, Message& message) {
  auto& notice = static_cast<v1::Notice&>(message);
  notice.set_text(InFrench(call) ? notice.text_fr() : notice.text_en());
}

absl::StatusOr<v1::Notice> Acknowledge(Context& context, const rpc::Call& call,
                                       const v1::AcknowledgeNoticeRequest& request) {
  ASSIGN_OR_RETURN(v1::Notice notice,
                   resource::ChangeOne<v1::Notice>(
                       context.store, call, context.types.notice, request,
                       [&](Session& session, const v1::Notice& before, v1::Notice& after) {
                         if (before.has_acknowledge_time()) return absl::OkStatus();
                         after.set_acknowledger(call.caller.subject());
                         resource::SetStandardTime(after, "acknowledge_time", session.now());
                         return absl::OkStatus();
                       }));
  ShowText(call, notice);
  return notice;
}

}  // namespace

void AddAssessments(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.notice, "Notices",
                               resource::MethodSet{.get = true, .list = true},
                               {.on_read = ShowText});
  table.Unary<v1::AcknowledgeNoticeRequest, v1::Notice>(
      "AcknowledgeNotice", [&context](const rpc::Call& call, const auto& request) {
        return Acknowledge(context, call, request);
      });
  table.Unary<v1::AssessProjectRequest, v1::Assessment>(
      "AssessProject", [&context](const rpc::Call& call, const auto& request) {
        return AssessProject(context, call, request);
      });
  table.Unary<v1::ListAssessmentsRequest, v1::ListAssessmentsResponse>(
      "ListAssessments", [&context](const rpc::Call& call, const auto& request) {
        return ListAssessments(context, call, request);
      });
  table.Unary<v1::ListRulesRequest, v1::ListRulesResponse>(
      "ListRules", [&context](const rpc::Call& call, const auto& request) {
        return ListRules(context, call, request);
      });
}

}  // namespace palier::registry
