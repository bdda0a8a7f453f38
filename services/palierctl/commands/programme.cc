// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/programme_service.pb.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/input/day.h"
#include "palierctl/input/resource_json.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/money_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

struct Arguments {
  std::vector<std::string> rollouts, set;
  std::string file, json, plan;
  int notice_weeks = 0;
};

absl::StatusOr<v1::PlanProgrammeRequest> RequestOf(const Session& session,
                                                   const Arguments& arguments) {
  v1::PlanProgrammeRequest request;
  ASSIGN_OR_RETURN(Json json, Described(arguments.file, arguments.json, arguments.set,
                                        v1::PlanProgrammeRequest::descriptor()));
  RETURN_IF_ERROR(FillMessage(std::move(json), Today(), &request));
  for (const std::string& rollout : arguments.rollouts) request.add_tools()->set_rollout(rollout);
  for (v1::ProgrammeTool& tool : *request.mutable_tools()) {
    ASSIGN_OR_RETURN(*tool.mutable_rollout(), session.Name("rollout", tool.rollout()));
    if (tool.after().empty()) continue;
    ASSIGN_OR_RETURN(*tool.mutable_after(), session.Name("rollout", tool.after()));
  }
  if (!request.programme().empty()) {
    ASSIGN_OR_RETURN(*request.mutable_programme(), session.Name("programme", request.programme()));
  }
  if (request.parent().empty()) {
    ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  }
  return request;
}

