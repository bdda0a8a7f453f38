// SPDX-License-Identifier: Apache-2.0
// Learning, training load, and the support that roll-outs get.
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/learning_service.pb.h"
#include "palier/rollout/v1/support_service.pb.h"
#include "palier/rollout/v1/training_service.pb.h"
#include "palier/rollout/v1/use_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr int kMaxWeeks = 53;

struct Arguments {
  std::string target, team, session, attended, champion, weeks;
  bool champions = false;
};

template <typename Message>
std::string Cell(const Message& message, const char* field) {
  return CellOf(message, Message::descriptor()->FindFieldByName(field));
}

bool IsProse(const Session& session) {
  return !session.json() && session.options.format != Format::kCsv;
}

absl::Status Learning(Session& session, const Arguments& arguments) {
  v1::QueryLearningRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", arguments.target));
  ASSIGN_OR_RETURN(const auto answer,
                   session.connection.Call<v1::QueryLearningResponse>(
                       "palier.rollout.v1.LearningService/QueryLearning", request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"assignment", "affectation"})},
               {session.Say({"path", "parcours"})},
               {session.Say({"profile", "profil"})},
               {session.Say({"in teams", "en équipe"}), true},
               {session.Say({"by name", "nommément"}), true},
               {session.Say({"completed", "terminé"}), true},
               {session.Say({"due", "échéance"})},
               {""}},
              {}};
  for (const v1::LearningProgress& one : answer.assignments()) {
    table.rows.push_back({one.display_name(), ShortName(one.learning_path()), Cell(one, "profile"),
                          absl::StrCat(one.team_people_count()), absl::StrCat(one.named_count()),
                          one.withheld() ? session.Say({"withheld", "non montré"})
                                         : absl::StrCat(one.completed_count()),
                          Cell(one, "due_date"),
                          one.overdue() ? session.Say({"overdue", "en retard"}) : ""});
  }
  session.Print(WithoutEmptyColumns(table));
  if (IsProse(session)) session.out << answer.explanation() << "\n";
  return absl::OkStatus();
}

// One cell of the heat map: how many, and how full.
template <typename Week>
std::string HeatOf(int count, const Week& week) {
  if (!week.has_saturation_permille()) return absl::StrCat(count);
  const int permille = week.saturation_permille();
  return absl::StrFormat("%d (%d %%)%s", count, (permille + 5) / 10, permille > 1000 ? " !" : "");
}

// Rows by name, columns by Monday.
class HeatMap {
 public:
  void Add(const std::string& name, const std::string& monday, std::string cell) {
    mondays_.insert(monday);
    rows_[ShortName(name)][monday] = std::move(cell);
  }
  Table ToTable(const std::string& title) const {
    Table table{{{title}}, {}};
    for (const std::string& monday : mondays_) table.columns.push_back({monday, true});
    for (const auto& [name, cells] : rows_) {
      std::vector<std::string>& row = table.rows.emplace_back();
      row.push_back(name);
      for (const std::string& monday : mondays_) {
        const auto cell = cells.find(monday);
        row.push_back(cell == cells.end() ? "" : cell->second);
      }
    }
    return table;
  }

 private:
  std::set<std::string> mondays_;
  std::map<std::string, std::map<std::string, std::string>> rows_;
};

absl::Status Load(Session& session, const Arguments& arguments) {
  v1::QueryTrainingLoadRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  int weeks = 0;
  if (!arguments.weeks.empty() &&
      (!absl::SimpleAtoi(arguments.weeks, &weeks) || weeks < 1 || weeks > kMaxWeeks)) {
    return Usage({"--weeks: expected 1 to 53.", "--weeks : de 1 à 53 attendu."});
  }
  request.set_week_count(weeks);
  ASSIGN_OR_RETURN(const auto load,
                   session.connection.Call<v1::QueryTrainingLoadResponse>(
                       "palier.rollout.v1.TrainingService/QueryTrainingLoad", request));
  if (session.json()) {
    session.Print(PlainJson(load));
    return absl::OkStatus();
  }
  HeatMap map;
  if (arguments.champions) {
    for (const v1::ChampionWeekLoad& week : load.champions()) {
      map.Add(week.champion(), Cell(week, "monday_date"), HeatOf(week.session_count(), week));
    }
    session.Print(map.ToTable(session.Say({"sessions of", "sessions de"})));
  } else {
    for (const v1::TeamWeekLoad& week : load.teams()) {
      map.Add(week.team(), Cell(week, "monday_date"), HeatOf(week.people_count(), week));
    }
    session.Print(map.ToTable(session.Say({"people in training", "personnes en formation"})));
  }
  return absl::OkStatus();
}

absl::Status Attend(Session& session, const Arguments& arguments) {
  v1::RecordAttendanceRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("wave", arguments.target));
  ASSIGN_OR_RETURN(*request.mutable_team(), session.Name("team", arguments.team));
  if (!arguments.champion.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_champion(), session.Name("champion", arguments.champion));
  }
  int number = 0, attended = 0;
  if (!absl::SimpleAtoi(arguments.session, &number) ||
      !absl::SimpleAtoi(arguments.attended, &attended)) {
    return Usage({"--session and --attended: expected numbers.",
                  "--session et --attended : nombres attendus."});
  }
  request.set_session_number(number);
  request.set_attended_count(attended);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto recorded,
                   session.connection.Call<v1::SessionAttendance>(
                       "palier.rollout.v1.TrainingService/RecordAttendance", request));
  session.json() ? session.Print(PlainJson(recorded))
                 : session.Print(TableOf(v1::SessionAttendance::descriptor(), {&recorded}));
  return absl::OkStatus();
}

