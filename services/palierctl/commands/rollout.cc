// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/percent_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kService[] = "palier.rollout.v1.RolloutService/";

struct Arguments {
  std::string target, reason, decision, waiver, evidence_waiver, notes;
  bool dry_run = false;
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

absl::Status Plan(Session& session, const Arguments& arguments) {
  v1::PlanWavesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("rollout", arguments.target));
  request.set_validate_only(arguments.dry_run);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto plan, session.connection.Call<v1::PlanRevision>(
                                        absl::StrCat(kService, "PlanWaves"), request));
  if (session.json()) {
    session.Print(Contract(plan));
    return absl::OkStatus();
  }
  session.Print(WaveTable(session, plan));
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  session.out << plan.summary().headcount() << "/" << plan.summary().population() << " = "
              << PercentText(plan.summary().coverage_permille()) << "\n";
  for (const v1::Explanation& warning : plan.warnings())
    session.out << "! " << warning.text() << "\n";
  return absl::OkStatus();
}

absl::StatusOr<v1::Wave::GateDecision> ParseDecision(const std::string& text) {
  v1::Wave::GateDecision decision = v1::Wave::GATE_DECISION_UNSPECIFIED;
  if (v1::Wave::GateDecision_Parse(absl::AsciiStrToUpper(text), &decision)) return decision;
  return Usage({"--decision: expected CONTINUE, ADJUST, PAUSE or STOP.",
                "--decision : CONTINUE, ADJUST, PAUSE ou STOP attendu."});
}

// The methods of a wave differ in a few fields only; those a request lacks are not asked for by its
// command.
absl::Status Act(Session& session, const Arguments& arguments, const std::string& kind,
                 const std::string& method) {
  const auto* descriptor = session.catalogue.Method(method);
  if (descriptor == nullptr)
    return Usage({absl::StrCat("no method ", method), absl::StrCat("pas de méthode ", method)});
  const auto request = NewMessage(descriptor->input_type());
  ASSIGN_OR_RETURN(const std::string name, session.Name(kind, arguments.target));
  SetText(*request, "name", name);
  SetText(*request, "reason", arguments.reason);
  SetText(*request, "notes", arguments.notes);
  SetText(*request, "evidence_waiver", arguments.evidence_waiver);
  SetText(*request, "request_id", NewRequestId());
  SetFlag(*request, "validate_only", arguments.dry_run);
  if (!arguments.waiver.empty()) {
    SetFlag(*request, "waive_check_ins", true);
    SetText(*request, "waiver_reason", arguments.waiver);
  }
  if (const auto* field = descriptor->input_type()->FindFieldByName("gate_decision")) {
    ASSIGN_OR_RETURN(const v1::Wave::GateDecision decision, ParseDecision(arguments.decision));
    request->GetReflection()->SetEnumValue(request.get(), field, decision);
  }
  const auto answer = NewMessage(descriptor->output_type());
  RETURN_IF_ERROR(session.connection.Call(MethodPath(*descriptor), *request, answer.get()));
  session.json() ? session.Print(*answer)
                 : session.Print(TableOf(answer->GetDescriptor(), {answer.get()}));
  return absl::OkStatus();
}

struct Verb {
  const char* name;
  const char* method;
  Text help;
  bool reason;
  bool decision;
  bool waiver;
};

const std::vector<Verb>& WaveVerbs() {
  static const auto* verbs = new std::vector<Verb>{
      {"start",
       "StartWave",
       {"Start a planned wave", "Démarrer une vague prévue"},
       false,
       false,
       false},
      {"pause", "PauseWave", {"Pause an active wave", "Suspendre une vague"}, true, false, false},
      {"resume",
       "ResumeWave",
       {"Resume a paused wave", "Reprendre une vague suspendue"},
       true,
       false,
       false},
      {"complete",
       "CompleteWave",
       {"Complete a wave and decide its gate", "Clore une vague et décider de la suite"},
       true,
       true,
       true},
      {"decide",
       "DecideGate",
       {"Decide the gate of a completed wave anew", "Décider à nouveau après une vague close"},
       true,
       true,
       false},
      {"stop",
       "StopWave",
       {"Stop a wave for good", "Arrêter une vague définitivement"},
       true,
       false,
       false}};
  return *verbs;
}

void AddVerb(Command& rollout, const Verb& verb) {
  auto arguments = std::make_shared<Arguments>();
  Command& command = rollout.Sub(verb.name, verb.help);
  command.With({"WAVE", "", {"ROLLOUT/wave-1", "DÉPLOIEMENT/wave-1"}, &arguments->target, true});
  if (verb.reason) {
    command.With({"--reason", "TEXT", {"Why", "Pourquoi"}, &arguments->reason, verb.decision});
  }
  if (verb.decision) {
    command.With({"--decision",
                  "DECISION",
                  {"CONTINUE, ADJUST, PAUSE or STOP", "CONTINUE, ADJUST, PAUSE ou STOP"},
                  &arguments->decision,
                  true,
                  {"CONTINUE", "ADJUST", "PAUSE", "STOP"}});
    command.With({"--without-figures",
                  "REASON",
                  {"Go on without enough figures where nobody chose criteria, and why",
                   "Continuer sans assez de chiffres là où personne n'a choisi de critères, et "
                   "pourquoi"},
                  &arguments->evidence_waiver});
  }
  if (verb.waiver) {
    command.With({"--waive-check-ins",
                  "REASON",
                  {"Accept check-ins that were not held, and why",
                   "Accepter les points non tenus, et pourquoi"},
                  &arguments->waiver});
  }
  command.With({"--dry-run",
                "",
                {"Check, write nothing", "Vérifier sans rien écrire"},
                &arguments->dry_run});
  command.Run([arguments, method = verb.method](Session& session) {
    return Act(session, *arguments, "wave", method);
  });
}

}  // namespace

void AddRollout(Command& root) {
  Command& rollout =
      root.Sub("rollout", {"Bring a tool to its teams, in waves", "Déployer un outil, par vagues"});
  auto plan = std::make_shared<Arguments>();
  rollout.Sub("plan", {"Make the plan of the waves", "Établir le plan des vagues"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &plan->target, true})
      .With({"--dry-run",
             "",
             {"A preview; nothing is written", "Un aperçu ; rien n'est écrit"},
             &plan->dry_run})
      .Run([plan](Session& session) { return Plan(session, *plan); });
  for (const Verb& verb : WaveVerbs()) AddVerb(rollout, verb);
  AddRolloutAccess(rollout);
  AddRolloutGate(rollout);
  AddRolloutRisk(rollout);
  AddRolloutAgenda(rollout);
  AddRolloutReviews(rollout);
  AddRolloutPeople(rollout);
  AddRolloutFeedback(rollout);
  AddRolloutTemplates(rollout);
  AddRolloutTraining(rollout);
  AddRolloutRecords(rollout);
  AddRolloutReplan(rollout);
  auto check_in = std::make_shared<Arguments>();
  rollout
      .Sub("check-in",
           {"Record that a check-in was held", "Consigner qu'un point hebdomadaire a eu lieu"})
      .With({"CHECK_IN",
             "",
             {"ROLLOUT/wave-1/CHECK_IN", "DÉPLOIEMENT/wave-1/POINT"},
             &check_in->target,
             true})
      .With({"--notes",
             "TEXT",
             {"What was said and decided", "Ce qui a été dit et décidé"},
             &check_in->notes})
      .Run([check_in](Session& session) {
        return Act(session, *check_in, "checkIn", "CompleteCheckIn");
      });
}

}  // namespace palier::ctl
