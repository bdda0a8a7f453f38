// SPDX-License-Identifier: Apache-2.0
// The seasonal part of a series: how its values repeat by time of day, by time of week or by month
// of the year, learned from a stretch of history. A value type, not thread-safe.
#ifndef PALIER_KPI_DOMAIN_SEASONAL_H_
#define PALIER_KPI_DOMAIN_SEASONAL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace palier::kpi {

// A finite value at a time in seconds on the wall clock of its organisation since 1970-01-01 00:00:
// the season follows what people see on the clock.
struct Observation {
  int64_t seconds = 0;
  double value = 0;
};

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
  // How much farther from the profile a new value is than one it was learned from: n / (n - 1) with
  // n values for each slot (the error of the mean of the others); 1 without a season.
  double optimism() const { return optimism_; }
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
  double optimism_ = 1;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SEASONAL_H_
