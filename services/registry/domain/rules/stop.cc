// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

Findings HasLessons(const Facts& facts, double) {
  const size_t lessons = facts.Of(E::kLesson).size();
  if (lessons > 0) {
    return Met({absl::StrCat(lessons, " lesson(s) recorded."),
                absl::StrCat(lessons, " leçon(s) consignée(s).")});
  }
  return Absent({"No lesson is recorded.", "Aucune leçon n'est consignée."},
                {"Record what was learnt: a good stop leaves lessons.",
                 "Consignez ce qui a été appris : un bon arrêt laisse des leçons."});
}

Findings CountsWhatItSaves(const Facts& facts, double) {
  if (!facts.Of(E::kHealthyStop).empty()) {
    return Met({"What the stop saves and frees is counted.",
                "Ce que l'arrêt épargne et libère est compté."});
  }
  return Absent({"What the stop saves and frees is not counted.",
                 "Ce que l'arrêt épargne et libère n'est pas compté."},
                {"Record a healthy_stop: money not spent, people freed, what can be reused.",
                 "Consignez un healthy_stop : argent épargné, personnes libérées, réutilisable."});
}

}  // namespace

absl::Span<const Rule> StopRules() {
  static const auto* rules = new std::vector<Rule>{
      {"NO_LESSONS",
       "S3-05",
       kStop,
       Pillar::kProcess,
       Axis::kGovernance,
       Cause::kHuman,
       Severity::kGate,
       {"A stop leaves lessons", "Un arrêt laisse des leçons"},
       HasLessons},
      {"STOP_NOT_COUNTED",
       "S3-08 S1-41",
       kStop,
       Pillar::kPerformance,
       Axis::kCost,
       Cause::kFinancial,
       Severity::kWarn,
       {"A stop is a result", "Un arrêt est un résultat"},
       CountsWhatItSaves},
  };
  return *rules;
}

}  // namespace palier::registry
