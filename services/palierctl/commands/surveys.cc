// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

constexpr char kSurveys[] = "palier.kpi.v1.SurveyService/";

struct Arguments {
  std::string survey, respondent, team, comment, tag, id, at;
  std::vector<std::string> scores, tags;
  bool full = false;
};

// A score with where the truth may lie, or a mean.
std::string ResultOf(const v1::SurveyQuestionResult& result) {
  if (result.has_mean()) return absl::StrFormat("%.2f", result.mean());
  if (!result.has_net_promoter_score()) return "-";
  return absl::StrFormat("%.0f (%.0f..%.0f)", result.net_promoter_score(), result.lower_score(),
                         result.upper_score());
}

Table ResultTable(const Session& session, const v1::SurveyResults& results) {
  Table table{{{session.Say({"unit", "unité"})}, {session.Say({"people", "personnes"}), true}}, {}};
  for (const v1::SurveyUnitResult& unit : results.units()) {
    if (table.columns.size() == 2) {
      for (const v1::SurveyQuestionResult& result : unit.results())
        table.columns.push_back({result.question_id(), true});
    }
    std::vector<std::string> row = {ShortName(unit.unit())};
    row.push_back(unit.hidden() ? session.Say({"hidden", "masqué"})
                                : absl::StrCat(unit.respondent_count()));
    for (const v1::SurveyQuestionResult& result : unit.results()) row.push_back(ResultOf(result));
    table.rows.push_back(row);
  }
  for (auto& row : table.rows) row.resize(table.columns.size());
  return table;
}

void TellMore(const Session& session, const v1::SurveyResults& results, bool full) {
  if (!full && !results.has_publish_time()) {
    session.err << session.Say(
        {"The survey is open: its results will be published when it has "
         "closed.\n",
         "L'enquête est ouverte : ses résultats seront publiés à sa "
         "fermeture.\n"});
  }
  for (const v1::SurveyTagCount& tag : results.tags()) {
    session.out << tag.tag() << ": " << tag.respondent_count() << "\n";
  }
}

absl::Status Results(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string name, session.Name("survey", arguments.survey));
  v1::QuerySurveyResultsRequest published;
  published.set_name(name);
  v1::QueryFullSurveyResultsRequest full;
  full.set_name(name);
  ASSIGN_OR_RETURN(const auto results,
                   arguments.full ? session.connection.Call<v1::SurveyResults>(
                                        absl::StrCat(kSurveys, "QueryFullSurveyResults"), full)
                                  : session.connection.Call<v1::SurveyResults>(
                                        absl::StrCat(kSurveys, "QuerySurveyResults"), published));
  if (session.json()) {
    session.Print(results);
    return absl::OkStatus();
  }
  session.Print(ResultTable(session, results));
  TellMore(session, results, arguments.full);
  return absl::OkStatus();
}

absl::Status AddScore(const std::string& text, v1::SurveyResponse& response) {
  const std::vector<std::string> parts = absl::StrSplit(text, '=');
  int score = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &score)) {
    return Usage({"--score: expected QUESTION=NUMBER, as in recommend=9.",
                  "--score : QUESTION=NOMBRE attendu, comme recommend=9."});
  }
  v1::SurveyAnswer& answer = *response.add_answers();
  answer.set_question_id(parts[0]);
  answer.set_score(score);
  return absl::OkStatus();
}

absl::Status SetTime(const std::string& text, v1::SurveyResponse& response) {
  absl::Time at = absl::Now();
  if (!text.empty() && !absl::ParseTime(absl::RFC3339_full, text, &at, nullptr)) {
    return Usage({"--at: expected a time as in 2026-03-09T08:00:00+01:00.",
                  "--at : une heure est attendue, comme 2026-03-09T08:00:00+01:00."});
  }
  time::SetTime(at, response.mutable_answer_time());
  return absl::OkStatus();
}

