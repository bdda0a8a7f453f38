// SPDX-License-Identifier: Apache-2.0
// Amounts of money: exact, in units and nanos of one currency. What is more than a Money holds
// (9.2e18 units) becomes the largest amount that it holds, of that sign.
#ifndef PALIER_COMMON_MONEY_MONEY_H_
#define PALIER_COMMON_MONEY_MONEY_H_

#include <google/type/money.pb.h>

#include <cstdint>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"

namespace palier::money {

inline constexpr int64_t kNanosPerUnit = 1'000'000'000;

// Sums and products of some thousands of them fit in 128 bits.
absl::int128 NanosOf(const google::type::Money& money);
google::type::Money MoneyOf(absl::int128 nanos, absl::string_view currency);

bool IsPositive(const google::type::Money& money);
// Both have the same, known currency.
bool SameCurrency(const google::type::Money& a, const google::type::Money& b);
// For ratios only; sums stay exact.
double Amount(const google::type::Money& money);
// a += b. Both in one currency; dies otherwise.
void Add(google::type::Money& a, const google::type::Money& b);
// money x numerator / denominator, rounded half away from zero to a nano. denominator > 0.
google::type::Money Scaled(const google::type::Money& money, int64_t numerator,
                           int64_t denominator);

}  // namespace palier::money

#endif  // PALIER_COMMON_MONEY_MONEY_H_
