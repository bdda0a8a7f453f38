// SPDX-License-Identifier: Apache-2.0
#include "common/money/sums.h"

#include <gtest/gtest.h>

#include <limits>

#include "common/money/money.h"

namespace palier::money {
namespace {

google::type::Money Of(int64_t units, int32_t nanos, const std::string& currency) {
  google::type::Money money;
  money.set_units(units);
  money.set_nanos(nanos);
  money.set_currency_code(currency);
  return money;
}

TEST(SumsTest, AddsEachCurrencyForItself) {
  Sums sums;
  EXPECT_TRUE(sums.empty());
  sums.Add(Of(1, 600'000'000, "EUR"));
  sums.Add(Of(2, 500'000'000, "EUR"));
  sums.Add(Of(7, 0, "USD"));
  sums.Add(google::type::Money());
  Sums more;
  more.Add(Of(1, 0, "CHF"));
  sums.Add(more);
  std::vector<std::string> texts;
  for (const auto& each : sums.all()) texts.push_back(each.ShortDebugString());
  const std::vector<std::string> want = {Of(1, 0, "CHF").ShortDebugString(),
                                         Of(4, 100'000'000, "EUR").ShortDebugString(),
                                         Of(7, 0, "USD").ShortDebugString()};
  EXPECT_EQ(texts, want);
  EXPECT_EQ(sums.nanos("GBP"), 0);
  EXPECT_EQ(sums.nanos("EUR"), absl::int128(4'100'000'000));
}

TEST(SumsTest, StaysWithinWhatMoneyHolds) {
  Sums sums;
  const int64_t most = std::numeric_limits<int64_t>::max();
  sums.Add(Of(most, 0, "EUR"));
  sums.Add(Of(most, 0, "EUR"));
  EXPECT_EQ(sums.all()[0].units(), most);
}

}  // namespace
}  // namespace palier::money
