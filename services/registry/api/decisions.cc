// SPDX-License-Identifier: Apache-2.0
// What committees decide about a project: its direction after the PoC, and other promises than the
// sealed one.
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/facts_of.h"
#include "registry/api/hooks.h"
#include "registry/api/references.h"
#include "registry/api/sealing.h"
#include "registry/domain/promise.h"
#include "registry/domain/recommendation.h"
#include "registry/domain/voting.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status CheckOpen(const v1::Decision& decision) {
  if (decision.state() == v1::Decision::OPEN) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is {state}: a decision that was taken stays as it is.",
                        "{resource} est dans l'état {state} : une décision prise reste telle "
                        "quelle."})
      .With("resource", decision.name())
      .With("state", v1::Decision::State_Name(decision.state()));
}

// Who rewrites a decision must not vote on it: nobody but the proposer does.
absl::Status CheckProposer(const rpc::Call& call, const v1::Decision& decision) {
  if (decision.proposer() == call.caller.subject()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED,
                       {"Only {proposer}, who put {resource} forward, may change it.",
                        "Seul {proposer}, qui a proposé {resource}, peut la modifier."})
      .With("proposer", decision.proposer())
      .With("permission", "registry.decisions.update")
      .With("resource", decision.name());
}

absl::Status CheckSubject(const v1::Project& project, const v1::Decision& decision) {
  if (decision.subject_case() == v1::Decision::SUBJECT_NOT_SET) {
    return status::InvalidField(
        "decision", {"set direction or amendment", "renseignez direction ou amendment"});
  }
  if (decision.has_direction() && decision.direction().outcome() == v1::Direction::LIMIT &&
      !decision.direction().has_frame()) {
    return status::InvalidField(
        "decision.direction.frame",
        {"a limited production needs its frame", "une production limitée a besoin de son cadre"});
  }
  if (decision.has_amendment() && project.seal().empty()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                         {"{resource} has sealed nothing yet: edit the project.",
                          "{resource} n'a encore rien scellé : modifiez le projet."})
        .With("resource", project.name())
        .With("state", v1::Project::Stage_Name(project.stage()));
  }
  return absl::OkStatus();
}

// The project as it would be once the amendment is adopted, checked like any update but for the
// seal: that one a committee may open.
absl::StatusOr<v1::Project> Amended(Session& session, const Context& context, const rpc::Call& call,
                                    const v1::Project& before, const v1::Decision& decision) {
  const v1::Promise& promise = decision.amendment().promise();
  v1::Project after = before;
  *after.mutable_exit_criteria() = promise.exit_criteria();
  after.clear_poc_budget();
  after.clear_production_budget();
  after.clear_population();
  if (promise.has_poc_budget()) *after.mutable_poc_budget() = promise.poc_budget();
  if (promise.has_production_budget())
    *after.mutable_production_budget() = promise.production_budget();
  if (promise.has_population()) *after.mutable_population() = promise.population();
  after.set_fallback_promise(promise.fallback());
  v1::Project unsealed = before;
  unsealed.clear_seal();
  RETURN_IF_ERROR(ProjectHooks(context).on_write(session, call, &unsealed, after));
  return after;
}

// Fills what the server knows: recommendation, replaced seal, hash.
absl::Status OnWrite(Session& session, const Context& context, const rpc::Call& call,
                     const v1::Decision* before, v1::Decision& after) {
  const Types& types = context.types;
  if (before != nullptr) {
    RETURN_IF_ERROR(CheckOpen(*before));
    RETURN_IF_ERROR(CheckProposer(call, *before));
  }
  const std::string project = resource::ParentOf(after.name());
  ASSIGN_OR_RETURN(const CommonFacts common,
                   CommonFactsOf(session, types, resource::OrganizationOf(project)));
  ASSIGN_OR_RETURN(const Facts facts, FactsOf(session, types, common, project));
  RETURN_IF_ERROR(CheckSubject(facts.project, after));
  if (after.has_amendment()) {
    after.mutable_amendment()->set_replaces_hash(facts.sealed_hash);
    RETURN_IF_ERROR(Amended(session, context, call, facts.project, after).status());
  }
  RETURN_IF_ERROR(CheckReference(session, {&types.committee}, "decision.committee",
                                 after.committee(), after.name()));
  if (before == nullptr) {
    after.set_state(v1::Decision::OPEN);
    after.set_proposer(call.caller.subject());
  }
  after.set_content_hash(DecisionHash(after, PromiseInForce(facts)));
  const bool changed = before == nullptr || before->content_hash() != after.content_hash();
  // Nobody has voted on what it says now.
  if (changed) after.clear_votes();
  if (after.has_direction()) {
    RETURN_IF_ERROR(CheckReference(session, {&types.person},
                                   "decision.direction.technical_approver",
                                   after.direction().technical_approver(), after.name()));
    if (changed)
      after.mutable_direction()->set_recommendation(Recommend(facts, Tuning::Of(common.settings)));
  }
  return absl::OkStatus();
}

// Who the caller is in the committee; null when nobody.
absl::StatusOr<std::optional<v1::CommitteeMember>> MemberOf(Session& session, const Types& types,
                                                            const v1::Committee& committee,
                                                            const std::string& principal) {
  std::optional<v1::CommitteeMember> member;
  for (const v1::CommitteeMember& one : committee.members()) {
    v1::Person person;
    ASSIGN_OR_RETURN(const bool found, session.Find(types.person, one.person(), &person));
    if (found && person.principal() == principal) member = one;
  }
  return member;
}

