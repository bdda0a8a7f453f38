// SPDX-License-Identifier: Apache-2.0
// "You said, we did": what people said, and what became of it.
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/feedback_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kFeedback[] = "palier.rollout.v1.FeedbackService/";

struct Arguments {
  std::string target, item, said, answer, state;
  bool waiting = false;
};

std::string StateOf(const Session& session, v1::FeedbackReply::State state) {
  switch (state) {
    case v1::FeedbackReply::OPEN:
      return session.Say({"open", "ouvert"});
    case v1::FeedbackReply::ACCEPTED:
      return session.Say({"accepted", "accepté"});
    case v1::FeedbackReply::REFUSED:
      return session.Say({"refused", "refusé"});
    case v1::FeedbackReply::DONE:
      return session.Say({"done", "fait"});
    default:
      return "";
  }
}

template <typename Item>
std::string DeadlineOf(const Session& session, const Item& item) {
  const std::string day =
      CellOf(item, Item::descriptor()->FindFieldByName("deadline_time")).substr(0, 10);
  return item.overdue() ? absl::StrCat(day, session.Say({" overdue", " dépassé"})) : day;
}

absl::Status Waiting(Session& session, const std::string& rollout) {
  v1::QueryWaitingFeedbackRequest request;
  request.set_parent(rollout);
  ASSIGN_OR_RETURN(const auto answer,
                   session.connection.Call<v1::QueryWaitingFeedbackResponse>(
                       absl::StrCat(kFeedback, "QueryWaitingFeedback"), request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  if (session.options.format != Format::kCsv) {
    // Whole names, to be copied.
    for (const v1::WaitingFeedback& one : answer.feedback()) {
      session.out << one.feedback() << "\n  " << DeadlineOf(session, one) << "  " << one.comment()
                  << "\n";
    }
    return absl::OkStatus();
  }
  Table table{{{session.Say({"item", "retour"})},
               {session.Say({"reply by", "répondre avant"})},
               {session.Say({"comment", "commentaire"})},
               {session.Say({"tags", "étiquettes"})}},
              {}};
  for (const v1::WaitingFeedback& one : answer.feedback()) {
    table.rows.push_back(
        {one.feedback(), DeadlineOf(session, one), one.comment(), absl::StrJoin(one.tags(), " ")});
  }
  session.Print(WithoutEmptyColumns(table));
  return absl::OkStatus();
}

absl::Status Replies(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string rollout, session.Name("rollout", arguments.target));
  if (arguments.waiting) return Waiting(session, rollout);
  v1::QueryFeedbackAnswersRequest request;
  request.set_parent(rollout);
  ASSIGN_OR_RETURN(const auto answer,
                   session.connection.Call<v1::QueryFeedbackAnswersResponse>(
                       absl::StrCat(kFeedback, "QueryFeedbackAnswers"), request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"you said", "vous avez dit"})},
               {session.Say({"state", "état"})},
               {session.Say({"we did", "nous avons fait"})},
               {session.Say({"due", "échéance"})}},
              {}};
  for (const v1::FeedbackReply& one : answer.replies()) {
    table.rows.push_back(
        {one.said(), StateOf(session, one.state()), one.answer(), DeadlineOf(session, one)});
  }
  session.Print(table);
  if (session.options.format != Format::kCsv) session.out << answer.explanation() << "\n";
  return absl::OkStatus();
}

absl::Status Answer(Session& session, const Arguments& arguments) {
  v1::CreateFeedbackAnswerRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", arguments.target));
  request.set_request_id(NewRequestId());
  v1::FeedbackAnswer& answer = *request.mutable_feedback_answer();
  answer.set_feedback(arguments.item);
  answer.set_said(arguments.said);
  answer.set_answer(arguments.answer);
  v1::FeedbackAnswer::State state = v1::FeedbackAnswer::STATE_UNSPECIFIED;
  if (!v1::FeedbackAnswer::State_Parse(absl::AsciiStrToUpper(arguments.state), &state)) {
    return Usage({"--state: expected ACCEPTED, REFUSED or DONE.",
                  "--state : ACCEPTED, REFUSED ou DONE attendu."});
  }
  answer.set_state(state);
  ASSIGN_OR_RETURN(const auto made, session.connection.Call<v1::FeedbackAnswer>(
                                        absl::StrCat(kFeedback, "CreateFeedbackAnswer"), request));
  session.json() ? session.Print(PlainJson(made))
                 : session.Print(TableOf(v1::FeedbackAnswer::descriptor(), {&made}));
  return absl::OkStatus();
}

}  // namespace

void AddRolloutFeedback(Command& rollout) {
  auto replies = std::make_shared<Arguments>();
  rollout
      .Sub("feedback", {"You said, we did: what people said and what became of it",
                        "Vous avez dit, nous avons fait : les retours et leurs suites"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &replies->target, true})
      .With({"--waiting",
             "",
             {"The comments that wait for an answer, in people's own words",
              "Les commentaires qui attendent une réponse, tels qu'ils ont été écrits"},
             &replies->waiting})
      .Run([replies](Session& session) { return Replies(session, *replies); });
  auto answer = std::make_shared<Arguments>();
  rollout.Sub("answer", {"Answer something that people said", "Répondre à un retour"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &answer->target, true})
      .With({"ITEM",
             "",
             {"As `feedback --waiting` names it", "Tel que `feedback --waiting` le nomme"},
             &answer->item,
             true})
      .With({"--state",
             "STATE",
             {"ACCEPTED, REFUSED or DONE", "ACCEPTED, REFUSED ou DONE"},
             &answer->state,
             true,
             {"ACCEPTED", "REFUSED", "DONE"}})
      .With({"--said",
             "TEXT",
             {"What was said, in words that point at nobody",
              "Ce qui a été dit, sans désigner personne"},
             &answer->said,
             true})
      .With({"--answer",
             "TEXT",
             {"What was done, or why it is refused", "Ce qui a été fait, ou pourquoi c'est refusé"},
             &answer->answer})
      .Run([answer](Session& session) { return Answer(session, *answer); });
}

}  // namespace palier::ctl
