// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/candidate_service.pb.h"
#include "palier/reporting/v1/proposal_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/missing.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

struct Arguments {
  std::string kind = "scale_up", proposal, reason, result;
  bool dry_run = false;
};

std::string EffortText(const v1::EffortRange& effort) {
  return absl::StrFormat(
      "%.0f / %.0f / %s", effort.low_days(), effort.likely_days(),
      effort.has_high_days() ? absl::StrFormat("%.0f", effort.high_days()) : "?");
}

std::string BenefitText(const v1::Candidate& candidate) {
  std::vector<std::string> texts;
  for (const v1::BenefitRange& benefit : candidate.benefits()) {
    texts.push_back(absl::StrCat(benefit.low().units(), " / ", benefit.likely().units(), " / ",
                                 benefit.high().units(), " ", benefit.high().currency_code()));
  }
  return absl::StrJoin(texts, " + ");
}

absl::Status Candidates(Session& session, const Arguments& arguments) {
  v1::QueryCandidatesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  v1::QueryCandidatesRequest::Kind kind = v1::QueryCandidatesRequest::KIND_UNSPECIFIED;
  if (!v1::QueryCandidatesRequest::Kind_Parse(absl::AsciiStrToUpper(arguments.kind), &kind)) {
    return Usage({"--kind: expected scale_up, replication or quick_win.",
                  "--kind : scale_up, replication ou quick_win attendu."});
  }
  request.set_kind(kind);
  ASSIGN_OR_RETURN(const auto found,
                   session.connection.Call<v1::QueryCandidatesResponse>(
                       "palier.reporting.v1.CandidateService/QueryCandidates", request));
  WarnOfMissing(session, found.unreachable_services());
  if (session.json()) {
    session.Print(PlainJson(found));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"place", "place"}), true},
               {session.Say({"project", "projet"})},
               {session.Say({"days (low / likely / high)", "jours (bas / probable / haut)"})},
               {session.Say({"a year (low / likely / high)", "par an (bas / probable / haut)"})},
               {session.Say({"why", "pourquoi"})}},
              {}};
  for (const v1::Candidate& candidate : found.candidates()) {
    table.rows.push_back({absl::StrCat(candidate.rank()), candidate.display_name(),
                          candidate.has_effort() ? EffortText(candidate.effort()) : "-",
                          BenefitText(candidate), absl::StrJoin(candidate.reasons(), " ")});
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::Status Propose(Session& session, const Arguments& arguments) {
  v1::ProposeNextCycleRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_validate_only(arguments.dry_run);
  ASSIGN_OR_RETURN(const auto made,
                   session.connection.Call<v1::ProposeNextCycleResponse>(
                       "palier.reporting.v1.ProposalService/ProposeNextCycle", request));
  WarnOfMissing(session, made.unreachable_services());
  if (session.json()) {
    session.Print(PlainJson(made));
    return absl::OkStatus();
  }
  Table table{{{"id"},
               {session.Say({"kind", "nature"})},
               {session.Say({"project", "projet"})},
               {session.Say({"state", "état"})},
               {session.Say({"evidence", "preuves"})}},
              {}};
  for (const v1::Proposal& proposal : made.proposals()) {
    std::vector<std::string> evidence;
    for (const v1::ProposalEvidence& each : proposal.evidence())
      evidence.push_back(session.Say({each.english_text(), each.french_text()}));
    table.rows.push_back({ShortName(proposal.name()), v1::Proposal::Kind_Name(proposal.kind()),
                          proposal.display_name(), v1::Proposal::State_Name(proposal.state()),
                          absl::StrJoin(evidence, " ")});
  }
  session.Print(table);
  return absl::OkStatus();
}

template <typename Request>
absl::Status Change(Session& session, Request request, const Arguments& arguments,
                    const char* method) {
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("proposal", arguments.proposal));
  ASSIGN_OR_RETURN(const auto changed,
                   session.connection.Call<v1::Proposal>(
                       absl::StrCat("palier.reporting.v1.ProposalService/", method), request));
  if (session.json()) {
    session.Print(PlainJson(changed));
  } else {
    session.out << ShortName(changed.name()) << " " << v1::Proposal::State_Name(changed.state())
                << "\n";
  }
  return absl::OkStatus();
}

Parameter ProposalName(Arguments* arguments) {
  return {"PROPOSAL", "", {"Proposal", "Proposition"}, &arguments->proposal, true};
}

void AddVerdict(Command& proposal, const std::string& name, const Text& help,
                v1::DecideProposalRequest::Verdict verdict) {
  auto arguments = std::make_shared<Arguments>();
  proposal.Sub(name, help)
      .With(ProposalName(arguments.get()))
      .With({"--reason", "TEXT", {"Why", "Pourquoi"}, &arguments->reason, true})
      .Run([arguments, verdict](Session& session) {
        v1::DecideProposalRequest request;
        request.set_verdict(verdict);
        request.set_reason(arguments->reason);
        return Change(session, request, *arguments, "DecideProposal");
      });
}

}  // namespace

void AddReportCandidates(Command& report) {
  auto arguments = std::make_shared<Arguments>();
  report
      .Sub("candidates", {"Projects to scale up, to take elsewhere, or to begin with",
                          "Projets à déployer, à reprendre ailleurs, ou par lesquels commencer"})
      .With({"--kind",
             "KIND",
             {"scale_up (default), replication or quick_win",
              "scale_up (par défaut), replication ou quick_win"},
             &arguments->kind,
             false,
             {"scale_up", "replication", "quick_win"}})
      .Run([arguments](Session& session) { return Candidates(session, *arguments); });
}

void AddProposals(Command& root) {
  Command& proposal = root.Sub("proposal", {"What the figures say should be done next",
                                            "Ce que les chiffres proposent de faire ensuite"});
  auto propose = std::make_shared<Arguments>();
  proposal
      .Sub("next", {"Write the proposals of the quarter under way",
                    "Écrire les propositions du trimestre en cours"})
      .With({"--dry-run", "", {"Write nothing", "Ne rien écrire"}, &propose->dry_run})
      .Run([propose](Session& session) { return Propose(session, *propose); });
  AddVerdict(proposal, "approve", {"Approve one", "En approuver une"},
             v1::DecideProposalRequest::APPROVE);
  AddVerdict(proposal, "reject", {"Reject one", "En rejeter une"},
             v1::DecideProposalRequest::REJECT);
  auto apply = std::make_shared<Arguments>();
  proposal
      .Sub("apply", {"Say that an approved one was applied", "Dire qu'une approuvée est appliquée"})
      .With(ProposalName(apply.get()))
      .With({"--result", "TEXT", {"What was done", "Ce qui a été fait"}, &apply->result, true})
      .Run([apply](Session& session) {
        v1::ApplyProposalRequest request;
        request.set_result(apply->result);
        return Change(session, request, *apply, "ApplyProposal");
      });
}

}  // namespace palier::ctl
