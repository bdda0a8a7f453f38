// SPDX-License-Identifier: Apache-2.0
// Between amounts of the domain and amounts of the API. Pure functions, safe from any thread.
#ifndef PALIER_KPI_API_MONEY_H_
#define PALIER_KPI_API_MONEY_H_

#include "common/money/money.h"
#include "kpi/domain/saved_time.h"

namespace palier::kpi {

// Of an amount in units of 10^-decimals; decimals in [0, kMaxDecimals].
inline absl::int128 NanosOf(absl::int128 amount, int decimals) {
  for (int i = decimals; i < kMaxDecimals; ++i) amount *= 10;
  return amount;
}

inline void FillMoney(const Amounts& amounts,
                      google::protobuf::RepeatedPtrField<google::type::Money>& to) {
  for (const auto& [currency, nanos] : amounts) *to.Add() = money::MoneyOf(nanos, currency);
}

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_MONEY_H_
