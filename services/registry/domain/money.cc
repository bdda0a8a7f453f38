// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/money.h"

#include <cstdlib>

namespace palier::registry {
namespace {

using google::type::Money;
using Nanos = __int128;

constexpr int64_t kNano = 1000000000;

Nanos ToNanos(const Money& money) {
  return static_cast<Nanos>(money.units()) * kNano + money.nanos();
}

void SetNanos(Nanos nanos, Money& money) {
  money.set_units(static_cast<int64_t>(nanos / kNano));
  money.set_nanos(static_cast<int32_t>(nanos % kNano));
}

}  // namespace

bool IsPositive(const Money& money) {
  return money.units() > 0 || (money.units() == 0 && money.nanos() > 0);
}

bool SameCurrency(const Money& a, const Money& b) {
  return a.currency_code() == b.currency_code() && !a.currency_code().empty();
}

double Amount(const Money& money) {
  return static_cast<double>(money.units()) + money.nanos() / 1e9;
}

void Add(Money& a, const Money& b) {
  if (!SameCurrency(a, b)) std::abort();
  SetNanos(ToNanos(a) + ToNanos(b), a);
}

Money Scaled(const Money& money, int64_t numerator, int64_t denominator) {
  const Nanos product = ToNanos(money) * numerator;
  const Nanos half = product < 0 ? -(denominator / 2) : denominator / 2;
  Money scaled;
  scaled.set_currency_code(money.currency_code());
  SetNanos((product + half) / denominator, scaled);
  return scaled;
}

}  // namespace palier::registry
