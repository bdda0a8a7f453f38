// SPDX-License-Identifier: Apache-2.0
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/money/money.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

Findings Named(const std::string& person, status::Text who, status::Text nobody) {
  if (!person.empty()) return Met(std::move(who));
  return Absent(std::move(nobody),
                {"Name the person in run_pack.", "Nommez la personne dans run_pack."});
}

Findings HasRunOwner(const Facts& facts, double) {
  return Named(facts.project.run_pack().owner(),
               {"Somebody owns it in production.", "Quelqu'un en est responsable en production."},
               {"Nobody owns it in production.", "Personne n'en est responsable en production."});
}

Findings HasAccountable(const Facts& facts, double) {
  return Named(facts.project.run_pack().accountable(),
               {"Somebody is accountable when it is wrong.", "Quelqu'un répond de ses erreurs."},
               {"Nobody is accountable when it is wrong.", "Personne ne répond de ses erreurs."});
}

Findings HasDecider(const Facts& facts, double) {
  return Named(facts.project.run_pack().evolution_decider(),
               {"Somebody decides how it evolves.", "Quelqu'un décide de ses évolutions."},
               {"Nobody decides how it evolves.", "Personne ne décide de ses évolutions."});
}

Findings HasRunPack(const Facts& facts, double) {
  const v1::RunPack& pack = facts.project.run_pack();
  const std::pair<const char*, bool> parts[] = {
      {"supervision_rule", !pack.supervision_rule().empty()},
      {"escalation_path", !pack.escalation_path().empty()},
      {"incident_contact", !pack.incident_contact().empty()},
      {"cost_cap", money::IsPositive(pack.cost_cap())},
      {"retraining_plan", !pack.retraining_plan().empty()}};
  Findings findings;
  for (const auto& [field, there] : parts) {
    if (there) continue;
    Append(findings, Absent({absl::StrCat("The run pack lacks: ", field, "."),
                             absl::StrCat("Il manque au dossier d'exploitation : ", field, ".")},
                            {"Write it before people depend on it.",
                             "Écrivez-le avant que des gens en dépendent."},
                            field));
  }
  return Or(std::move(findings),
            {"The run pack is complete.", "Le dossier d'exploitation est complet."});
}

Findings AgentIsControlled(const Facts& facts, double) {
  if (facts.project.kind() != v1::Project::AGENT)
    return Met({"It does not act by itself.", "Il n'agit pas par lui-même."});
  const v1::AgentControls& controls = facts.project.agent_controls();
  std::vector<std::string> missing;
  if (controls.allowed_actions().empty()) missing.push_back("allowed_actions");
  if (controls.autonomy() == v1::AgentControls::AUTONOMY_UNSPECIFIED) missing.push_back("autonomy");
  if (controls.human_stop().empty()) missing.push_back("human_stop");
  if (missing.empty()) {
    return Met({"What the agent may do, and who stops it, is written.",
                "Ce que l'agent peut faire, et qui l'arrête, est écrit."});
  }
  const std::string list = absl::StrJoin(missing, ", ");
  return Absent({absl::StrCat("The agent lacks: ", list, "."),
                 absl::StrCat("Il manque à l'agent : ", list, ".")},
                {"Fill in agent_controls: an agent without a human stop does not run.",
                 "Renseignez agent_controls : un agent sans arrêt humain ne tourne pas."});
}

Findings IsStaffed(const Facts& facts, double) {
  const v1::RunPack& pack = facts.project.run_pack();
  if (pack.staffing_fte_hundredths() <= 0) {
    return Absent({"Nobody is staffed to run it.", "Personne n'est affecté à son exploitation."},
                  {"Give the full-time equivalents, and until when.",
                   "Donnez les équivalents temps plein, et jusqu'à quand."});
  }
  const auto until = DayOf(pack.staffed_until_date());
  return Check(
      !until.has_value() || *until >= facts.Today(), {"It is staffed.", "Il a son équipe."},
      {"Its staffing has ended.", "Son équipe n'est plus assurée."},
      {"Renew the staffing, or plan its end.", "Renouvelez l'équipe, ou planifiez sa fin."});
}

