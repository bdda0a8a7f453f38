// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/saved_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

RecordedHours Reduced(Fixed hours, const std::string& currency, int64_t hourly_cents) {
  return {HoursWent::kReducedCost, hours, currency, absl::int128(hourly_cents) * 10'000'000};
}

TEST(SavedTime, WhatNobodyRecordedIsUnknownAndNoMoney) {
  RecordProperty("requirement", "S1-49");
  const HoursOfMonth month = Account(12000, {});
  EXPECT_EQ(month.unknown, 12000);
  EXPECT_EQ(month.excess, 0);
  EXPECT_THAT(month.savings, IsEmpty());
}

TEST(SavedTime, OnlyReducedCostsAreMoney) {
  const HoursOfMonth month = Account(
      12000, {{HoursWent::kReinvested, 5000}, Reduced(2050, "EUR", 4210), Reduced(1, "CHF", 5)});
  EXPECT_EQ(month.reinvested, 5000);
  EXPECT_EQ(month.reduced_cost, 2051);
  EXPECT_EQ(month.unknown, 4949);
  // 20.50 hours of 42.10 EUR; 0.01 hours of 0.05 CHF.
  EXPECT_THAT(month.savings, ElementsAre(Pair("CHF", absl::int128(500'000)),
                                         Pair("EUR", absl::int128(863'050'000'000))));
}

TEST(SavedTime, MoreThanWasMeasuredIsAContradiction) {
  const HoursOfMonth month = Account(1000, {Reduced(1001, "EUR", 4000)});
  EXPECT_EQ(month.excess, 1);
  EXPECT_EQ(month.unknown, 0);
  EXPECT_THAT(month.savings, IsEmpty());
}

TEST(SavedTime, ReturnsAreZeroUntilAMonthIsRealised) {
  RecordProperty("requirement", "S1-51 S2-22");
  Returns returns;
  EXPECT_EQ(returns.OnCosts(), 0);
  returns.Add({{"EUR", 300}}, {{"EUR", 100}});
  EXPECT_EQ(returns.OnCosts(), 2);
  returns.Add({}, {{"EUR", 300}});
  EXPECT_EQ(returns.OnCosts(), -0.25) << "300 saved, 400 spent";
  returns.Add({{"CHF", 1}}, {});
  EXPECT_EQ(returns.OnCosts(), std::nullopt) << "two currencies do not add up";
  Returns free;
  free.Add({{"EUR", 300}}, {});
  EXPECT_EQ(free.OnCosts(), std::nullopt) << "no cost is measured";
}

TEST(SavedTime, NothingIsRealisedBeforeProduction) {
  RecordProperty("requirement", "S2-22");
  const absl::CivilDay march(2026, 3, 1), april(2026, 4, 1);
  struct Case {
    const char* why;
    Production production;
    bool real_data, real_users;
    Realisation expected;
  };
  using R = Realisation;
  const Case cases[] = {
      {"never in production", {}, true, true, R::kNotInProduction},
      {"from the first day on", {march, {}}, true, true, R::kRealised},
      {"from the second day on", {march + 1, {}}, true, true, R::kNotInProduction},
      {"until the last day", {march - 90, april}, true, true, R::kRealised},
      {"until the day before", {march - 90, april - 1}, true, true, R::kNotInProduction},
      {"demo data", {march - 90, {}}, false, true, R::kDataNotReal},
      {"nobody used it", {march - 90, {}}, true, false, R::kNoRealUsers},
      {"a PoC with real data and users", {april, {}}, true, true, R::kNotInProduction},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(RealisationOf(march, april, one.production, one.real_data, one.real_users),
              one.expected)
        << one.why;
  }
}

}  // namespace
}  // namespace palier::kpi
