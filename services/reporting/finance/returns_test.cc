// SPDX-License-Identifier: Apache-2.0
// Reference values as printed by spreadsheets (planning.md section 10).
#include "reporting/finance/returns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Flows = std::vector<double>;

TEST(NetPresentValue, IsThatOfSpreadsheets) {
  EXPECT_NEAR(NetPresentValue(0.10, Flows{-10000, 3000, 4200, 6800}), 1188.443412, 5e-7);
  const Flows income = {8000, 9200, 10000, 12000, 14500};
  EXPECT_NEAR(NetPresentValue(0.08, income) - 40000, 1922.061555, 5e-7);
  Flows with_loss = income;
  with_loss.push_back(-9000);
  EXPECT_NEAR(NetPresentValue(0.08, with_loss) - 40000, -3749.465087, 5e-7);
  EXPECT_EQ(NetPresentValue(0.5, Flows{}), 0);
  EXPECT_DOUBLE_EQ(NetPresentValue(0, Flows{1, 2, 3}), 6);
}

const std::vector<DatedFlow> kDated = {{absl::CivilDay(2008, 1, 1), -10000},
                                       {absl::CivilDay(2008, 3, 1), 2750},
                                       {absl::CivilDay(2008, 10, 30), 4250},
                                       {absl::CivilDay(2009, 2, 15), 3250},
                                       {absl::CivilDay(2009, 4, 1), 2750}};

TEST(NetPresentValue, CountsDaysOfDatedFlows) {
  EXPECT_NEAR(NetPresentValue(0.09, kDated), 2086.647602, 5e-7);
}

TEST(InternalRates, AreThoseOfSpreadsheets) {
  Flows flows = {-70000, 12000, 15000};
  EXPECT_THAT(InternalRates(flows), ElementsAre(DoubleNear(-0.44350694, 5e-9)));
  flows.insert(flows.end(), {18000, 21000});
  EXPECT_THAT(InternalRates(flows), ElementsAre(DoubleNear(-0.02124485, 5e-9)));
  flows.push_back(26000);
  EXPECT_THAT(InternalRates(flows), ElementsAre(DoubleNear(0.08663095, 5e-9)));
  EXPECT_THAT(InternalRates(kDated), ElementsAre(DoubleNear(0.373362534, 5e-10)));
}

TEST(InternalRates, AreNoneOrSeveralWhereThatIsSo) {
  EXPECT_THAT(InternalRates(Flows{}), IsEmpty());
  EXPECT_THAT(InternalRates(Flows{100, 100}), IsEmpty());
  EXPECT_THAT(InternalRates(Flows{0, 0}), IsEmpty());
  // x^2 - x + 1 has no real zero.
  EXPECT_THAT(InternalRates(Flows{1, -1, 1}), IsEmpty());
  // -100 (1 - 1.1 x)(1 - 1.2 x) at x = 1 / (1 + rate).
  EXPECT_THAT(InternalRates(Flows{-100, 230, -132}),
              ElementsAre(DoubleNear(0.1, 1e-12), DoubleNear(0.2, 1e-12)));
  // (1 - 1.1 x)(1 - 1.2 x)(1 - 1.3 x).
  EXPECT_THAT(InternalRates(Flows{1000, -3600, 4310, -1716}),
              ElementsAre(DoubleNear(0.1, 1e-11), DoubleNear(0.2, 1e-11), DoubleNear(0.3, 1e-11)));
  // A double zero: (1 - 1.1 x)^2.
  EXPECT_THAT(InternalRates(Flows{100, -220, 121}), ElementsAre(DoubleNear(0.1, 1e-8)));
}

TEST(InternalRates, AreFoundForTenYearsOfMonths) {
  Flows flows(121, 100);
  flows[0] = -6000;
  const std::vector<double> rates = InternalRates(flows);
  ASSERT_EQ(rates.size(), 1u);
  EXPECT_NEAR(NetPresentValue(rates[0], flows), 0, 1e-9);
}

TEST(ModifiedInternalRate, IsThatOfSpreadsheets) {
  const Flows flows = {-120000, 39000, 30000, 21000, 37000, 46000};
  EXPECT_NEAR(*ModifiedInternalRate(flows, 0.10, 0.12), 0.12609413, 5e-9);
  EXPECT_NEAR(*ModifiedInternalRate(Flows(flows.begin(), flows.begin() + 4), 0.10, 0.12),
              -0.04804466, 5e-9);
  EXPECT_NEAR(*ModifiedInternalRate(flows, 0.10, 0.14), 0.13475911, 5e-9);
  EXPECT_EQ(ModifiedInternalRate(Flows{1, 2}, 0.1, 0.1), std::nullopt);
  EXPECT_EQ(ModifiedInternalRate(Flows{-1, -2}, 0.1, 0.1), std::nullopt);
  EXPECT_EQ(ModifiedInternalRate(Flows{}, 0.1, 0.1), std::nullopt);
}

TEST(Payback, IsTheFirstTimeThatNothingIsOwed) {
  EXPECT_DOUBLE_EQ(*Payback(Flows{-1000, 400, 400, 400}), 2.5);
  EXPECT_DOUBLE_EQ(*Payback(Flows{-1000, 500, 500}), 2);
  EXPECT_DOUBLE_EQ(*Payback(Flows{0, -300, 600}), 1.5);
  EXPECT_DOUBLE_EQ(*Payback(Flows{0, 300, 600}), 0);
  EXPECT_DOUBLE_EQ(*Payback(Flows{-100, 200, -500, 900}), 0.5);
  EXPECT_DOUBLE_EQ(*Payback(Flows{}), 0);
  EXPECT_EQ(Payback(Flows{-1000, 400, 500}), std::nullopt);
}

TEST(Payback, IsLaterWhenMoneyHasAPrice) {
  EXPECT_NEAR(*DiscountedPayback(0.10, Flows{-1000, 1100 * 0.5, 1210 * 0.5}), 2, 1e-12);
  EXPECT_EQ(DiscountedPayback(0.10, Flows{-1000, 500, 500}), std::nullopt);
  EXPECT_DOUBLE_EQ(*DiscountedPayback(0, Flows{-1000, 400, 400, 400}), 2.5);
}

}  // namespace
}  // namespace palier::reporting