absl::Status CheckVoter(const rpc::Call& call, const v1::Decision& decision,
                        const std::optional<v1::CommitteeMember>& member) {
  if (decision.proposer() == call.caller.subject()) {
    return status::Error(absl::StatusCode::kPermissionDenied, error::v1::SELF_APPROVAL,
                         {"You put {resource} forward; others vote on it.",
                          "Vous avez proposé {resource} ; d'autres le votent."})
        .With("resource", decision.name());
  }
  if (member.has_value()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, error::v1::NOT_A_MEMBER,
                       {"You are no member of {committee}.",
                        "Vous n'êtes pas membre de "
                        "{committee}."})
      .With("resource", decision.name())
      .With("committee", decision.committee());
}

v1::Vote& VoteOf(v1::Decision& decision, const std::string& person) {
  for (v1::Vote& vote : *decision.mutable_votes()) {
    if (vote.person() == person) return vote;
  }
  return *decision.add_votes();
}

absl::StatusOr<v1::Decision> Vote(Context& context, const rpc::Call& call,
                                  const v1::VoteOnDecisionRequest& request) {
  const Types& types = context.types;
  return resource::ChangeOne<v1::Decision>(
      context.store, call, types.decision, request,
      [&](Session& session, const v1::Decision& before, v1::Decision& after) -> absl::Status {
        RETURN_IF_ERROR(CheckOpen(before));
        v1::Committee committee;
        RETURN_IF_ERROR(session.Get(types.committee, before.committee(), &committee));
        ASSIGN_OR_RETURN(const auto member,
                         MemberOf(session, types, committee, call.caller.subject()));
        RETURN_IF_ERROR(CheckVoter(call, before, member));
        RETURN_IF_ERROR(CheckHash(before.name(), request.content_hash(), before.content_hash()));
        v1::Vote& vote = VoteOf(after, member->person());
        vote.set_person(member->person());
        vote.set_function(member->function());
        vote.set_choice(request.choice());
        vote.set_comment(request.comment());
        vote.set_content_hash(before.content_hash());
        resource::SetStandardTime(vote, "vote_time", session.now());
        return absl::OkStatus();
      });
}

// The amendment becomes what the project is held to, under a new seal.
absl::Status Amend(Session& session, const Context& context, const rpc::Call& call,
                   const v1::Decision& decision) {
  const Types& types = context.types;
  v1::Project before;
  RETURN_IF_ERROR(session.Get(types.project, resource::ParentOf(decision.name()), &before));
  ASSIGN_OR_RETURN(const v1::Seal seal, SealOf(session, types, before));
  RETURN_IF_ERROR(CheckHash(before.name(), decision.amendment().replaces_hash(), seal.hash()));
  ASSIGN_OR_RETURN(v1::Project after, Amended(session, context, call, before, decision));
  // The definitions of the KPIs were not voted on: they stay as they were sealed.
  v1::Promise amended = PromiseOf(after, {});
  *amended.mutable_kpis() = seal.promise().kpis();
  RETURN_IF_ERROR(Seal(session, types, call, amended, decision.name(), after));
  return session.Replace(types.project, before, after).status();
}

// Votes on a promise that is not in force any more adopt nothing.
absl::Status CheckPromise(Session& session, const Types& types, const v1::Decision& decision) {
  const std::string project = resource::ParentOf(decision.name());
  ASSIGN_OR_RETURN(const CommonFacts common,
                   CommonFactsOf(session, types, resource::OrganizationOf(project)));
  ASSIGN_OR_RETURN(const Facts facts, FactsOf(session, types, common, project));
  return CheckHash(decision.name(), decision.content_hash(),
                   DecisionHash(decision, PromiseInForce(facts)));
}

absl::StatusOr<v1::Decision> Close(Context& context, const rpc::Call& call,
                                   const v1::CloseDecisionRequest& request) {
  const Types& types = context.types;
  return resource::ChangeOne<v1::Decision>(
      context.store, call, types.decision, request,
      [&](Session& session, const v1::Decision& before, v1::Decision& after) -> absl::Status {
        RETURN_IF_ERROR(CheckOpen(before));
        v1::Committee committee;
        RETURN_IF_ERROR(session.Get(types.committee, before.committee(), &committee));
        ASSIGN_OR_RETURN(const v1::Decision::State state, CountVotes(before, committee));
        after.set_state(state);
        resource::SetStandardTime(after, "close_time", session.now());
        if (state != v1::Decision::ADOPTED) return absl::OkStatus();
        RETURN_IF_ERROR(CheckPromise(session, types, before));
        return before.has_amendment() ? Amend(session, context, call, before) : absl::OkStatus();
      });
}

}  // namespace

void AddDecisions(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&context](Session& session, const rpc::Call& call, const Message* before,
                              Message& after) {
    return OnWrite(session, context, call, static_cast<const v1::Decision*>(before),
                   static_cast<v1::Decision&>(after));
  };
  resource::AddStandardMethods(
      table, context.store, context.cache, context.types.decision, "Decisions",
      resource::MethodSet{.get = true, .list = true, .create = true, .update = true}, hooks);
  table.Unary<v1::VoteOnDecisionRequest, v1::Decision>(
      "VoteOnDecision", [&context](const rpc::Call& call, const auto& request) {
        return Vote(context, call, request);
      });
  table.Unary<v1::CloseDecisionRequest, v1::Decision>(
      "CloseDecision", [&context](const rpc::Call& call, const auto& request) {
        return Close(context, call, request);
      });
}

}  // namespace palier::registry
