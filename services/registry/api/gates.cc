// SPDX-License-Identifier: Apache-2.0
// The transitions of a project: judged, asked for, approved.
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/api/context.h"
#include "registry/domain/rulebook.h"
#include "registry/domain/stages.h"

namespace palier::registry {
namespace {

using resource::Session;

absl::StatusOr<Facts> GatherFacts(Session& session, const Types& types,
                                  const std::string& project) {
  Facts facts;
  facts.now = session.now();
  RETURN_IF_ERROR(session.Get(types.project, project, &facts.project));
  if (!facts.project.sponsor().empty()) {
    v1::Person sponsor;
    ASSIGN_OR_RETURN(const bool found,
                     session.Find(types.person, facts.project.sponsor(), &sponsor));
    if (found) facts.sponsor = sponsor;
  }
  const std::string organization = resource::OrganizationOf(project);
  RETURN_IF_ERROR(session.ForEach(
      types.entry, organization, project, [&](absl::string_view bytes) -> absl::Status {
        v1::Entry entry;
        entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
        if (entry.has_lesson()) ++facts.lesson_count;
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(session.ForEach(
      types.evidence, organization, project, [&](absl::string_view bytes) -> absl::Status {
        facts.evidence.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
        return absl::OkStatus();
      }));
  return facts;
}

absl::StatusOr<std::vector<std::string>> DisabledRules(Session& session, const Types& types,
                                                       const std::string& project) {
  v1::OrganizationSettings settings;
  const std::string name = "organizations/" + resource::OrganizationOf(project) + "/settings";
  RETURN_IF_ERROR(session.Find(types.settings, name, &settings).status());
  return std::vector<std::string>(settings.disabled_rules().begin(),
                                  settings.disabled_rules().end());
}

const std::string& In(rpc::Language language, const status::Text& text) {
  return language == rpc::Language::kFrench ? text.fr : text.en;
}

v1::RuleResult ToResult(const Judgement& judgement, rpc::Language language) {
  v1::RuleResult result;
  result.set_rule(std::string(judgement.rule->id));
  result.set_requirement(std::string(judgement.rule->requirement));
  result.set_verdict(judgement.finding.verdict == Verdict::kMet     ? v1::RuleResult::MET
                     : judgement.finding.verdict == Verdict::kUnmet ? v1::RuleResult::UNMET
                                                                    : v1::RuleResult::UNKNOWN);
  result.set_severity(judgement.rule->severity == Severity::kGate ? v1::RuleResult::GATE
                                                                  : v1::RuleResult::WARN);
  result.set_subject(judgement.finding.subject);
  result.set_explanation(In(language, judgement.finding.explanation));
  result.set_next_action(In(language, judgement.finding.next_action));
  return result;
}

absl::StatusOr<v1::EvaluateGateResponse> EvaluateGate(Context& context, const rpc::Call& call,
                                                      const v1::EvaluateGateRequest& request) {
  v1::EvaluateGateResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    response.Clear();
    ASSIGN_OR_RETURN(Facts facts, GatherFacts(session, context.types, request.name()));
    ASSIGN_OR_RETURN(const auto disabled, DisabledRules(session, context.types, request.name()));
    if (request.has_min_as_of_time())
      facts.min_as_of = resource::StandardTime(request, "min_as_of_time");
    const Stage from = facts.project.stage();
    const Stage to = request.target_stage() == v1::Project::STAGE_UNSPECIFIED
                         ? NextStage(from)
                         : request.target_stage();
    const std::vector<Judgement> judgements = Evaluate(facts, to, disabled);
    response.set_from_stage(from);
    response.set_target_stage(to);
    response.set_legal(IsLegal(from, to));
    response.set_met(GateStatus(facts, to, judgements).ok());
    for (const Judgement& judgement : judgements)
      *response.add_results() = ToResult(judgement, call.language);
    return absl::OkStatus();
  }));
  return response;
}

// What RequestAdvance and AdvanceProject have in common: a legal transition.
template <typename Request>
absl::StatusOr<v1::Project> ChangeStage(
    Context& context, const rpc::Call& call, const Request& request,
    const std::function<absl::Status(Session&, const v1::Project& before, v1::Project& after)>&
        change) {
  return resource::ChangeOne<v1::Project>(
      context.store, call, context.types.project, request,
      [&](Session& session, const v1::Project& before, v1::Project& after) -> absl::Status {
        if (!IsLegal(before.stage(), request.target_stage())) {
          return IllegalTransition(before.name(), before.stage(), request.target_stage());
        }
        return change(session, before, after);
      });
}

absl::StatusOr<v1::Project> RequestAdvance(Context& context, const rpc::Call& call,
                                           const v1::RequestAdvanceRequest& request) {
  return ChangeStage(context, call, request,
                     [&](Session& session, const v1::Project&, v1::Project& after) {
                       v1::StageRequest& asked = *after.mutable_stage_request();
                       asked.set_target_stage(request.target_stage());
                       asked.set_requester(call.caller.subject());
                       asked.set_reason(request.reason());
                       resource::SetStandardTime(asked, "request_time", session.now());
                       return absl::OkStatus();
                     });
}

// Somebody else must have asked.
absl::Status CheckApproval(const rpc::Call& call, const v1::Project& project, Stage to) {
  if (!NeedsRequest(project.stage(), to)) return absl::OkStatus();
  const v1::StageRequest& asked = project.stage_request();
  if (!project.has_stage_request() || asked.target_stage() != to) {
    return status::Error(
               absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
               {"Nobody has asked that {resource} go from {state} to {target}. Ask with "
                "RequestAdvance "
                "(palierctl request-advance); somebody else then approves it.",
                "Personne n'a demandé que {resource} passe de {state} à {target}. Demandez-le par "
                "RequestAdvance (palierctl request-advance) ; une autre personne l'approuvera."})
        .With("resource", project.name())
        .With("state", StageName(project.stage()))
        .With("target", StageName(to));
  }
  if (asked.requester() == call.caller.subject()) {
    return status::Error(
               absl::StatusCode::kPermissionDenied, error::v1::SELF_APPROVAL,
               {"You asked for this transition of {resource}; somebody else must approve it.",
                "Vous avez demandé cette transition de {resource} ; une autre personne doit "
                "l'approuver."})
        .With("resource", project.name());
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Project> AdvanceProject(Context& context, const rpc::Call& call,
                                           const v1::AdvanceProjectRequest& request) {
  return ChangeStage(
      context, call, request,
      [&](Session& session, const v1::Project& before, v1::Project& after) -> absl::Status {
        RETURN_IF_ERROR(CheckApproval(call, before, request.target_stage()));
        ASSIGN_OR_RETURN(const Facts facts, GatherFacts(session, context.types, before.name()));
        ASSIGN_OR_RETURN(const auto disabled, DisabledRules(session, context.types, before.name()));
        RETURN_IF_ERROR(GateStatus(facts, request.target_stage(),
                                   Evaluate(facts, request.target_stage(), disabled)));
        after.set_stage(request.target_stage());
        resource::SetStandardTime(after, "stage_time", session.now());
        after.clear_stage_request();
        return absl::OkStatus();
      });
}

}  // namespace

void AddGates(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::EvaluateGateRequest, v1::EvaluateGateResponse>(
      "EvaluateGate", [&context](const rpc::Call& call, const auto& request) {
        return EvaluateGate(context, call, request);
      });
  table.Unary<v1::RequestAdvanceRequest, v1::Project>(
      "RequestAdvance", [&context](const rpc::Call& call, const auto& request) {
        return RequestAdvance(context, call, request);
      });
  table.Unary<v1::AdvanceProjectRequest, v1::Project>(
      "AdvanceProject", [&context](const rpc::Call& call, const auto& request) {
        return AdvanceProject(context, call, request);
      });
}

}  // namespace palier::registry
