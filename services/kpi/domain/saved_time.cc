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

void Returns::Add(const Amounts& saved, const Amounts& cost) {
  ++months;
  for (const auto& [currency, nanos] : saved) savings[currency] += nanos;
  for (const auto& [currency, nanos] : cost) costs[currency] += nanos;
}

std::optional<double> Returns::OnCosts() const {
  if (months == 0) return 0;
  if (costs.size() != 1 || costs.begin()->second <= 0) return std::nullopt;
  const auto& [currency, cost] = *costs.begin();
  if (savings.size() > 1 || (savings.size() == 1 && !savings.contains(currency)))
    return std::nullopt;
  const absl::int128 saved = savings.empty() ? absl::int128(0) : savings.begin()->second;
  return static_cast<double>(saved - cost) / static_cast<double>(cost);
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
