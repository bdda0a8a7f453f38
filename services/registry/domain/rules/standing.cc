// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "registry/domain/clock.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

// The newest answers; null when nobody took the ten minutes.
const v1::Diagnostic* LastDiagnostic(const Facts& facts) {
  const v1::Entry* last = nullptr;
  for (const v1::Entry* entry : facts.Of(E::kDiagnostic)) {
    if (last == nullptr || TimeOf(entry->create_time()) >= TimeOf(last->create_time()))
      last = entry;
  }
  return last == nullptr ? nullptr : &last->diagnostic();
}

Findings Answered(const Facts& facts, v1::Diagnostic::Answer (v1::Diagnostic::*question)() const,
                  status::Text next) {
  const v1::Diagnostic* diagnostic = LastDiagnostic(facts);
  const auto answer =
      diagnostic == nullptr ? v1::Diagnostic::ANSWER_UNSPECIFIED : (diagnostic->*question)();
  switch (answer) {
    case v1::Diagnostic::YES:
      return Met({"Answered with yes.", "La réponse est oui."});
    case v1::Diagnostic::NO:
      return Unmet({"Answered with no: here is a blocking point.",
                    "La réponse est non : voici un point de blocage."},
                   std::move(next));
    case v1::Diagnostic::UNSURE:
      return Unmet({"Nobody is sure: here is a blocking point.",
                    "Personne n'est sûr : voici un point de blocage."},
                   std::move(next));
    default:
      return Unknown({"Not answered; that is no pass.", "Pas de réponse ; ce n'est pas un succès."},
                     {"Take the ten minutes: record a diagnostic.",
                      "Prenez les dix minutes : consignez un diagnostic."});
  }
}

Findings AnswersTechnical(const Facts& facts, double) {
  return Answered(facts, &v1::Diagnostic::technical,
                  {"List the integrations and what connects by an API.",
                   "Listez les intégrations et ce qui se connecte par API."});
}

Findings AnswersFinancial(const Facts& facts, double) {
  return Answered(facts, &v1::Diagnostic::financial,
                  {"Put the gain and the cost of production in figures.",
                   "Chiffrez le gain et le coût de la production."});
}

Findings AnswersHuman(const Facts& facts, double) {
  return Answered(facts, &v1::Diagnostic::human,
                  {"List the users, spend time with them, ask who is afraid and why.",
                   "Listez les utilisateurs, passez du temps avec eux, demandez qui a peur."});
}

Findings AnswersPolitical(const Facts& facts, double) {
  return Answered(facts, &v1::Diagnostic::political,
                  {"Find who defends it in five minutes without you.",
                   "Trouvez qui le défend en cinq minutes sans vous."});
}

template <v1::Blocker::Type kType>
Findings HasNoBlocker(const Facts& facts, double) {
  Findings findings;
  for (const v1::Entry* entry : facts.Of(E::kBlocker)) {
    if (entry->blocker().resolved() || entry->blocker().type() != kType) continue;
    Append(findings, Unmet({absl::StrCat("Blocked: ", entry->display_name(), "."),
                            absl::StrCat("Bloqué : ", entry->display_name(), ".")},
                           {"Resolve it, or say who can.", "Levez-le, ou dites qui le peut."},
                           entry->name()));
  }
  return Or(std::move(findings), {"No open blocker of this kind is recorded.",
                                  "Aucun blocage ouvert de cette sorte n'est consigné."});
}

Findings DecidesInTime(const Facts& facts, double threshold) {
  const DecisionAge waiting = AgeOf(facts.project, facts.now, facts.zone);
  if (!waiting.since.has_value())
    return Met({"No decision is overdue.", "Aucune décision n'est en retard."});
  const int age = waiting.days;
  return Check(
      age <= threshold,
      {absl::StrCat("The PoC ended ", age, " days ago."),
       absl::StrCat("Le PoC est fini depuis ", age, " jours.")},
      {absl::StrCat("The PoC ended ", age, " days ago; a decision was due after ", threshold, "."),
       absl::StrCat("Le PoC est fini depuis ", age, " jours ; une décision était due après ",
                    threshold, ".")},
      {"Decide: stop, frame or industrialise.", "Décidez : arrêter, cadrer ou industrialiser."});
}

