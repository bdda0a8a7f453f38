// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/operations/outcome.h"
#include "common/status/macros.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/operation.h"
#include "palierctl/dynamic.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/percent_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;
using google::longrunning::Operation;

struct Arguments {
  std::string target;
  int schedules = 0, seed = 0;
  bool dry_run = false, no_wait = false;
};

// The sizes first: they are what one asks a plan.
Json Contract(const v1::PlanRevision& plan) {
  const Json whole = PlainJson(plan);
  Json sizes = Json::array();
  for (const v1::Wave& wave : plan.waves()) sizes.push_back(wave.headcount());
  Json json = {{"wave_sizes", std::move(sizes)},
               {"headcount", plan.summary().headcount()},
               {"population", plan.summary().population()},
               {"coverage_percent", plan.summary().coverage_permille() / 10.0}};
  for (const auto& [key, value] : whole["summary"].items()) {
    if (!json.contains(key)) json[key] = value;
  }
  json["waves"] = whole["waves"];
  json["warnings"] = whole["warnings"];
  return json;
}

std::string TeamsOf(const v1::Wave& wave) {
  return absl::StrJoin(wave.teams(), " ", [](std::string* out, const v1::WaveTeam& team) {
    absl::StrAppend(out, ShortName(team.team()), "(", team.people(), ")");
  });
}

Table WaveTable(const Session& session, const v1::PlanRevision& plan) {
  Table table{{{session.Say({"wave", "vague"}), true},
               {session.Say({"people", "personnes"}), true},
               {session.Say({"coverage", "couverture"}), true},
               {session.Say({"start", "début"})},
               {session.Say({"end", "fin"})},
               {session.Say({"gate", "décision"})},
               {session.Say({"teams", "équipes"})}},
              {}};
  const auto* wave_type = v1::Wave::descriptor();
  for (const v1::Wave& wave : plan.waves()) {
    const auto day = [&](const char* field) {
      return CellOf(wave, wave_type->FindFieldByName(field));
    };
    table.rows.push_back({absl::StrCat(wave.number()), absl::StrCat(wave.headcount()),
                          PercentText(wave.coverage_permille()), day("start_date"), day("end_date"),
                          day("gate_date"), TeamsOf(wave)});
  }
  return table;
}

void Print(Session& session, const v1::PlanRevision& plan) {
  if (session.json()) return session.Print(Contract(plan));
  session.Print(WaveTable(session, plan));
  if (session.options.format == Format::kCsv) return;
  session.out << plan.summary().headcount() << "/" << plan.summary().population() << " = "
              << PercentText(plan.summary().coverage_permille()) << "\n";
  for (const v1::Explanation& warning : plan.warnings())
    session.out << "! " << warning.text() << "\n";
}

absl::Status Plan(Session& session, const Arguments& arguments) {
  v1::PlanWavesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("rollout", arguments.target));
  request.set_validate_only(arguments.dry_run);
  request.set_schedule_count(arguments.schedules);
  request.set_seed(arguments.seed);
  request.set_request_id(NewRequestId());
  const Interrupt interrupt;
  ASSIGN_OR_RETURN(Operation operation, session.connection.Call<Operation>(
                                            "palier.rollout.v1.RolloutService/PlanWaves", request));
  if (arguments.no_wait) {
    session.Print(Table{{{session.Say({"operation", "opération"})}},
                        {{operation.name().substr(operation.name().find("/rollouts/") + 1)}}});
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(operation, FollowOperation(session, std::move(operation), interrupt,
                                              PlanOperations(session)));
  ASSIGN_OR_RETURN(const auto plan, operations::ResultOf<v1::PlanRevision>(operation));
  Print(session, plan);
  return absl::OkStatus();
}

}  // namespace

void AddRolloutPlan(Command& rollout) {
  auto arguments = std::make_shared<Arguments>();
  rollout.Sub("plan", {"Make the plan of the waves", "Établir le plan des vagues"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &arguments->target, true})
      .With({"--dry-run",
             "",
             {"A preview; nothing is written", "Un aperçu ; rien n'est écrit"},
             &arguments->dry_run})
      .With({"--schedules",
             "N",
             {"Schedules to build in search of a better plan",
              "Plans à construire en cherchant mieux"},
             &arguments->schedules})
      .With({"--seed",
             "N",
             {"Another seed may find another plan", "Une autre graine peut trouver un autre plan"},
             &arguments->seed})
      .With({"--no-wait",
             "",
             {"Only begin it; see `rollout operations`",
              "Seulement la lancer ; voir « rollout operations »"},
             &arguments->no_wait})
      .Footer({"Ctrl-C cancels the search; nothing is then written.",
               "Ctrl-C annule la recherche ; rien n'est alors écrit."})
      .Run([arguments](Session& session) { return Plan(session, *arguments); });
}

}  // namespace palier::ctl
