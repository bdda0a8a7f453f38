// SPDX-License-Identifier: Apache-2.0
// Difference in differences: how much more teams changed than others that had not started yet. What
// happens to both, a season or a holiday, cancels out. Pure functions, safe from any thread.
//
// The figures. For each period, the value of those that started less that of the others. The effect
// is the mean of these differences after the start less that before. Its interval is a confidence
// sequence (common/stats/confidence_sequence.h, exact for independent normal differences): it may
// be looked at after each period, and a wave decided on, without being wrong more often than alpha.
// Where neighbouring differences resemble one another (their correlation r is above 0), the
// variance of the effect counts (1 + r) / (1 - r) times.
//
// The assumption: without the start, both would have gone on in parallel. It cannot be proven. It
// is checked on the periods before: where a straight line through their differences rises or falls
// (Student's t, 5 %), it does not hold, and there is no verdict. `effect_beyond_trend` is the
// effect less what that line would have brought by itself.
//
// Simulated without any effect, 4,000 times, looked at after each of 52 periods that follow 12, at
// alpha 5 %, how many ever differ from 0: normal 1.1 %, log-normal 1.2 %, one in ten with 5 times
// the deviation 1.0 %, autoregressive with 0.3: 4.7 %, with 0.5: 8.2 %.
#ifndef PALIER_KPI_DOMAIN_DIFFERENCE_H_
#define PALIER_KPI_DOMAIN_DIFFERENCE_H_

#include <vector>

#include "absl/types/span.h"
#include "common/status/error.h"
#include "kpi/domain/compare.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

// One period that both have a finite value of, in the KPI's unit.
struct PairedPeriod {
  int index = 0;  // of the period, from any; in order
  double treated = 0;
  double control = 0;
};

struct DifferenceOptions {
  Direction direction = Direction::kDecrease;  // which way is better
  double alpha = 0.05;                         // in (0, 0.5]
};

// What decided, in this order.
enum class DifferenceReason {
  kTooFewBefore = 1,    // NOT_ENOUGH_DATA: fewer than kMinBefore periods before
  kTooFewAfter = 2,     // NOT_ENOUGH_DATA: fewer than kMinAfter periods after
  kNoVariation = 3,     // NOT_ENOUGH_DATA: the differences never vary, so nothing can be inferred
  kTrendsDiffer = 4,    // NOT_COMPARABLE
  kNotMaterial = 5,     // NO_MATERIAL_CHANGE: below kMaterial, certainly or by the estimate of a
                        // change that is not chance
  kNotSignificant = 6,  // NOT_ENOUGH_DATA: the interval holds 0 and material effects
  kChange = 7,          // IMPROVED, REGRESSED
};
inline constexpr size_t kMinBefore = 8;
inline constexpr size_t kMinAfter = 2;
// Of the standard deviation of the differences: Cohen, "Statistical Power Analysis for the
// Behavioral Sciences" (1988), calls 0.2 small.
inline constexpr double kMaterial = 0.2;

struct Difference {
  Verdict verdict = Verdict::kNotEnoughData;
  DifferenceReason reason = DifferenceReason::kTooFewBefore;
  size_t before = 0;  // periods
  size_t after = 0;
  // Means of the periods; 0 for a side without any.
  double treated_before = 0;
  double treated_after = 0;
  double control_before = 0;
  double control_after = 0;
  // The rest is 0 for TOO_FEW and NO_VARIATION.
  double effect = 0;  // in the KPI's unit
  double lower = 0;   // may be infinite while the periods are few
  double upper = 0;
  double deviation = 0;  // standard deviation of the differences
  double e_value = 0;
  double autocorrelation = 0;  // of neighbouring differences
  double trend = 0;            // of the differences before, per period
  double trend_p = 1;
  double effect_beyond_trend = 0;
  status::Text text;
};

// `before` and `after` in order, all of `before` earlier. The effect of a start between them.
Difference DifferenceInDifferences(absl::Span<const PairedPeriod> before,
                                   absl::Span<const PairedPeriod> after,
                                   const DifferenceOptions& options);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_DIFFERENCE_H_
