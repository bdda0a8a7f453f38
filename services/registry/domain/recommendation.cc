// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/recommendation.h"

#include <algorithm>
#include <set>

#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

bool IsAboutTheDecision(const Rule& rule) {
  const absl::Span<const Rule> rules = DecisionRules();
  return std::any_of(rules.begin(), rules.end(),
                     [&](const Rule& one) { return one.id == rule.id; });
}

}  // namespace

v1::Direction::Outcome Recommend(const Facts& facts, const Tuning& tuning) {
  for (const Judgement& judgement : Evaluate(facts, kPocEnd, tuning)) {
    if (judgement.rule->outcome == Outcome::kHypothesisValidated &&
        judgement.finding.verdict == Verdict::kUnmet)
      return v1::Direction::STOP;
  }
  for (const Judgement& judgement : Evaluate(facts, kIndustrialise, tuning)) {
    if (judgement.Blocks() && !IsAboutTheDecision(*judgement.rule)) return v1::Direction::LIMIT;
  }
  return v1::Direction::INDUSTRIALISE;
}

}  // namespace palier::registry
