// SPDX-License-Identifier: Apache-2.0
// What is recorded of people day by day: levels of use, support, learning that is completed.
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/learning_service.pb.h"
#include "palier/rollout/v1/support_service.pb.h"
#include "palier/rollout/v1/use_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/input/date.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

// More hours than a thousand people work in a week.
constexpr double kMaxHours = 16'000;

struct Arguments {
  std::string target, team, level, day = "today", note, reason, needed, given, person;
};

template <typename Resource, typename Request>
absl::Status Record(Session& session, const char* method, Request& request) {
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto recorded, session.connection.Call<Resource>(method, request));
  session.json() ? session.Print(PlainJson(recorded))
                 : session.Print(TableOf(Resource::descriptor(), {&recorded}));
  return absl::OkStatus();
}

absl::Status Level(Session& session, const Arguments& arguments) {
  v1::RecordUseLevelRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", arguments.target));
  ASSIGN_OR_RETURN(*request.mutable_team(), session.Name("team", arguments.team));
  v1::UseLadder::Level level = v1::UseLadder::LEVEL_UNSPECIFIED;
  if (!v1::UseLadder::Level_Parse(absl::AsciiStrToUpper(arguments.level), &level)) {
    return Usage({"--level: expected WRITING_HELP, PROJECT_WORK or TAILORED_TASKS.",
                  "--level : WRITING_HELP, PROJECT_WORK ou TAILORED_TASKS attendu."});
  }
  request.set_level(level);
  ASSIGN_OR_RETURN(*request.mutable_since_date(), ParseDate(arguments.day));
  request.set_note(arguments.note);
  request.set_reason(arguments.reason);
  return Record<v1::UseLadder>(session, "palier.rollout.v1.UseService/RecordUseLevel", request);
}

absl::StatusOr<int> MinutesOf(const char* option, const std::string& hours) {
  double number = 0;
  if (!absl::SimpleAtod(hours, &number) || !(number >= 0 && number <= kMaxHours)) {
    return Usage({absl::StrCat(option, ": expected hours, as 7.5."),
                  absl::StrCat(option, " : nombre d'heures attendu, comme 7.5.")});
  }
  return static_cast<int>(std::lround(number * 60));
}

absl::Status Supported(Session& session, const Arguments& arguments) {
  v1::RecordSupportRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", arguments.target));
  ASSIGN_OR_RETURN(const int needed, MinutesOf("--needed", arguments.needed));
  ASSIGN_OR_RETURN(const int given, MinutesOf("--given", arguments.given));
  request.set_needed_minutes(needed);
  request.set_given_minutes(given);
  request.set_note(arguments.note);
  ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(arguments.day, Today()));
  *request.mutable_monday_date() = ToDate(absl::PrevWeekday(day + 1, absl::Weekday::monday));
  return Record<v1::SupportWeek>(session, "palier.rollout.v1.SupportService/RecordSupport",
                                 request);
}

absl::Status Completed(Session& session, const Arguments& arguments) {
  v1::RecordCompletionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("learningPath", arguments.target));
  ASSIGN_OR_RETURN(*request.mutable_person(), session.Name("person", arguments.person));
  ASSIGN_OR_RETURN(*request.mutable_completed_date(), ParseDate(arguments.day));
  return Record<v1::LearningCompletion>(
      session, "palier.rollout.v1.LearningService/RecordCompletion", request);
}

Parameter Day(const char* flag, Text help, Arguments& arguments) {
  return {flag, "DAY", std::move(help), &arguments.day};
}

void AddLevel(Command& rollout) {
  auto arguments = std::make_shared<Arguments>();
  rollout
      .Sub("level", {"Record how far a team's use of the tool has come",
                     "Consigner où en est l'usage de l'outil dans une équipe"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &arguments->target, true})
      .With({"--team", "TEAM", {"The team", "L'équipe"}, &arguments->team, true})
      .With({"--level",
             "LEVEL",
             {"WRITING_HELP, PROJECT_WORK or TAILORED_TASKS",
              "WRITING_HELP, PROJECT_WORK ou TAILORED_TASKS"},
             &arguments->level,
             true,
             {"WRITING_HELP", "PROJECT_WORK", "TAILORED_TASKS"}})
      .With(Day("--since", {"From which day on; default today", "Depuis quel jour ; aujourd'hui"},
                *arguments))
      .With({"--note",
             "TEXT",
             {"What the team does with it", "Ce que l'équipe en fait"},
             &arguments->note})
      .With({"--reason",
             "TEXT",
             {"Why a level is passed over, or the team comes down",
              "Pourquoi un niveau est sauté, ou l'équipe redescend"},
             &arguments->reason})
      .Run([arguments](Session& session) { return Level(session, *arguments); });
}

void AddSupported(Command& rollout) {
  auto arguments = std::make_shared<Arguments>();
  rollout
      .Sub("supported", {"Record the support of one week, in hours",
                         "Consigner l'accompagnement d'une semaine, en heures"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &arguments->target, true})
      .With(
          {"--needed", "HOURS", {"What was needed", "Ce qu'il fallait"}, &arguments->needed, true})
      .With({"--given", "HOURS", {"What was given", "Ce qui a été donné"}, &arguments->given, true})
      .With(Day("--week",
                {"A day of the week; default today", "Un jour de la semaine ; aujourd'hui"},
                *arguments))
      .With({"--note", "TEXT", {"What it was spent on", "À quoi il a servi"}, &arguments->note})
      .Run([arguments](Session& session) { return Supported(session, *arguments); });
}

void AddCompleted(Command& rollout) {
  auto arguments = std::make_shared<Arguments>();
  rollout
      .Sub("completed", {"Record that somebody completed a learning path",
                         "Consigner que quelqu'un a terminé un parcours"})
      .With({"PATH", "", {"The learning path", "Le parcours"}, &arguments->target, true})
      .With({"--person", "PERSON", {"Who", "Qui"}, &arguments->person, true})
      .With(Day("--on", {"On which day; default today", "Quel jour ; aujourd'hui"}, *arguments))
      .Run([arguments](Session& session) { return Completed(session, *arguments); });
}

}  // namespace

void AddRolloutRecords(Command& rollout) {
  AddLevel(rollout);
  AddSupported(rollout);
  AddCompleted(rollout);
}

}  // namespace palier::ctl