Table TableOf(const Session& session, const v1::PlanProgrammeResponse& plan) {
  Table table{{{session.Say({"training", "formation"})},
               {session.Say({"live", "en service"})},
               {session.Say({"support until", "accompagnée jusqu'au"})},
               {session.Say({"roll-out", "déploiement"})},
               {session.Say({"wave", "vague"}), true},
               {session.Say({"team", "équipe"})},
               {session.Say({"people", "personnes"}), true},
               {session.Say({"why not earlier", "pourquoi pas plus tôt"})}},
              {}};
  for (const v1::ProgrammeEntry& entry : plan.entries()) {
    const auto cell = [&](const char* field) {
      return CellOf(entry, v1::ProgrammeEntry::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back({cell("training_date"), cell("go_live_date"), cell("end_date"),
                          ShortName(entry.rollout()), absl::StrCat(entry.wave()),
                          ShortName(entry.team()), absl::StrCat(entry.people()),
                          entry.reason().text()});
  }
  return table;
}

template <typename Plan>
std::string WorthOf(const Session& session, const Plan& plan) {
  if (plan.has_value()) return MoneyText(plan.value());
  return absl::StrCat(plan.user_weeks(), session.Say({" weeks of use", " semaines d'utilisation"}));
}

void PrintSentences(Session& session, const v1::PlanProgrammeResponse& plan) {
  session.out << session.Say({"Worth ", "Valeur : "}) << WorthOf(session, plan);
  if (plan.gap_permille() == 0) {
    session.out << session.Say({"; no plan is worth more.\n", " ; aucun plan ne vaut plus.\n"});
  } else {
    const std::string gap = absl::StrCat(plan.gap_permille() / 10, ".", plan.gap_permille() % 10);
    session.out << session.Say({"; no plan is worth over ", " ; aucun plan ne vaut plus de "})
                << gap << session.Say({" % more.\n", " % de plus.\n"});
  }
  for (const v1::ProgrammeLever& lever : plan.levers()) session.out << "+ " << lever.text() << "\n";
}

absl::Status Plan(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const auto request, RequestOf(session, arguments));
  ASSIGN_OR_RETURN(const auto plan,
                   session.connection.Call<v1::PlanProgrammeResponse>(
                       "palier.rollout.v1.ProgrammeService/PlanProgramme", request));
  if (session.json()) {
    session.Print(PlainJson(plan));
    return absl::OkStatus();
  }
  session.Print(TableOf(session, plan));
  if (session.options.format != Format::kCsv) PrintSentences(session, plan);
  return absl::OkStatus();
}

// A line for each team that moves in either alternative.
Table MovesOf(const Session& session, const v1::ReplanProgrammeResponse& replans) {
  Table table{{{session.Say({"plan", "plan"})},
               {session.Say({"roll-out", "déploiement"})},
               {session.Say({"team", "équipe"})},
               {session.Say({"began", "commençait"})},
               {session.Say({"begins", "commence"})},
               {session.Say({"live", "en service"})},
               {session.Say({"why not earlier", "pourquoi pas plus tôt"})}},
              {}};
  for (const v1::ProgrammeAlternative& alternative : replans.alternatives()) {
    const bool least = alternative.choice() == v1::Replanning::LEAST_CHANGE;
    for (const v1::ProgrammeMove& move : alternative.moves()) {
      const auto day = [&](const char* field) {
        return CellOf(move.after(), v1::ProgrammeEntry::descriptor()->FindFieldByName(field));
      };
      table.rows.push_back(
          {least ? session.Say({"least change", "moindre changement"})
                 : session.Say({"best value", "meilleure valeur"}),
           ShortName(move.after().rollout()), ShortName(move.after().team()),
           CellOf(move, v1::ProgrammeMove::descriptor()->FindFieldByName("previous_start_date")),
           day("start_date"), day("go_live_date"), move.after().reason().text()});
    }
  }
  return table;
}

absl::Status Replan(Session& session, const Arguments& arguments) {
  v1::ReplanProgrammeRequest request;
  ASSIGN_OR_RETURN(*request.mutable_programme(), RequestOf(session, arguments));
  v1::PlanProgrammeResponse plan;
  ASSIGN_OR_RETURN(Json json,
                   Described(arguments.plan, "", {}, v1::PlanProgrammeResponse::descriptor()));
  RETURN_IF_ERROR(FillMessage(std::move(json), Today(), &plan));
  *request.mutable_entries() = plan.entries();
  if (!request.programme().has_start_date() && plan.has_start_date()) {
    *request.mutable_programme()->mutable_start_date() = plan.start_date();
  }
  request.set_notice_weeks(arguments.notice_weeks);
  ASSIGN_OR_RETURN(const auto replans,
                   session.connection.Call<v1::ReplanProgrammeResponse>(
                       "palier.rollout.v1.ReplanService/ReplanProgramme", request));
  if (session.json()) {
    session.Print(PlainJson(replans));
    return absl::OkStatus();
  }
  session.Print(MovesOf(session, replans));
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  session.out << session.Say({"Teams that stay as they are: ", "Équipes qui restent : "})
              << replans.frozen_entry_count() << "\n";
  for (const v1::ProgrammeAlternative& alternative : replans.alternatives()) {
    const bool least = alternative.choice() == v1::Replanning::LEAST_CHANGE;
    session.out << (least ? session.Say({"least change: ", "moindre changement : "})
                          : session.Say({"best value: ", "meilleure valeur : "}))
                << alternative.moves_size() << session.Say({" teams move, ", " équipes bougent, "})
                << WorthOf(session, alternative) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddProgramme(Command& root) {
  auto arguments = std::make_shared<Arguments>();
  Command& programme = root.Sub("programme", {"Several roll-outs together",
                                              "Plusieurs déploiements "
                                              "ensemble"});
  AddProgrammePhases(programme);
  AddProgrammeConflicts(programme);
  programme
      .Sub("plan", {"Plan roll-outs that share teams, IT people and money; nothing is written",
                    "Planifier des déploiements qui partagent équipes, informaticiens et budget ; "
                    "rien n'est "
                    "écrit"})
      .With({"ROLLOUT",
             "",
             {"Roll-outs; more than one is the point",
              "Déploiements ; l'intérêt est d'en nommer plusieurs"},
             &arguments->rollouts})
      .With({"--set",
             "field=value",
             {"A limit, for example it_capacity=4, week_count=78 or programme=ai, whose capacities "
              "hold then; may be repeated",
              "Une limite, par exemple it_capacity=4, week_count=78 ou programme=ia, dont les "
              "capacités valent alors ; peut être répété"},
             &arguments->set})
      .With({"--json", "{...}", {"The request as JSON", "La demande en JSON"}, &arguments->json})
      .With({"-f,--file",
             "FILE",
             {"The request from a JSON file: tools with their preparation, values and costs, the "
              "budget; - is standard input",
              "La demande d'un fichier JSON : outils avec préparation, valeur et coûts, budget ; - "
              "est l'entrée standard"},
             &arguments->file})
      .Footer(
          {"Example: {\"tools\": [{\"rollout\": \"mail\", \"prepareWeeks\": 2, \"itUnits\": 1,\n"
           "  \"valuePerUserWeek\": \"12 EUR\"}, {\"rollout\": \"quotes\", \"after\": \"mail\"}],\n"
           "  \"itCapacity\": 2}",
           "Exemple : {\"tools\": [{\"rollout\": \"mail\", \"prepareWeeks\": 2, \"itUnits\": 1,\n"
           "  \"valuePerUserWeek\": \"12 EUR\"}, {\"rollout\": \"devis\", \"after\": \"mail\"}],\n"
           "  \"itCapacity\": 2}"})
      .Run([arguments](Session& session) { return Plan(session, *arguments); });
  auto again = std::make_shared<Arguments>();
  programme
      .Sub("replan", {"Plan anew what has not begun, from a plan kept as JSON; nothing is written",
                      "Replanifier ce qui n'a pas commencé, d'après un plan gardé en JSON ; rien "
                      "n'est écrit"})
      .With({"PLAN",
             "",
             {"What `programme plan -o json` printed, with its changes agreed on since",
              "Ce que `programme plan -o json` a affiché, avec les changements convenus depuis"},
             &again->plan,
             true})
      .With({"--rollout",
             "ROLLOUT",
             {"A roll-out of the programme; may be repeated",
              "Un déploiement du programme ; peut être répété"},
             &again->rollouts})
      .With({"--notice",
             "WEEKS",
             {"Teams that begin this week or so many weeks from it stay (0)",
              "Les équipes qui commencent cette semaine ou d'ici là restent (0)"},
             &again->notice_weeks})
      .With({"--set",
             "field=value",
             {"A limit, for example it_capacity=4; may be repeated",
              "Une limite, par exemple it_capacity=4 ; peut être répété"},
             &again->set})
      .With({"--json", "{...}", {"The request as JSON", "La demande en JSON"}, &again->json})
      .With({"-f,--file",
             "FILE",
             {"What `programme plan` was asked, from a JSON file, as things are now",
              "Ce que l'on a demandé à `programme plan`, d'un fichier JSON, à jour"},
             &again->file})
      .Run([again](Session& session) { return Replan(session, *again); });
}

}  // namespace palier::ctl
