// SPDX-License-Identifier: Apache-2.0
// Between amounts of the domain and amounts of the API. Pure functions, safe from any thread.
#ifndef PALIER_KPI_API_MONEY_H_
#define PALIER_KPI_API_MONEY_H_

#include <string>

#include "google/type/money.pb.h"
#include "kpi/domain/saved_time.h"

namespace palier::kpi {

inline constexpr int64_t kNanosPerUnit = 1'000'000'000;

inline absl::int128 NanosOf(const google::type::Money& money) {
  return absl::int128(money.units()) * kNanosPerUnit + money.nanos();
}

// Of an amount in units of 10^-decimals; decimals in [0, kMaxDecimals].
inline absl::int128 NanosOf(absl::int128 amount, int decimals) {
  for (int i = decimals; i < kMaxDecimals; ++i) amount *= 10;
  return amount;
}

inline google::type::Money MoneyOf(const std::string& currency, absl::int128 nanos) {
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(static_cast<int64_t>(nanos / kNanosPerUnit));
  money.set_nanos(static_cast<int32_t>(nanos % kNanosPerUnit));
  return money;
}

inline void FillMoney(const Amounts& amounts,
                      google::protobuf::RepeatedPtrField<google::type::Money>& to) {
  for (const auto& [currency, nanos] : amounts) *to.Add() = MoneyOf(currency, nanos);
}

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_MONEY_H_
