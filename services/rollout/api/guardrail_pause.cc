// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/guardrail_pause.h"

#include <algorithm>

namespace palier::rollout {
namespace {

v1::BrokenGuardrail BrokenOf(const Criterion& criterion, const CriterionFinding& finding) {
  v1::BrokenGuardrail broken;
  broken.set_criterion_id(criterion.id);
  broken.set_fingerprint(FingerprintOf({criterion}));
  broken.set_counted_count(finding.units);
  broken.set_hidden(!finding.figures.has_value());
  if (finding.figures) {
    broken.set_estimate(finding.figures->estimate);
    broken.set_strict_lower(finding.figures->strict_interval.lower);
    broken.set_strict_upper(finding.figures->strict_interval.upper);
  }
  broken.set_english_text(finding.text.en);
  broken.set_french_text(finding.text.fr);
  return broken;
}

bool SaysAsMuch(const v1::BrokenGuardrail& before, const v1::BrokenGuardrail& found) {
  return before.criterion_id() == found.criterion_id() &&
         before.fingerprint() == found.fingerprint() &&
         before.counted_count() >= found.counted_count();
}

}  // namespace

v1::GuardrailPause GuardrailPauseOf(const JudgedWave& judged) {
  v1::GuardrailPause pause;
  pause.set_criteria_version(judged.version().name());
  for (size_t i = 0; i < judged.finding.criteria.size(); ++i) {
    const Criterion& criterion = judged.input.criteria[i];
    const CriterionFinding& finding = judged.finding.criteria[i];
    if (!IsBrokenGuardrail(criterion, finding)) continue;
    *pause.add_guardrails() = BrokenOf(criterion, finding);
  }
  return pause;
}

bool IsNews(const v1::GuardrailPause& found, const v1::GuardrailPause& before) {
  const auto known = [&](const v1::BrokenGuardrail& one) {
    return std::any_of(before.guardrails().begin(), before.guardrails().end(),
                       [&](const v1::BrokenGuardrail& old) { return SaysAsMuch(old, one); });
  };
  return !std::all_of(found.guardrails().begin(), found.guardrails().end(), known);
}

void Accept(const v1::GuardrailPause& found, v1::GuardrailPause& pause) {
  for (const v1::BrokenGuardrail& one : found.guardrails()) {
    v1::BrokenGuardrail* known = nullptr;
    for (v1::BrokenGuardrail& old : *pause.mutable_guardrails()) {
      if (old.criterion_id() == one.criterion_id()) known = &old;
    }
    if (known == nullptr) {
      *pause.add_guardrails() = one;
    } else if (!SaysAsMuch(*known, one)) {
      *known = one;
    }
  }
}

}  // namespace palier::rollout
