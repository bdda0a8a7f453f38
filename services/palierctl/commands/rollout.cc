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
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

struct Arguments {
  std::string target, reason, decision, waiver, evidence_waiver, notes;
  bool dry_run = false;
};

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
  AddRolloutPlan(rollout);
  AddOperations(rollout);
  for (const Verb& verb : WaveVerbs()) AddVerb(rollout, verb);
  AddRolloutAccess(rollout);
  AddRolloutGate(rollout);
  AddRolloutRisk(rollout);
  AddRolloutDependencies(rollout);
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
