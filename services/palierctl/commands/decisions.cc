// SPDX-License-Identifier: Apache-2.0
// What the rules make of a project, and what people decide on it.
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = registry::v1;

struct Arguments {
  std::string name, choice, comment;
};

void AddGroups(const google::protobuf::RepeatedPtrField<v1::RuleGroup>& groups,
               const std::string& kind, Table& to) {
  for (const v1::RuleGroup& group : groups) {
    to.rows.push_back({kind, group.group(), v1::RuleResult::Verdict_Name(group.verdict()),
                       absl::StrCat(static_cast<int>(group.score_percent()), " %"),
                       absl::StrJoin(group.unmet(), " ")});
  }
}

Table GroupTable(const Session& session, const v1::Assessment& assessment) {
  Table table{{{session.Say({"view", "vue"})},
               {session.Say({"group", "groupe"})},
               {"verdict"},
               {session.Say({"met", "atteint"})},
               {session.Say({"unmet", "non atteint"})}},
              {}};
  AddGroups(assessment.pillars(), session.Say({"readiness", "maturité"}), table);
  AddGroups(assessment.causes(), session.Say({"diagnostic", "diagnostic"}), table);
  AddGroups(assessment.axes(), session.Say({"gap", "écart"}), table);
  AddGroups(assessment.lacks(), session.Say({"lack", "manque"}), table);
  AddGroups(assessment.outcomes(), session.Say({"outcome", "résultat"}), table);
  return table;
}

absl::Status Assess(Session& session, const Arguments& arguments) {
  v1::AssessProjectRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("project", arguments.name));
  ASSIGN_OR_RETURN(const auto assessment,
                   session.connection.Call<v1::Assessment>(
                       "palier.registry.v1.AssessmentService/AssessProject", request));
  if (session.json()) {
    session.Print(assessment);
    return absl::OkStatus();
  }
  if (session.options.format == Format::kTable && assessment.has_blocking()) {
    const v1::Blocking& blocking = assessment.blocking();
    session.out << session.Say({"Held by: ", "Retenu par : "}) << blocking.rule() << " ("
                << blocking.cause() << ") " << blocking.explanation() << "\n"
                << session.Say({"Next: ", "Ensuite : "}) << blocking.next_action()
                << (blocking.owner().empty() ? ""
                                             : absl::StrCat(" (", ShortName(blocking.owner()), ")"))
                << "\n";
  }
  session.Print(GroupTable(session, assessment));
  return absl::OkStatus();
}

absl::Status PrintDecision(const Session& session, const v1::Decision& decision) {
  if (session.json()) {
    session.Print(decision);
    return absl::OkStatus();
  }
  session.Print(Table{{{session.Say({"decision", "décision"})},
                       {session.Say({"state", "état"})},
                       {session.Say({"votes", "votes"})}},
                      {{ShortName(decision.name()), v1::Decision::State_Name(decision.state()),
                        absl::StrCat(decision.votes_size())}}});
  return absl::OkStatus();
}

absl::StatusOr<v1::Decision> Read(Session& session, const std::string& name) {
  v1::GetDecisionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("decision", name));
  return session.connection.Call<v1::Decision>("palier.registry.v1.PromiseService/GetDecision",
                                               request);
}

// Votes on what the decision says now: the hash that was just read.
absl::Status Vote(Session& session, const Arguments& arguments) {
  v1::VoteOnDecisionRequest request;
  v1::Vote::Choice choice = v1::Vote::CHOICE_UNSPECIFIED;
  if (!v1::Vote::Choice_Parse(absl::AsciiStrToUpper(arguments.choice), &choice))
    return Usage({"Vote for, against or abstain.", "Votez for, against ou abstain."});
  ASSIGN_OR_RETURN(const v1::Decision decision, Read(session, arguments.name));
  request.set_name(decision.name());
  request.set_choice(choice);
  request.set_comment(arguments.comment);
  request.set_content_hash(decision.content_hash());
  ASSIGN_OR_RETURN(const auto voted,
                   session.connection.Call<v1::Decision>(
                       "palier.registry.v1.PromiseService/VoteOnDecision", request));
  return PrintDecision(session, voted);
}

absl::Status Close(Session& session, const Arguments& arguments) {
  v1::CloseDecisionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("decision", arguments.name));
  ASSIGN_OR_RETURN(const auto closed,
                   session.connection.Call<v1::Decision>(
                       "palier.registry.v1.PromiseService/CloseDecision", request));
  return PrintDecision(session, closed);
}

absl::Status Approve(Session& session, const Arguments& arguments) {
  v1::GetBusinessCaseRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), session.Name("businessCase", arguments.name));
  ASSIGN_OR_RETURN(const auto found, session.connection.Call<v1::BusinessCase>(
                                         "palier.registry.v1.PromiseService/GetBusinessCase", get));
  v1::ApproveBusinessCaseRequest request;
  request.set_name(found.name());
  request.set_content_hash(found.content_hash());
  ASSIGN_OR_RETURN(const auto approved,
                   session.connection.Call<v1::BusinessCase>(
                       "palier.registry.v1.PromiseService/ApproveBusinessCase", request));
  if (session.json()) {
    session.Print(approved);
    return absl::OkStatus();
  }
  session.Print(
      Table{{{session.Say({"case", "dossier"})}, {session.Say({"state", "état"})}},
            {{ShortName(approved.name()), v1::BusinessCase::State_Name(approved.state())}}});
  return absl::OkStatus();
}

}  // namespace

void AddDecisions(Command& root) {
  auto assess = std::make_shared<Arguments>();
  root.Sub("assess", {"Say what holds a project, and how ready it is",
                      "Dire ce qui retient un projet, et sa maturité"})
      .With({"PROJECT", "", {"The project", "Le projet"}, &assess->name, true})
      .Run([assess](Session& session) { return Assess(session, *assess); });
  auto vote = std::make_shared<Arguments>();
  root.Sub("vote", {"Vote on a decision, as a member of its committee",
                    "Voter une décision, comme membre de son comité"})
      .With({"DECISION", "", {"The decision", "La décision"}, &vote->name, true})
      .With({"CHOICE",
             "",
             {"for, against or abstain", "for, against ou abstain"},
             &vote->choice,
             true,
             {"for", "against", "abstain"}})
      .With({"--comment", "TEXT", {"Why", "Pourquoi"}, &vote->comment})
      .Run([vote](Session& session) { return Vote(session, *vote); });
  auto close = std::make_shared<Arguments>();
  root.Sub("close-decision", {"Count the votes on a decision", "Compter les votes d'une décision"})
      .With({"DECISION", "", {"The decision", "La décision"}, &close->name, true})
      .Run([close](Session& session) { return Close(session, *close); });
  auto approve = std::make_shared<Arguments>();
  root.Sub("approve-case", {"Approve a business case as it is now",
                            "Approuver un dossier économique tel qu'il est"})
      .With({"CASE", "", {"The business case", "Le dossier économique"}, &approve->name, true})
      .Run([approve](Session& session) { return Approve(session, *approve); });
}

}  // namespace palier::ctl
