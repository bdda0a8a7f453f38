// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/digest/sha256.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/proposal_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/api/ranking.h"
#include "reporting/domain/report_period.h"
#include "reporting/proposals/propose.h"

namespace palier::reporting {
namespace {

using resource::Session;
using v1::Proposal;

constexpr size_t kDigits = 12;

std::string NameFor(const std::string& organization, const std::string& cycle,
                    const ProposalDraft& draft) {
  const std::string kind = absl::AsciiStrToLower(Proposal::Kind_Name(static_cast<int>(draft.kind)));
  std::string id = absl::StrCat("q", absl::AsciiStrToLower(cycle), "-", kind, "-",
                                digest::Sha256Hex(draft.project).substr(0, kDigits));
  for (char& c : id)
    if (c == '_') c = '-';
  return absl::StrCat(organization, "/proposals/", id);
}

Proposal ToProposal(const std::string& organization, const std::string& cycle,
                    const std::string& proposer, const ProposalDraft& draft) {
  Proposal proposal;
  proposal.set_name(NameFor(organization, cycle, draft));
  proposal.set_cycle(cycle);
  proposal.set_kind(static_cast<Proposal::Kind>(draft.kind));
  proposal.set_state(Proposal::PROPOSED);
  proposal.set_project(draft.project);
  proposal.set_display_name(draft.display_name);
  for (const std::string& target : draft.targets) proposal.add_target_departments(target);
  for (const ProposalDraft::Evidence& evidence : draft.evidence) {
    v1::ProposalEvidence& to = *proposal.add_evidence();
    if (!evidence.figure.empty())
      to.set_figure(absl::StrCat(organization, "/figures/", evidence.figure));
    to.set_english_text(evidence.text.en);
    to.set_french_text(evidence.text.fr);
  }
  proposal.set_proposer(proposer);
  return proposal;
}

absl::StatusOr<v1::ProposeNextCycleResponse> ProposeNextCycle(
    const Context& context, const rpc::Call& call, const v1::ProposeNextCycleRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.parent()).status());
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  ASSIGN_OR_RETURN(const auto ranking, ReadRanking(context, call));
  const std::string cycle = PeriodOf(Cadence::kQuarterly, book->model()->assessed_day).label;
  const std::vector<ProposalDraft> drafts = Propose(*book, ranking);
  v1::ProposeNextCycleResponse response;
  // Written once whatever the request id: the name says quarter, kind and project.
  const auto write = [&](Session& session) -> absl::Status {
    response.Clear();
    response.set_cycle(cycle);
    for (const ProposalDraft& draft : drafts) {
      Proposal proposal = ToProposal(request.parent(), cycle, call.caller.subject(), draft);
      Proposal there;
      ASSIGN_OR_RETURN(const bool is_there,
                       session.Find(context.types.proposal, proposal.name(), &there));
      if (!is_there && !request.validate_only()) {
        RETURN_IF_ERROR(session.Insert(context.types.proposal, proposal));
      }
      response.set_new_count(response.new_count() + (is_there ? 0 : 1));
      if (!is_there) *response.add_proposals() = proposal;
    }
    RETURN_IF_ERROR(session.ForEach(
        context.types.proposal, call.organization, request.parent(),
        [&](absl::string_view bytes) -> absl::Status {
          Proposal each;
          if (!each.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
            return absl::DataLossError("an unreadable proposal");
          const bool is_new =
              std::any_of(response.proposals().begin(), response.proposals().end(),
                          [&](const Proposal& other) { return other.name() == each.name(); });
          if (each.cycle() == cycle && !is_new) *response.add_proposals() = std::move(each);
          return absl::OkStatus();
        }));
    std::sort(response.mutable_proposals()->begin(), response.mutable_proposals()->end(),
              [](const auto& a, const auto& b) { return a.name() < b.name(); });
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(request.validate_only()
                      ? context.store.Read(call.deadline, write)
                      : context.store.Write(call.deadline, resource::Actor::Of(call), write));
  if (!book->model()->kpi.answers) response.add_unreachable_services("kpi");
  return response;
}

absl::Status NotNow(const Proposal& proposal, Proposal::State to) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is {from} and cannot become {to}.",
                        "{resource} est {from} et ne peut pas devenir {to}."})
      .With("resource", proposal.name())
      .With("from", Proposal::State_Name(proposal.state()))
      .With("to", Proposal::State_Name(to));
}

// A person, who did not ask for it.
absl::Status CheckDecider(const rpc::Call& call, const Proposal& proposal) {
  if (!absl::StartsWith(call.caller.subject(), "users/")) {
    return status::Error(
               absl::StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED,
               {"Only a person decides on {resource}.", "Seule une personne décide de {resource}."})
        .With("resource", proposal.name());
  }
  if (call.caller.subject() == proposal.proposer()) {
    return status::Error(absl::StatusCode::kPermissionDenied, error::v1::SELF_APPROVAL,
                         {"You asked for {resource}; somebody else decides on it.",
                          "Vous avez demandé {resource} ; quelqu'un d'autre en décide."})
        .With("resource", proposal.name());
  }
  return absl::OkStatus();
}

absl::StatusOr<Proposal> Decide(const Context& context, const rpc::Call& call,
                                const v1::DecideProposalRequest& request) {
  const Proposal::State to = request.verdict() == v1::DecideProposalRequest::APPROVE
                                 ? Proposal::APPROVED
                                 : Proposal::REJECTED;
  return resource::ChangeOne<Proposal>(
      context.store, call, context.types.proposal, request,
      [&](Session& session, const Proposal& before, Proposal& after) -> absl::Status {
        RETURN_IF_ERROR(CheckDecider(call, before));
        if (before.state() != Proposal::PROPOSED) return NotNow(before, to);
        after.set_state(to);
        after.set_decider(call.caller.subject());
        after.set_decide_reason(request.reason());
        resource::SetStandardTime(after, "decide_time", session.now());
        return absl::OkStatus();
      });
}

absl::StatusOr<Proposal> Apply(const Context& context, const rpc::Call& call,
                               const v1::ApplyProposalRequest& request) {
  return resource::ChangeOne<Proposal>(
      context.store, call, context.types.proposal, request,
      [&](Session& session, const Proposal& before, Proposal& after) -> absl::Status {
        if (before.state() != Proposal::APPROVED) return NotNow(before, Proposal::APPLIED);
        after.set_state(Proposal::APPLIED);
        after.set_applier(call.caller.subject());
        after.set_result(request.result());
        resource::SetStandardTime(after, "apply_time", session.now());
        return absl::OkStatus();
      });
}

}  // namespace

void AddProposals(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::ProposeNextCycleRequest, v1::ProposeNextCycleResponse>(
      "ProposeNextCycle", [&context](const rpc::Call& call, const auto& request) {
        return ProposeNextCycle(context, call, request);
      });
  resource::AddStandardMethods(table, context.store, context.cache, context.types.proposal,
                               "Proposals", {.get = true, .list = true});
  table.Unary<v1::DecideProposalRequest, Proposal>(
      "DecideProposal", [&context](const rpc::Call& call, const auto& request) {
        return Decide(context, call, request);
      });
  table.Unary<v1::ApplyProposalRequest, Proposal>(
      "ApplyProposal", [&context](const rpc::Call& call, const auto& request) {
        return Apply(context, call, request);
      });
}

}  // namespace palier::reporting
