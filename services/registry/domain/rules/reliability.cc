// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;
using Drill = v1::FallbackDrill;

Findings DataIsReady(const Facts& facts, double) {
  const auto records = facts.Of(E::kDataReadiness);
  if (records.empty()) {
    return Absent(
        {"Nothing says whether the data is there.", "Rien ne dit si les données sont là."},
        {"Record for each source: located, accessible, structured, owned, quality.",
         "Consignez pour chaque source : située, accessible, structurée, propriétaire, "
         "qualité."});
  }
  Findings findings;
  for (const v1::Entry* entry : records) {
    const v1::DataReadiness& data = entry->data_readiness();
    std::vector<std::string> missing;
    if (!data.located()) missing.push_back("located");
    if (!data.accessible()) missing.push_back("accessible");
    if (!data.structured()) missing.push_back("structured");
    if (!data.owned()) missing.push_back("owned");
    if (data.quality() == v1::DataReadiness::POOR) missing.push_back("quality");
    if (missing.empty()) continue;
    const std::string list = absl::StrJoin(missing, ", ");
    Append(findings, Unmet({absl::StrCat(data.source(), " is not ready: ", list, "."),
                            absl::StrCat(data.source(), " n'est pas prête : ", list, ".")},
                           {"Structure the data first: it is a prerequisite.",
                            "Structurez d'abord les données : c'est un préalable."},
                           entry->name()));
  }
  return Or(std::move(findings), {"Every data source is ready.", "Chaque source est prête."});
}

Findings HasFailureModes(const Facts& facts, double) {
  const size_t modes = facts.Of(E::kFailureMode).size();
  if (modes > 0)
    return Met({absl::StrCat(modes, " way(s) of failing are thought through."),
                absl::StrCat(modes, " façon(s) d'échouer sont pensées.")});
  return Absent({"What happens when it is wrong is not written.",
                 "Ce qui arrive quand il se trompe n'est pas écrit."},
                {"Record failure modes: impact, detection, response, owner.",
                 "Consignez les modes de défaillance : impact, détection, réponse, responsable."});
}

Findings HasFallbacks(const Facts& facts, double) {
  std::set<Drill::Scenario> known;
  for (const v1::Entry* entry : facts.Of(E::kFallbackScenario))
    known.insert(entry->fallback_scenario().scenario());
  Findings findings;
  for (const auto scenario : {Drill::DOWN, Drill::DEGRADED, Drill::INPUTS_CHANGED, Drill::MANUAL}) {
    if (known.contains(scenario)) continue;
    const std::string word = Drill::Scenario_Name(scenario);
    Append(findings,
           Absent({absl::StrCat("Nothing is written for: ", word, "."),
                   absl::StrCat("Rien n'est écrit pour : ", word, ".")},
                  {"Record a fallback_scenario: trigger, behaviour, owner.",
                   "Consignez un fallback_scenario : déclencheur, conduite, responsable."},
                  word));
  }
  return Or(std::move(findings),
            {"Each fallback is written.", "Chaque solution de repli est écrite."});
}

// A day to come proves nothing.
const v1::Entry* LastDrill(const Facts& facts, Drill::Scenario scenario) {
  return facts.NewestOf(E::kFallbackDrill, [&](const v1::Entry& entry) {
    const auto day = DayOf(entry.event_date());
    return entry.fallback_drill().scenario() == scenario && day.has_value() &&
           *day <= facts.Today();
  });
}

Findings DrillIsNew(const Facts& facts, Drill::Scenario scenario, double threshold) {
  const std::string word = Drill::Scenario_Name(scenario);
  const v1::Entry* last = LastDrill(facts, scenario);
  const status::Text next = {"Drill it with the people who would do it, and record the day.",
                             "Exercez-la avec ceux qui la feraient, et consignez le jour."};
  if (last == nullptr) {
    return Absent(
        {absl::StrCat("Never drilled: ", word, "."), absl::StrCat("Jamais exercé : ", word, ".")},
        next, word);
  }
  if (!last->fallback_drill().passed()) {
    return Unmet({absl::StrCat("The last drill failed: ", word, "."),
                  absl::StrCat("Le dernier exercice a échoué : ", word, ".")},
                 next, word);
  }
  const int64_t age = facts.Today() - *DayOf(last->event_date());
  if (age <= threshold) return {};
  return Unmet(
      {absl::StrCat(word, " was last drilled ", age, " days ago; ", threshold, " is the limit."),
       absl::StrCat(word, " : dernier exercice il y a ", age, " jours ; la limite est ", threshold,
                    ".")},
      next, word);
}

Findings ManualWayWorks(const Facts& facts, double threshold) {
  return Or(DrillIsNew(facts, Drill::MANUAL, threshold),
            {"The manual way was tried lately.", "La voie manuelle a été essayée récemment."});
}

Findings DrillsAreNew(const Facts& facts, double threshold) {
  Findings findings;
  for (const auto scenario : {Drill::DOWN, Drill::DEGRADED, Drill::INPUTS_CHANGED})
    Append(findings, DrillIsNew(facts, scenario, threshold));
  return Or(std::move(findings),
            {"Every fallback was drilled lately.", "Chaque repli a été exercé récemment."});
}

}  // namespace

absl::Span<const Rule> ReliabilityRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {"DATA_READINESS_UNKNOWN",
       "S4-06",
       kPocStart,
       PI::kPlatform,
       A::kData,
       C::kTechnical,
       S::kWarn,
       {"The data was looked at", "Les données ont été regardées"},
       DataIsReady},
      {"DATA_NOT_READY",
       "S4-06",
       kLimit | kIndustrialise,
       PI::kPlatform,
       A::kData,
       C::kTechnical,
       S::kGate,
       {"The data is there", "Les données sont là"},
       DataIsReady},
      {"NO_FAILURE_MODE",
       "S2-07",
       kLimit | kIndustrialise,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"What happens when it is wrong is known", "On sait ce qui arrive quand il se trompe"},
       HasFailureModes},
      {.id = "NO_MANUAL_WAY",
       .requirement = "S1-32",
       .gates = kLimit | kRollOut | kRun,
       .pillar = PI::kProcess,
       .axis = A::kReliability,
       .cause = C::kHuman,
       .severity = S::kGate,
       .title = {"There is always a manual way", "Il y a toujours une voie manuelle"},
       .judge = ManualWayWorks,
       .threshold = Threshold{90, "days"}},
      {"FALLBACK_MISSING",
       "S2-15",
       kRollOut | kRun,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"Every fallback is written", "Chaque repli est écrit"},
       HasFallbacks},
      {.id = "FALLBACK_DRILL_OLD",
       .requirement = "S2-15",
       .gates = kRun,
       .pillar = PI::kPlatform,
       .axis = A::kReliability,
       .cause = C::kTechnical,
       .severity = S::kGate,
       .title = {"Every fallback was drilled", "Chaque repli a été exercé"},
       .judge = DrillsAreNew,
       .threshold = Threshold{180, "days"}},
  };
  return *rules;
}

}  // namespace palier::registry
