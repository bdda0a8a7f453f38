// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/programme_service.pb.h"
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
  std::string file, json;
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

void PrintSentences(Session& session, const v1::PlanProgrammeResponse& plan) {
  const std::string worth =
      plan.has_value() ? MoneyText(plan.value())
                       : absl::StrCat(plan.user_weeks(),
                                      session.Say({" weeks of use", " semaines d'utilisation"}));
  session.out << session.Say({"Worth ", "Valeur : "}) << worth;
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

}  // namespace

void AddProgramme(Command& root) {
  auto arguments = std::make_shared<Arguments>();
  Command& programme = root.Sub("programme", {"Several roll-outs together",
                                              "Plusieurs déploiements "
                                              "ensemble"});
  AddProgrammePhases(programme);
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
             {"A limit, for example it_capacity=4 or week_count=78; may be repeated",
              "Une limite, par exemple it_capacity=4 ou week_count=78 ; peut être répété"},
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
}

}  // namespace palier::ctl
