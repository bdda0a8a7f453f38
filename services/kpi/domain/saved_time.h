// SPDX-License-Identifier: Apache-2.0
// Hours that a tool saved, and where they went (S1-49). Money comes from hours that somebody
// recorded as a reduced cost, never from measured hours times a rate. Pure functions, safe from any
// thread.
#ifndef PALIER_KPI_DOMAIN_SAVED_TIME_H_
#define PALIER_KPI_DOMAIN_SAVED_TIME_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/time/civil_time.h"
#include "kpi/domain/fixed.h"

namespace palier::kpi {

// Decimals of all hours here: hundredths.
inline constexpr int kHourDecimals = 2;

// The numbers are those of the API.
enum class HoursWent { kReinvested = 1, kReducedCost = 2 };

// What somebody recorded of one month.
struct RecordedHours {
  HoursWent went = HoursWent::kReinvested;
  Fixed hours = 0;
  // Of a reduced cost: an hour's price in billionths of the currency's unit.
  std::string currency;
  absl::int128 hourly_nanos = 0;
};

// Amounts by currency, in billionths.
using Amounts = std::map<std::string, absl::int128>;

struct HoursOfMonth {
  Fixed measured = 0;
  Fixed reinvested = 0;
  Fixed reduced_cost = 0;
  // measured = reinvested + reduced_cost + unknown - excess, and one of the two is 0.
  Fixed unknown = 0;
  Fixed excess = 0;
  // Each record rounded half away from zero. Empty while there is an excess: of two statements that
  // contradict each other neither is money.
  Amounts savings;
};

// The numbers are those of the API.
enum class Realisation {
  kRealised = 1,
  kNotInProduction = 2,
  kDataNotReal = 3,
  kNoRealUsers = 4,
};

// What is known of a project's production.
struct Production {
  // First day in LIMITED or later; none when it was never there.
  std::optional<absl::CivilDay> first_day;
  // First day after it, when it has ended.
  std::optional<absl::CivilDay> end_day;
};

// Whether the money of the month [first_day, next_day) is realised: a proof of concept has no
// return, whatever was recorded of it (S2-22). Only months that lie in production as a whole are.
Realisation RealisationOf(absl::CivilDay first_day, absl::CivilDay next_day,
                          const Production& production, bool real_data, bool real_users);

// What realised months saved and cost. A value type, not thread-safe.
struct Returns {
  int months = 0;
  Amounts savings;
  Amounts costs;

  void Add(const Amounts& saved, const Amounts& cost);
  // (savings - costs) / costs. 0 without a realised month; none without costs, or when there is
  // more than one currency.
  std::optional<double> OnCosts() const;
};

HoursOfMonth Account(Fixed measured, const std::vector<RecordedHours>& recorded);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SAVED_TIME_H_
