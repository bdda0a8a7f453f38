// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/saved_time.h"

#include <algorithm>

namespace palier::kpi {

Realisation RealisationOf(absl::CivilDay first_day, absl::CivilDay next_day,
                          const Production& production, bool real_data, bool real_users) {
  const bool began = production.first_day && *production.first_day <= first_day;
  const bool ended = production.end_day && *production.end_day < next_day;
  if (!began || ended) return Realisation::kNotInProduction;
  if (!real_data) return Realisation::kDataNotReal;
  return real_users ? Realisation::kRealised : Realisation::kNoRealUsers;
}

HoursOfMonth Account(Fixed measured, const std::vector<RecordedHours>& recorded) {
  constexpr int kHundredths = 100;
  HoursOfMonth month;
  month.measured = measured;
  for (const RecordedHours& one : recorded) {
    if (one.went == HoursWent::kReinvested) {
      month.reinvested += one.hours;
      continue;
    }
    month.reduced_cost += one.hours;
    month.savings[one.currency] += DivideRounded(one.hourly_nanos * one.hours, kHundredths);
  }
  const Fixed unrecorded = measured - month.reinvested - month.reduced_cost;
  month.unknown = std::max<Fixed>(unrecorded, 0);
  month.excess = std::max<Fixed>(-unrecorded, 0);
  if (month.excess > 0) month.savings.clear();
  return month;
}

}  // namespace palier::kpi
