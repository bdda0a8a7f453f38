// SPDX-License-Identifier: Apache-2.0
// What a wave is judged by, agreed on before there are figures.
#ifndef PALIER_ROLLOUT_DOMAIN_GATE_CRITERIA_H_
#define PALIER_ROLLOUT_DOMAIN_GATE_CRITERIA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/status/error.h"

namespace palier::rollout {

enum class CriterionKind {
  kCriterion,  // must reach its target before the next wave starts
  kGuardrail,  // below its minimum it pauses the wave
  kSignal,     // below its minimum it only holds the next wave
};

enum class Better { kHigher, kLower };

enum class FigureKind {
  kProportion,  // of users, each counted once
  kBounded,     // values in [0, 1] that do not depend on one another: means of teams
  kMean,        // the mean of values of any size
};

// When a criterion has reached its target.
enum class TargetRule {
  kProven,     // chance cannot explain a worse figure than the target
  kEstimated,  // the estimate is there, and chance cannot explain one below the minimum
};

struct Criterion {
  // Lower-case letters, digits and hyphens, at most 40; once in a gate.
  std::string id;
  status::Text label;
  CriterionKind kind = CriterionKind::kCriterion;
  Better better = Better::kHigher;
  FigureKind figure = FigureKind::kProportion;
  // Stop below (above, where lower is better).
  double minimum = 0;
  // Of a CRITERION; not worse than the minimum. Of the others it is the minimum.
  double target = 0;
  TargetRule target_rule = TargetRule::kProven;
  // Units that must be counted before anything but a broken guardrail is said, at least 1.
  int64_t minimum_sample = 8;
  // Of the units that should have been counted by now, 0 to 1,000.
  int minimum_coverage_permille = 500;
  // Days from the start of the wave before anything good is believed: new things please at first.
  int hold_days = 28;
  // How alike people of one team are, in [0, 1): the correlation of two of them.
  double intraclass_correlation = 0.1;
  // The number of units at which the interval is narrowest, at least 1.
  int64_t tuned_sample = 50;
  // Where its figures come from; only compared.
  std::string source;
};

// How often a gate may ever be wrong, in (0, 0.5).
inline constexpr double kGateAlpha = 0.05;
inline constexpr size_t kMaxCriteria = 20;

// Every violation, below `criteria[i]`. There must be one of kind CRITERION.
status::FieldErrors CheckCriteria(absl::Span<const Criterion> criteria);

// Of everything that decides, in hexadecimal: not of labels, nor of the order.
std::string FingerprintOf(absl::Span<const Criterion> criteria);

struct CriterionChange {
  std::string id;
  // That it is new, that it is gone, or what of it is not what it was.
  status::Text text;
};
// By id; labels are not compared.
std::vector<CriterionChange> ChangesBetween(absl::Span<const Criterion> before,
                                            absl::Span<const Criterion> after);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_GATE_CRITERIA_H_
