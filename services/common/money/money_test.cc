// SPDX-License-Identifier: Apache-2.0
#include "common/money/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace palier::money {
namespace {

using google::type::Money;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int32_t kLastNano = 999'999'999;

Money Of(int64_t units, int32_t nanos = 0) {
  Money money;
  money.set_currency_code("EUR");
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

void ExpectSame(const Money& a, const Money& b) {
  EXPECT_EQ(a.ShortDebugString(), b.ShortDebugString());
}

TEST(MoneyTest, AddsExactlyAndStaysWithinWhatMoneyHolds) {
  const struct {
    Money a, b, sum;
  } cases[] = {
      {Of(1, 600'000'000), Of(2, 500'000'000), Of(4, 100'000'000)},
      {Of(1), Of(-2, -500'000'000), Of(-1, -500'000'000)},
      {Of(0, -1), Of(0, 1), Of(0)},
      {Of(kMost), Of(0, kLastNano), Of(kMost, kLastNano)},
      {Of(kMost), Of(1), Of(kMost, kLastNano)},
      {Of(kMost, kLastNano), Of(kMost, kLastNano), Of(kMost, kLastNano)},
      {Of(kLeast), Of(kLeast), Of(-kMost, -kLastNano)},
  };
  for (auto [a, b, sum] : cases) {
    Add(a, b);
    ExpectSame(a, sum);
  }
}

TEST(MoneyTest, ScalesRoundedHalfAwayFromZero) {
  const struct {
    Money money;
    int64_t numerator, denominator;
    Money scaled;
  } cases[] = {
      {Of(52), 12, 52, Of(12)},
      {Of(0, 1), 1, 2, Of(0, 1)},
      {Of(0, -1), 1, 2, Of(0, -1)},
      {Of(0, 1), -1, 2, Of(0, -1)},
      {Of(0, 1), 1, 3, Of(0)},
      {Of(0, 2), 1, 3, Of(0, 1)},
      {Of(100), 0, 7, Of(0)},
      {Of(kMost), 3, 3, Of(kMost)},
      {Of(kMost, kLastNano), kMost, kMost, Of(kMost, kLastNano)},
      {Of(kMost), 2, 1, Of(kMost, kLastNano)},
      {Of(kMost), kMost, 1, Of(kMost, kLastNano)},
      {Of(kMost), kLeast, 1, Of(-kMost, -kLastNano)},
      {Of(kLeast), kMost, 1, Of(-kMost, -kLastNano)},
      {Of(kLeast), kLeast, 1, Of(kMost, kLastNano)},
      {Of(kLeast), 1, kMost, Of(-1)},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.money.ShortDebugString());
    ExpectSame(Scaled(one.money, one.numerator, one.denominator), one.scaled);
  }
}

TEST(MoneyTest, IsPositiveAboveZero) {
  const std::pair<Money, bool> cases[] = {{Of(0), false},     {Of(0, 1), true},   {Of(1), true},
                                          {Of(-1), false},    {Of(0, -1), false}, {Of(kMost), true},
                                          {Of(kLeast), false}};
  for (const auto& [money, positive] : cases)
    EXPECT_EQ(IsPositive(money), positive) << money.ShortDebugString();
}

}  // namespace
}  // namespace palier::money
