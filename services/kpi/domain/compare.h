// SPDX-License-Identifier: Apache-2.0
// Before/after: did a KPI really change? Two samples of single values (the cycle times of the cases
// that ended in each period), a verdict that a committee can read, and its reasons. Pure functions,
// safe from any thread.
//
// The verdict is decided in this order:
//   1. NOT_COMPARABLE   a period is empty or they overlap (PERIODS), or "after" does not follow
//   "before".
//   2. NOT_ENOUGH_DATA  fewer than Options::minimum_size values in a sample (TOO_FEW).
//   3. NO_MATERIAL_CHANGE  |Cliff's delta| < 0.147, even when p < 0.05: with many cases anything is
//   significant.
//   4. NOT_ENOUGH_DATA  p >= Options::alpha (NOT_SIGNIFICANT): a change that size could be chance.
//   5. NOT_COMPARABLE   the season may explain the shift (SEASON), see below.
//   6. IMPROVED or REGRESSED by the direction of the KPI.
//
// The season rule. It is asked unless the two periods cover the same calendar months of two years,
// in the given time zone.
// - Each period covers three months or more (at least 88 days, so that any three calendar months
// count): a holiday or a
//   closing of a few weeks is a minor part of each sample and cannot turn the rank statistics
//   alone. Season is then the answer only if a control year proves it: its shift has the same sign
//   and is itself material.
// - A period is shorter: one holiday can be the whole of it, so the burden of proof turns round.
// The season has to be
//   *ruled out* by the same two periods one year earlier (OneYearEarlier): the shift of that year,
//   in the direction of the shift found now, must lie below the material 0.147 with 95 % one-sided
//   confidence (delta + 1.645 standard errors; a non-inferiority test). Without a control year, or
//   with fewer than minimum_size values in it, it is not. Real example: claims closed in August
//   2018 took 14.2 days against 7.1 in June. A year before, August was 9.1 against 7.3: a shift of
//   the same sign, delta -0.11, too few cases to say that it is below 0.147. So nobody may call
//   that August a regression, and the verdict is NOT_COMPARABLE; asking instead whether the
//   control's shift is significant would have said REGRESSED because the year before had few cases.
#ifndef PALIER_KPI_DOMAIN_COMPARE_H_
#define PALIER_KPI_DOMAIN_COMPARE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/stats/rank_tests.h"
#include "common/status/error.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

// The finite values that fell into [begin, end).
struct Sample {
  absl::Time begin;
  absl::Time end;
  absl::Span<const double> values;
};

// The same two calendar periods one year earlier.
struct SeasonControl {
  absl::Span<const double> before;
  absl::Span<const double> after;
};

struct CompareOptions {
  Direction direction = Direction::kDecrease;  // which way is better
  absl::TimeZone zone = absl::UTCTimeZone();
  double alpha = 0.05;  // two-sided
  // Mann and Whitney (1947) found the normal approximation good from 8 values on each side.
  int minimum_size = 8;
};

enum class Verdict {
  kImproved = 1,
  kRegressed = 2,
  kNoMaterialChange = 3,
  kNotComparable = 4,
  kNotEnoughData = 5,
};

enum class VerdictReason {
  kMaterialChange = 1,  // IMPROVED, REGRESSED
  kNegligibleEffect = 2,
  kTooFew = 3,
  kNotSignificant = 4,
  kPeriods = 5,
  kSeason = 6,
};

enum class SeasonCheck {
  kNotAsked = 1,     // decided before, or no shift to explain
  kSameMonths = 2,   // nothing to explain
  kLongPeriods = 3,  // each covers three months or more, and no control year speaks against it
  kRuledOut = 4,     // by the control year
  kNotRuledOut = 5,
  kNoControl = 6,
};

// By how much the mean changed, with a confidence sequence: unlike the p-value of the test, it may
// be looked at again with each value that comes, at the same alpha (asymptotic, two samples;
// common/stats/confidence_sequence.h). Nothing is assumed of the distribution but a variance.
struct MeanChange {
  double effect = 0;  // after minus before, in the KPI's unit
  double lower = 0;
  double upper = 0;
};
// On each side, of which at least 5 are not the most frequent one.
inline constexpr size_t kMinMeanValues = 30;
inline constexpr double kMeanTuning = 500;  // values in all, at which the interval is narrowest

struct Comparison {
  Verdict verdict = Verdict::kNotEnoughData;
  VerdictReason reason = VerdictReason::kTooFew;
  SeasonCheck season = SeasonCheck::kNotAsked;
  // The figures below are 0 if a sample is empty; test.n and test.m are always the sizes.
  double median_before = 0;
  double median_after = 0;
  double mean_before = 0;
  double mean_after = 0;
  double hodges_lehmann = 0;  // before minus after, in the KPI's unit
  stats::RankTest test;
  stats::Magnitude magnitude = stats::Magnitude::kNegligible;
  std::optional<MeanChange> mean_change;   // where both sides carry a mean
  std::optional<stats::RankTest> control;  // the year before, if both its samples hold values
  status::Text text;
};

// Returns INVALID_ARGUMENT if a value is not finite; every other case is a verdict.
absl::StatusOr<Comparison> Compare(const Sample& before, const Sample& after,
                                   const CompareOptions& options,
                                   const std::optional<SeasonControl>& control = std::nullopt);

// The same wall clock time one year earlier; 29 February becomes 1 March.
absl::Time OneYearEarlier(absl::Time time, absl::TimeZone zone);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_COMPARE_H_