Findings MaintenanceIsDone(const Facts& facts, double) {
  Findings findings;
  for (const auto type : {v1::Maintenance::DRIFT_CHECK, v1::Maintenance::RETRAINING}) {
    std::optional<absl::CivilDay> due;
    for (const v1::Entry* entry : facts.Of(E::kMaintenance)) {
      if (entry->maintenance().type() != type) continue;
      const auto day = DayOf(entry->maintenance().next_due_date());
      if (day.has_value() && (!due.has_value() || *day > *due)) due = day;
    }
    const std::string word = v1::Maintenance::Type_Name(type);
    const status::Text next = {"Do it, and record when the next is due.",
                               "Faites-le, et consignez la prochaine échéance."};
    if (!due.has_value()) {
      Append(findings, Absent({absl::StrCat("Not planned: ", word, "."),
                               absl::StrCat("Pas planifié : ", word, ".")},
                              next, word));
    } else if (*due < facts.Today()) {
      Append(findings,
             Unmet({absl::StrCat("Overdue by ", facts.Today() - *due, " days: ", word, "."),
                    absl::StrCat("En retard de ", facts.Today() - *due, " jours : ", word, ".")},
                   next, word));
    }
  }
  return Or(std::move(findings), {"Drift is checked and retraining planned.",
                                  "La dérive est vérifiée et le réentraînement planifié."});
}

Findings IsReviewed(const Facts& facts, double) {
  std::optional<absl::CivilDay> due;
  for (const v1::Entry* entry : facts.Of(E::kRunReview)) {
    const auto day = DayOf(entry->run_review().next_review_date());
    if (day.has_value() && (!due.has_value() || *day > *due)) due = day;
  }
  const status::Text next = {"Review it: production is where the project starts.",
                             "Faites la revue : la production est le début du projet."};
  if (!due.has_value())
    return Absent({"It was never reviewed in use.", "Il n'a jamais été revu en usage."}, next);
  return Check(*due >= facts.Today(), {"Its review is planned.", "Sa revue est planifiée."},
               {absl::StrCat("Its review is overdue by ", facts.Today() - *due, " days."),
                absl::StrCat("Sa revue est en retard de ", facts.Today() - *due, " jours.")},
               next);
}

}  // namespace

absl::Span<const Rule> RunRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {.id = "NO_RUN_OWNER",
       .requirement = "S0-27",
       .gates = kRun,
       .pillar = PI::kProcess,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kGate,
       .title = {"It has an owner in production", "Il a un responsable en production"},
       .judge = HasRunOwner,
       .outcome = Outcome::kOperable},
      {.id = "NO_RUN_ACCOUNTABLE",
       .requirement = "S0-27",
       .gates = kRun,
       .pillar = PI::kProcess,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kGate,
       .title = {"Somebody is accountable", "Quelqu'un en répond"},
       .judge = HasAccountable,
       .outcome = Outcome::kOperable},
      {.id = "NO_EVOLUTION_DECIDER",
       .requirement = "S0-27",
       .gates = kRun,
       .pillar = PI::kProcess,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kGate,
       .title = {"Somebody decides its evolution", "Quelqu'un décide de son évolution"},
       .judge = HasDecider,
       .outcome = Outcome::kOperable},
      {.id = "RUN_PACK_INCOMPLETE",
       .requirement = "S3-12",
       .gates = kRun,
       .pillar = PI::kProcess,
       .axis = A::kReliability,
       .cause = C::kTechnical,
       .severity = S::kGate,
       .title = {"The run pack is complete", "Le dossier d'exploitation est complet"},
       .judge = HasRunPack,
       .lack = Lack::kRules,
       .outcome = Outcome::kOperable},
      {.id = "AGENT_UNCONTROLLED",
       .requirement = "S3-13",
       .gates = kLimit | kIndustrialise | kRun,
       .pillar = PI::kPlatform,
       .axis = A::kGovernance,
       .cause = C::kTechnical,
       .severity = S::kGate,
       .title = {"A human can stop the agent", "Un humain peut l'arrêter"},
       .judge = AgentIsControlled,
       .outcome = Outcome::kOperable},
      {.id = "NOT_STAFFED",
       .requirement = "S2-18",
       .gates = kRun,
       .pillar = PI::kPeople,
       .axis = A::kCost,
       .cause = C::kHuman,
       .severity = S::kGate,
       .title = {"People are there to run it", "Des gens sont là pour l'exploiter"},
       .judge = IsStaffed,
       .outcome = Outcome::kOperable},
      {"MAINTENANCE_OVERDUE",
       "S2-18",
       kInProduction,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kWarn,
       {"Drift and retraining are looked after", "Dérive et réentraînement sont suivis"},
       MaintenanceIsDone},
      {"RUN_REVIEW_OVERDUE",
       "S0-33",
       kInProduction,
       PI::kProcess,
       A::kGovernance,
       C::kHuman,
       S::kWarn,
       {"It is reviewed in use", "Il est revu en usage"},
       IsReviewed},
  };
  return *rules;
}

}  // namespace palier::registry
