// SPDX-License-Identifier: Apache-2.0
// The transitions of a project: judged, asked for, approved.
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/facts_of.h"
#include "registry/api/sealing.h"
#include "registry/domain/assessment.h"
#include "registry/domain/promise.h"
#include "registry/domain/rulebook.h"
#include "registry/domain/stages.h"

namespace palier::registry {
namespace {

using resource::Session;

// The rules of the gate from the project's stage to `to`, judged on what is here.
struct Judged {
  Facts facts;
  std::vector<Judgement> judgements;
};

absl::StatusOr<Judged> Judge(Session& session, const Types& types, const std::string& project,
                             Stage to, absl::Time min_as_of = absl::InfinitePast()) {
  Judged judged;
  ASSIGN_OR_RETURN(const CommonFacts common,
                   CommonFactsOf(session, types, resource::OrganizationOf(project)));
  ASSIGN_OR_RETURN(judged.facts, FactsOf(session, types, common, project));
  judged.facts.min_as_of = min_as_of;
  const Stage from = judged.facts.project.stage();
  judged.judgements = Evaluate(
      judged.facts, GateOf(from, to == v1::Project::STAGE_UNSPECIFIED ? NextStage(from) : to),
      Tuning::Of(common.settings));
  return judged;
}

absl::StatusOr<v1::EvaluateGateResponse> EvaluateGate(Context& context, const rpc::Call& call,
                                                      const v1::EvaluateGateRequest& request) {
  v1::EvaluateGateResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    response.Clear();
    const absl::Time min_as_of = request.has_min_as_of_time()
                                     ? resource::StandardTime(request, "min_as_of_time")
                                     : absl::InfinitePast();
    ASSIGN_OR_RETURN(const Judged judged, Judge(session, context.types, request.name(),
                                                request.target_stage(), min_as_of));
    const Stage from = judged.facts.project.stage();
    const Stage to = request.target_stage() == v1::Project::STAGE_UNSPECIFIED
                         ? NextStage(from)
                         : request.target_stage();
    response.set_from_stage(from);
    response.set_target_stage(to);
    response.set_legal(IsLegal(from, to));
    response.set_met(IsLegal(from, to) && GateStatus(judged.facts, to, judged.judgements).ok());
    response.set_rulebook_version(kRulebookVersion);
    for (const Judgement& judgement : judged.judgements) {
      *response.add_results() = ToResult(judgement, call.language == rpc::Language::kFrench);
    }
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

// Projects that were written before hashes were kept have none.
std::string HashNow(const v1::Project& project) {
  return PromiseHash(PromiseOf(project, {}));
}

absl::StatusOr<v1::Project> RequestAdvance(Context& context, const rpc::Call& call,
                                           const v1::RequestAdvanceRequest& request) {
  return ChangeStage(context, call, request,
                     [&](Session& session, const v1::Project& before, v1::Project& after) {
                       v1::StageRequest& asked = *after.mutable_stage_request();
                       asked.set_target_stage(request.target_stage());
                       asked.set_requester(call.caller.subject());
                       asked.set_reason(request.reason());
                       asked.set_promise_hash(HashNow(before));
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
  return CheckHash(project.name(), asked.promise_hash(), HashNow(project));
}

// What a transition leaves behind besides the stage.
absl::Status Mark(Session& session, const Types& types, const rpc::Call& call, const Facts& facts,
                  v1::Project& after) {
  switch (after.stage()) {
    case v1::Project::POC:
      resource::SetStandardTime(after, "poc_start_time", session.now());
      return Seal(session, types, call, PromiseOf(facts.project, facts.evidence), "", after);
    case v1::Project::POST_POC:
      resource::SetStandardTime(after, "poc_end_time", session.now());
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

absl::StatusOr<v1::Project> AdvanceProject(Context& context, const rpc::Call& call,
                                           const v1::AdvanceProjectRequest& request) {
  return ChangeStage(
      context, call, request,
      [&](Session& session, const v1::Project& before, v1::Project& after) -> absl::Status {
        RETURN_IF_ERROR(CheckApproval(call, before, request.target_stage()));
        if (!request.promise_hash().empty())
          RETURN_IF_ERROR(CheckHash(before.name(), request.promise_hash(), HashNow(before)));
        ASSIGN_OR_RETURN(const Judged judged,
                         Judge(session, context.types, before.name(), request.target_stage()));
        RETURN_IF_ERROR(GateStatus(judged.facts, request.target_stage(), judged.judgements));
        after.set_stage(request.target_stage());
        resource::SetStandardTime(after, "stage_time", session.now());
        after.clear_stage_request();
        return Mark(session, context.types, call, judged.facts, after);
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
