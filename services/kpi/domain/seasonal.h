// SPDX-License-Identifier: Apache-2.0
// The seasonal part of a series: how its values repeat by time of day, by time of week or by month
// of the year, learned from a stretch of history. A value type, not thread-safe.
#ifndef PALIER_KPI_DOMAIN_SEASONAL_H_
#define PALIER_KPI_DOMAIN_SEASONAL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "kpi/domain/robust_reference.h"

namespace palier::kpi {

enum class Season { kNone = 0, kDay = 1, kWeek = 2, kYear = 3 };

// A profile of typical values by slot: at most 288 slots of a day, 336 of a week, or the 12 months.
//
// The rule. A season is a candidate if the history covers at least two of its periods and at least
// two slots, and a quarter of the values have an earlier one in the same slot. It is tried on that
// history: each value is predicted by the mean of the earlier ones in its slot. The season with the
// smallest mean absolute error is kept, and only if that error is at most 0.7 times the mean
// absolute deviation from the median; else there is none. So two weeks of hourly values can have a
// week, two days of them a day, and monthly values a year after two years.
class SeasonalProfile {
 public:
  // No season: expects 0 everywhere.
  SeasonalProfile() = default;
  // `history` is in the order of time.
  static SeasonalProfile Choose(absl::Span<const Observation> history);

  Season season() const { return season_; }
  // The typical value at that time, 0 without a season.
  double Expected(int64_t seconds) const;
  // What is left of `history`, from which the profile was chosen, without the season. New values
  // lie farther from the profile than those it was learned from; so with n values for each slot
  // these are n / (n - 1) times as large, as if each had been held against the mean of the others.
  std::vector<double> LearnedResiduals(absl::Span<const Observation> history) const;
  // Moves the slot of that time a tenth of `residual`, the value minus what was expected.
  void Learn(int64_t seconds, double residual);

 private:
  SeasonalProfile(Season season, size_t slots, double level)
      : season_(season), typical_(slots, level) {}
  // Learns `history` slot by slot; returns the mean error of its predictions, or none if too few
  // values could be predicted.
  double LearnHistory(absl::Span<const Observation> history);
  size_t SlotOf(int64_t seconds) const;

  Season season_ = Season::kNone;
  std::vector<double> typical_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SEASONAL_H_