Findings LimitHolds(const Facts& facts, double) {
  if (facts.project.stage() != v1::Project::LIMITED || !facts.limit.has_value())
    return Met({"No limited production has ended.", "Aucune production limitée n'a pris fin."});
  const auto end = DayOf(facts.limit->direction().frame().end_date());
  return Check(
      !end.has_value() || *end >= facts.Today(),
      {"The limited production is within its frame.", "La production limitée est dans son cadre."},
      {"The limited production has come to its end.",
       "La production limitée est arrivée à son terme."},
      {"Decide again.", "Décidez à nouveau."});
}

Findings SponsorIsThere(const Facts& facts, double) {
  if (facts.project.sponsor().empty())
    return Met({"No sponsor was named yet.", "Aucun sponsor n'est encore nommé."});
  return Check(facts.sponsor.has_value(), {"The sponsor is there.", "Le sponsor est là."},
               {"The sponsor is gone.", "Le sponsor est parti."},
               {"Find another one: the criterion is open again.",
                "Trouvez-en un autre : le critère est de nouveau ouvert."});
}

Findings IsMaintained(const Facts& facts, double threshold) {
  const absl::Time last = TimeOf(facts.project.update_time());
  const int64_t age = facts.Today() - absl::ToCivilDay(last, facts.zone);
  return Check(age <= threshold,
               {absl::StrCat("Last touched ", age, " days ago."),
                absl::StrCat("Touché pour la dernière fois il y a ", age, " jours.")},
               {absl::StrCat("Nobody touched it for ", age, " days."),
                absl::StrCat("Personne n'y a touché depuis ", age, " jours.")},
               {"Say whether it lives: quality and trust fall meanwhile.",
                "Dites s'il vit : la qualité et la confiance baissent entre-temps."});
}

Findings QuickWinsAreQuick(const Facts& facts, double threshold) {
  Findings findings;
  for (const v1::Entry* entry : facts.Of(E::kQuickWin)) {
    const auto day = DayOf(entry->quick_win().expected_date());
    const absl::CivilDay from = absl::ToCivilDay(TimeOf(entry->create_time()), facts.zone);
    if (!day.has_value() || *day - from <= threshold) continue;
    Append(findings,
           Unmet({absl::StrCat("Expected in ", *day - from, " days: no quick win."),
                  absl::StrCat("Attendu dans ", *day - from,
                               " jours : pas un gain "
                               "rapide.")},
                 {"Call it what it is, or find a nearer result (S1: 2 to 3 months).",
                  "Nommez-le pour ce qu'il est, ou trouvez plus proche (S1 : 2 à 3 mois)."},
                 entry->name()));
  }
  return Or(std::move(findings), {"Quick wins are quick.", "Les gains rapides sont rapides."});
}

Findings DataIsCentralised(const Facts& facts, double) {
  const auto records = facts.Of(E::kDataReadiness);
  if (records.empty()) {
    return Unknown(
        {"Where the knowledge is kept is not known.", "On ne sait pas où est gardé le savoir."},
        {"Record data_readiness.", "Consignez data_readiness."});
  }
  const bool all = std::all_of(records.begin(), records.end(), [](const v1::Entry* entry) {
    return entry->data_readiness().centralised();
  });
  return Check(all, {"The knowledge is in one place.", "Le savoir est en un seul lieu."},
               {"The knowledge is scattered.", "Le savoir est dispersé."},
               {"Structure it: it helps every next project.",
                "Structurez-le : cela aide chaque projet suivant."});
}

}  // namespace