std::string Hours(int minutes) {
  return absl::StrFormat("%d h %02d", minutes / 60, minutes % 60);
}

absl::Status Support(Session& session) {
  v1::QuerySupportRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto answer,
                   session.connection.Call<v1::QuerySupportResponse>(
                       "palier.rollout.v1.SupportService/QuerySupport", request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"roll-out", "déploiement"})},
               {session.Say({"people", "personnes"}), true},
               {session.Say({"needed", "nécessaire"}), true},
               {session.Say({"given", "donné"}), true},
               {session.Say({"missing", "manquant"}), true}},
              {}};
  for (const v1::RolloutSupport& one : answer.rollouts()) {
    table.rows.push_back({ShortName(one.rollout()), absl::StrCat(one.headcount()),
                          Hours(one.needed_minutes()), Hours(one.given_minutes()),
                          Hours(one.missing_minutes())});
  }
  session.Print(table);
  if (!IsProse(session)) return absl::OkStatus();
  for (const v1::RolloutSupport& one : answer.rollouts()) {
    for (const v1::Explanation& warning : one.warnings()) {
      session.out << "! " << ShortName(one.rollout()) << session.Say({": ", " : "})
                  << warning.text() << "\n";
    }
  }
  return absl::OkStatus();
}

absl::Status UseCases(Session& session, const Arguments& arguments) {
  v1::QueryUseCasesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", arguments.target));
  ASSIGN_OR_RETURN(const auto answer, session.connection.Call<v1::QueryUseCasesResponse>(
                                          "palier.rollout.v1.UseService/QueryUseCases", request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"use case", "cas d'usage"})},
               {session.Say({"shown", "montré"}), true},
               {session.Say({"to", "à"}), true},
               {session.Say({"last", "dernière fois"})},
               {session.Say({"ask", "demander à"})}},
              {}};
  for (const v1::UseCase& one : answer.use_cases()) {
    std::string champions;
    for (const std::string& champion : one.champions()) {
      absl::StrAppend(&champions, champions.empty() ? "" : " ", ShortName(champion));
    }
    table.rows.push_back({one.use_case(), absl::StrCat(one.demonstration_count()),
                          absl::StrCat(one.attendee_count()), Cell(one, "last_date"), champions});
  }
  session.Print(table);
  return absl::OkStatus();
}

void AddLoad(Command& rollout) {
  auto load = std::make_shared<Arguments>();
  rollout
      .Sub("load",
           {"How full each week of training is, team by team, over all roll-outs",
            "La charge de formation par équipe et par semaine, tous déploiements confondus"})
      .With({"--champions",
             "",
             {"By champion instead: a person is counted once",
              "Par référent plutôt : une personne compte une fois"},
             &load->champions})
      .With({"--weeks",
             "N",
             {"Weeks from this one on, 1 to 53; default 12",
              "Semaines à partir de celle-ci, de 1 à 53 ; 12 par défaut"},
             &load->weeks})
      .Run([load](Session& session) { return Load(session, *load); });
}

void AddAttend(Command& rollout) {
  auto attend = std::make_shared<Arguments>();
  rollout
      .Sub("attend", {"Record how many came to a training session",
                      "Consigner combien de personnes sont venues à une session"})
      .With({"WAVE", "", {"ROLLOUT/wave-1", "DÉPLOIEMENT/wave-1"}, &attend->target, true})
      .With({"--team", "TEAM", {"The team", "L'équipe"}, &attend->team, true})
      .With({"--session",
             "N",
             {"Which of the team's sessions, from 1", "Laquelle des sessions de l'équipe, dès 1"},
             &attend->session,
             true})
      .With({"--attended", "N", {"How many came", "Combien sont venus"}, &attend->attended, true})
      .With({"--champion",
             "CHAMPION",
             {"Who held it; default: as planned", "Qui l'a tenue ; par défaut : comme prévu"},
             &attend->champion})
      .Run([attend](Session& session) { return Attend(session, *attend); });
}

}  // namespace

void AddRolloutTraining(Command& rollout) {
  auto learning = std::make_shared<Arguments>();
  rollout
      .Sub("learning", {"How far the learning of a roll-out is",
                        "Où en sont les parcours de formation d'un déploiement"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &learning->target, true})
      .Run([learning](Session& session) { return Learning(session, *learning); });
  AddLoad(rollout);
  AddAttend(rollout);
  rollout
      .Sub("support", {"Support needed and given, by roll-out under way",
                       "L'accompagnement nécessaire et donné, par déploiement en cours"})
      .Run([](Session& session) { return Support(session); });
  auto cases = std::make_shared<Arguments>();
  rollout
      .Sub("use-cases", {"The library of use cases: what was shown, and whom to ask",
                         "La bibliothèque de cas d'usage : ce qui a été montré, à qui demander"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &cases->target, true})
      .Run([cases](Session& session) { return UseCases(session, *cases); });
}

}  // namespace palier::ctl