absl::Status Answer(Session& session, const Arguments& arguments) {
  v1::SubmitSurveyResponsesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("survey", arguments.survey));
  v1::SurveyResponse& response = *request.add_responses();
  response.set_response_id(arguments.id.empty() ? NewRequestId() : arguments.id);
  response.set_respondent(arguments.respondent);
  if (!arguments.team.empty()) {
    ASSIGN_OR_RETURN(const std::string team, session.Name("team", arguments.team));
    response.set_team(ShortName(team));
  }
  RETURN_IF_ERROR(SetTime(arguments.at, response));
  for (const std::string& score : arguments.scores) RETURN_IF_ERROR(AddScore(score, response));
  response.set_comment(arguments.comment);
  for (const std::string& tag : arguments.tags) response.add_tags(tag);
  ASSIGN_OR_RETURN(const auto taken, session.connection.Call<v1::SubmitSurveyResponsesResponse>(
                                         absl::StrCat(kSurveys, "SubmitSurveyResponses"), request));
  session.Print(Table{{{session.Say({"response", "réponse"})}, {session.Say({"fate", "sort"})}},
                      {{response.response_id(), v1::Fate_Name(taken.fates(0))}}});
  return absl::OkStatus();
}

absl::Status Comments(Session& session, const Arguments& arguments) {
  v1::ListSurveyFeedbackRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("survey", arguments.survey));
  request.set_tag(arguments.tag);
  Table table{{{session.Say({"comment", "commentaire"})}, {session.Say({"tags", "étiquettes"})}},
              {}};
  do {
    ASSIGN_OR_RETURN(const auto page, session.connection.Call<v1::ListSurveyFeedbackResponse>(
                                          absl::StrCat(kSurveys, "ListSurveyFeedback"), request));
    for (const v1::SurveyFeedback& one : page.feedback())
      table.rows.push_back({one.comment(), absl::StrJoin(one.tags(), " ")});
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  session.Print(table);
  return absl::OkStatus();
}

Command& WithSurvey(Command& command, Arguments* arguments) {
  return command.With(
      {"SURVEY", "", {"PROJECT/SURVEY", "PROJET/SONDAGE"}, &arguments->survey, true});
}

void AddAnswer(Command& survey) {
  auto arguments = std::make_shared<Arguments>();
  WithSurvey(survey.Sub("answer",
                        {"Hand in what one person answers", "Remettre ce qu'une personne répond"}),
             arguments.get())
      .With({"--respondent",
             "ID",
             {"Who answers; only a keyed hash of it is kept",
              "Qui répond ; seule une empreinte à clé en est gardée"},
             &arguments->respondent,
             true})
      .With({"--team", "TEAM", {"The person's team", "L'équipe de la personne"}, &arguments->team})
      .With({"--score",
             "QUESTION=NUMBER",
             {"One answer; may be repeated", "Une réponse ; répétable"},
             &arguments->scores})
      .With({"--comment",
             "TEXT",
             {"In the person's own words", "Avec les mots de la personne"},
             &arguments->comment})
      .With({"--tag",
             "TAG",
             {"Of the comment; may be repeated", "Du commentaire ; répétable"},
             &arguments->tags})
      .With({"--at",
             "TIME",
             {"When (default: now)", "Quand (par défaut : maintenant)"},
             &arguments->at})
      .With({"--id",
             "ID",
             {"Identity of the response (default: a new one)",
              "Identité de la réponse (par défaut : une nouvelle)"},
             &arguments->id})
      .Run([arguments](Session& session) { return Answer(session, *arguments); });
}

}  // namespace

void AddSurveys(Command& root) {
  Command& survey =
      root.Sub("survey", {"What people think of a tool", "Ce que l'on pense d'un outil"});
  auto results = std::make_shared<Arguments>();
  WithSurvey(survey.Sub("results", {"What a closed survey says, without small groups",
                                    "Ce que dit une enquête fermée, sans les petits groupes"}),
             results.get())
      .With({"--full",
             "",
             {"Small groups too (needs its own permission)",
              "Petits groupes compris (demande un droit particulier)"},
             &results->full})
      .Run([results](Session& session) { return Results(session, *results); });
  AddAnswer(survey);
  auto comments = std::make_shared<Arguments>();
  WithSurvey(survey.Sub("comments", {"What people wrote", "Ce que l'on a écrit"}), comments.get())
      .With({"--tag",
             "TAG",
             {"Only with this tag", "Seulement avec cette étiquette"},
             &comments->tag})
      .Run([comments](Session& session) { return Comments(session, *comments); });
}

}  // namespace palier::ctl