absl::Span<const Rule> StandingRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  using B = v1::Blocker;
  static const auto* rules = new std::vector<Rule>{
      {"BLOCKER_HUMAN",
       "S0-03",
       kAlways,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kWarn,
       {"No human blocker is open", "Aucun blocage humain n'est ouvert"},
       HasNoBlocker<B::HUMAN>},
      {"BLOCKER_POLITICAL",
       "S0-03",
       kAlways,
       PI::kPeople,
       A::kGovernance,
       C::kPolitical,
       S::kWarn,
       {"No political blocker is open", "Aucun blocage politique n'est ouvert"},
       HasNoBlocker<B::POLITICAL>},
      {"BLOCKER_TECHNICAL",
       "S0-03",
       kAlways,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kWarn,
       {"No technical blocker is open", "Aucun blocage technique n'est ouvert"},
       HasNoBlocker<B::TECHNICAL>},
      {"BLOCKER_FINANCIAL",
       "S0-03",
       kAlways,
       PI::kPerformance,
       A::kCost,
       C::kFinancial,
       S::kWarn,
       {"No financial blocker is open", "Aucun blocage financier n'est ouvert"},
       HasNoBlocker<B::FINANCIAL>},
      {"DIAGNOSTIC_HUMAN",
       "S0-16 S0-19 S0-38",
       kAlways,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kWarn,
       {"Question 3: who uses it, who fears it", "Question 3 : qui l'utilise, qui le craint"},
       AnswersHuman},
      {"DIAGNOSTIC_POLITICAL",
       "S0-16 S0-20 S0-38",
       kAlways,
       PI::kPeople,
       A::kGovernance,
       C::kPolitical,
       S::kWarn,
       {"Question 4: who defends it without us", "Question 4 : qui le défend sans nous"},
       AnswersPolitical},
      {"DIAGNOSTIC_TECHNICAL",
       "S0-16 S0-17 S0-38",
       kAlways,
       PI::kPlatform,
       A::kIntegration,
       C::kTechnical,
       S::kWarn,
       {"Question 1: it connects, nothing is rebuilt",
        "Question 1 : il se connecte, rien à refaire"},
       AnswersTechnical},
      {"DIAGNOSTIC_FINANCIAL",
       "S0-16 S0-18 S0-38",
       kAlways,
       PI::kPerformance,
       A::kCost,
       C::kFinancial,
       S::kWarn,
       {"Question 2: the gain is in figures", "Question 2 : le gain est chiffré"},
       AnswersFinancial},
      {.id = "DECISION_OVERDUE",
       .requirement = "S3-04",
       .gates = kWhileUndecided,
       .pillar = PI::kProcess,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kWarn,
       .title = {"A decision is taken in time", "Une décision est prise à temps"},
       .judge = DecidesInTime,
       .threshold = Threshold{30, "days"}},
      {"LIMITED_ENDED",
       "S3-06",
       kInProduction,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kWarn,
       {"A frame that ends is decided again", "Un cadre fini est décidé à nouveau"},
       LimitHolds},
      {"SPONSOR_GONE",
       "S0-13",
       kAlways,
       PI::kPeople,
       A::kGovernance,
       C::kPolitical,
       S::kWarn,
       {"The sponsor is still there", "Le sponsor est toujours là"},
       SponsorIsThere},
      {.id = "LEFT_ALONE",
       .requirement = "S3-14",
       .gates = kWhileUndecided,
       .pillar = PI::kProcess,
       .axis = A::kReliability,
       .cause = C::kHuman,
       .severity = S::kWarn,
       .title = {"Somebody still works on it", "Quelqu'un y travaille encore"},
       .judge = IsMaintained,
       .threshold = Threshold{60, "days"}},
      {.id = "QUICK_WIN_LATE",
       .requirement = "S1-57",
       .gates = kAlways,
       .pillar = PI::kPerformance,
       .axis = A::kGovernance,
       .cause = C::kFinancial,
       .severity = S::kWarn,
       .title = {"Quick wins are quick", "Les gains rapides sont rapides"},
       .judge = QuickWinsAreQuick,
       .threshold = Threshold{92, "days"}},
      {"KNOWLEDGE_SCATTERED",
       "S4-06",
       kAlways,
       PI::kPlatform,
       A::kData,
       C::kTechnical,
       S::kWarn,
       {"Knowledge is in one place", "Le savoir est en un seul lieu"},
       DataIsCentralised},
  };
  return *rules;
}

}  // namespace palier::registry
