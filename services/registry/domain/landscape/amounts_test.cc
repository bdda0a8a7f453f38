// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/amounts.h"

#include <gtest/gtest.h>

#include <limits>

#include "registry/domain/landscape/testing/house.h"

namespace palier::landscape {
namespace {

google::type::Money Of(int64_t units, int32_t nanos, const std::string& currency) {
  google::type::Money money = Euros(units, currency);
  money.set_nanos(nanos);
  return money;
}

TEST(AmountsTest, AddsEachCurrencyForItself) {
  Amounts amounts;
  amounts.Add(Of(1, 600'000'000, "EUR"));
  amounts.Add(Of(2, 500'000'000, "EUR"));
  amounts.Add(Of(7, 0, "USD"));
  amounts.Add(google::type::Money());
  Amounts more;
  more.Add(Of(1, 0, "CHF"));
  amounts.Add(more);
  std::vector<std::string> texts;
  for (const auto& each : amounts.all()) texts.push_back(AmountText(each));
  EXPECT_EQ(texts, (std::vector<std::string>{"1.00 CHF", "4.10 EUR", "7.00 USD"}));
  EXPECT_EQ(amounts.nanos("GBP"), 0);
}

TEST(AmountsTest, StaysWithinWhatMoneyHolds) {
  Amounts amounts;
  const int64_t most = std::numeric_limits<int64_t>::max();
  amounts.Add(Of(most, 0, "EUR"));
  amounts.Add(Of(most, 0, "EUR"));
  EXPECT_EQ(amounts.all()[0].units(), most);
}

TEST(AmountsTest, ChecksWhatIsNoAmount) {
  const std::pair<google::type::Money, bool> cases[] = {
      {Of(0, 0, "EUR"), true},
      {Of(10, 0, "EUR"), true},
      {Of(9, 999'999'999, "EUR"), true},
      {Of(10, 1, "EUR"), false},
      {Of(-1, 0, "EUR"), false},
      {Of(0, -1, "EUR"), false},
      {Of(0, 1'000'000'000, "EUR"), false},
      {Of(1, 0, "eur"), false},
      {Of(1, 0, ""), false},
      {Of(1, 0, "EURO"), false},
  };
  for (const auto& [amount, good] : cases) {
    status::FieldErrors errors;
    CheckAmount("x", amount, 10, errors);
    EXPECT_EQ(errors.empty(), good) << amount.ShortDebugString();
  }
}

}  // namespace
}  // namespace palier::landscape
