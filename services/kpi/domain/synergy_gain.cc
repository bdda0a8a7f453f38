// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/synergy_gain.h"

#include <algorithm>

#include "kpi/domain/forecast_periods.h"

namespace palier::kpi {
namespace {

constexpr int kDaysOfYear = 365;

// Periods of a year, as a fraction.
struct Yearly {
  int periods;
  int of;
};

Yearly YearlyOf(Cadence cadence) {
  switch (cadence) {
    case Cadence::kWeekly:
      return {kDaysOfYear, 7};
    case Cadence::kMonthly:
      return {12, 1};
    case Cadence::kQuarterly:
      break;
  }
  return {4, 1};
}

struct Sum {
  absl::int128 total = 0;
  int64_t periods = 0;
};

}  // namespace

std::optional<GainDays> GainDaysOf(absl::CivilDay start, absl::CivilDay today) {
  if (start >= today) return std::nullopt;
  const int64_t days = std::min<int64_t>(today - start, kMaxGainDays);
  return GainDays{start - days, start, start + days};
}

std::optional<absl::int128> YearlyGain(const std::map<absl::CivilDay, absl::int128>& amounts,
                                       const GainDays& days, Cadence cadence, Direction direction) {
  if (amounts.empty()) return std::nullopt;
  const PeriodUnit unit = UnitOf(cadence);
  Sum before, after;
  const absl::CivilDay last = amounts.rbegin()->first;
  absl::CivilDay first = amounts.begin()->first;
  for (absl::CivilDay next = first; first <= last; first = next) {
    next = NextPeriodDay(unit, first);
    const bool is_before = first >= days.before_first && next <= days.start;
    const bool is_after = first >= days.start && next <= days.next;
    if (!is_before && !is_after) continue;
    Sum& sum = is_before ? before : after;
    ++sum.periods;
    if (const auto found = amounts.find(first); found != amounts.end()) sum.total += found->second;
  }
  if (before.periods == 0 || after.periods == 0) return std::nullopt;
  const auto [periods, of] = YearlyOf(cadence);
  const absl::int128 change = after.total * before.periods - before.total * after.periods;
  const absl::int128 gain =
      DivideRounded(change * periods, absl::int128(before.periods) * after.periods * of);
  return direction == Direction::kDecrease ? -gain : gain;
}

}  // namespace palier::kpi
