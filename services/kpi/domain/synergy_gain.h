// SPDX-License-Identifier: Apache-2.0
// What connecting two things gained, from amounts before and after (S1-67). Pure functions, safe
// from any thread.
#ifndef PALIER_KPI_DOMAIN_SYNERGY_GAIN_H_
#define PALIER_KPI_DOMAIN_SYNERGY_GAIN_H_

#include <map>
#include <optional>

#include "absl/numeric/int128.h"
#include "absl/time/civil_time.h"
#include "kpi/domain/fixed.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

// Days [before_first, start) and [start, next).
struct GainDays {
  absl::CivilDay before_first;
  absl::CivilDay start;
  absl::CivilDay next;
};
inline constexpr int kMaxGainDays = 365;

// The days since `start` without `today`, at most kMaxGainDays, and as many before; none for a
// start that is not past.
std::optional<GainDays> GainDaysOf(absl::CivilDay start, absl::CivilDay today);

// By how much the mean amount of a period changed for the better, times the periods of a year; at
// the scale of the amounts. `amounts` are by the first day of the cadence's periods; a period
// without one, between the first and the last, is 0. Only whole periods on either side count; none
// without one on each.
std::optional<absl::int128> YearlyGain(const std::map<absl::CivilDay, absl::int128>& amounts,
                                       const GainDays& days, Cadence cadence, Direction direction);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SYNERGY_GAIN_H_
