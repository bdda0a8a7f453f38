// SPDX-License-Identifier: Apache-2.0
// Amounts of money: exact, in units and nanos of one currency.
#ifndef PALIER_REGISTRY_DOMAIN_MONEY_H_
#define PALIER_REGISTRY_DOMAIN_MONEY_H_

#include <google/type/money.pb.h>

#include <cstdint>

namespace palier::registry {

bool IsPositive(const google::type::Money& money);
// Both have the same, known currency.
bool SameCurrency(const google::type::Money& a, const google::type::Money& b);
// For ratios only; sums stay exact.
double Amount(const google::type::Money& money);
// a += b, exactly. Both in one currency; dies otherwise.
void Add(google::type::Money& a, const google::type::Money& b);
// money x numerator / denominator, rounded half away from zero to a nano. denominator > 0.
google::type::Money Scaled(const google::type::Money& money, int64_t numerator,
                           int64_t denominator);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_MONEY_H_
