// SPDX-License-Identifier: Apache-2.0
#include "common/money/money.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string>

namespace palier::money {
namespace {

using absl::int128;
using google::type::Money;

int128 Largest() {
  return int128(std::numeric_limits<int64_t>::max()) * kNanosPerUnit + kNanosPerUnit - 1;
}

// Held to what a Money holds on either side.
int128 Product(int128 nanos, int64_t factor) {
  const int128 size = nanos < 0 ? -nanos : nanos;
  const int128 factor_size = factor < 0 ? -int128(factor) : int128(factor);
  if (factor_size == 0 || size <= Largest() / factor_size) return nanos * factor;
  return (nanos < 0) == (factor < 0) ? Largest() : -Largest();
}

}  // namespace

int128 NanosOf(const Money& money) {
  return int128(money.units()) * kNanosPerUnit + money.nanos();
}

Money MoneyOf(int128 nanos, absl::string_view currency) {
  nanos = std::clamp(nanos, -Largest(), Largest());
  Money money;
  money.set_currency_code(std::string(currency));
  money.set_units(static_cast<int64_t>(nanos / kNanosPerUnit));
  money.set_nanos(static_cast<int32_t>(nanos % kNanosPerUnit));
  return money;
}

bool IsPositive(const Money& money) {
  return NanosOf(money) > 0;
}

bool SameCurrency(const Money& a, const Money& b) {
  return a.currency_code() == b.currency_code() && !a.currency_code().empty();
}

double Amount(const Money& money) {
  return static_cast<double>(money.units()) + money.nanos() / 1e9;
}

void Add(Money& a, const Money& b) {
  if (!SameCurrency(a, b)) std::abort();
  a = MoneyOf(NanosOf(a) + NanosOf(b), b.currency_code());
}

Money Scaled(const Money& money, int64_t numerator, int64_t denominator) {
  const int128 nanos = NanosOf(money);
  // What is left is less than the denominator: its product with any numerator fits.
  const int128 rest = nanos % denominator * numerator;
  const int128 half = rest < 0 ? -int128(denominator / 2) : int128(denominator / 2);
  return MoneyOf(Product(nanos / denominator, numerator) + (rest + half) / denominator,
                 money.currency_code());
}

}  // namespace palier::money
