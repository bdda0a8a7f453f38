// SPDX-License-Identifier: Apache-2.0
#include "common/money/sums.h"

#include "common/money/money.h"

namespace palier::money {

void Sums::Add(const google::type::Money& amount) {
  if (!amount.currency_code().empty()) nanos_[amount.currency_code()] += NanosOf(amount);
}

void Sums::Add(const Sums& others) {
  for (const auto& [currency, nanos] : others.nanos_) nanos_[currency] += nanos;
}

absl::int128 Sums::nanos(absl::string_view currency) const {
  const auto found = nanos_.find(std::string(currency));
  return found == nanos_.end() ? absl::int128(0) : found->second;
}

std::vector<google::type::Money> Sums::all() const {
  std::vector<google::type::Money> amounts;
  for (const auto& [currency, nanos] : nanos_) amounts.push_back(MoneyOf(nanos, currency));
  return amounts;
}

}  // namespace palier::money
