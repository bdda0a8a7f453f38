// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace palier::reporting {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kUnit = 1'000'000'000;

CaseLine Cost(const std::string& group, int year, int64_t units) {
  return {CaseSide::kCost, group, year, absl::int128(units) * kUnit};
}
CaseLine Gain(const std::string& kpi, int year, int64_t units) {
  return {CaseSide::kGain, kpi, year, absl::int128(units) * kUnit};
}
std::vector<int64_t> Units(const Years& years) {
  std::vector<int64_t> units;
  for (const absl::int128 nanos : years) units.push_back(static_cast<int64_t>(nanos / kUnit));
  return units;
}

TEST(CaseTable, AddsUpByGroupAndYear) {
  const CaseTable table = MakeCaseTable(
      {Gain("hours", 1, 40), Cost("BUILD", 1, 100), Cost("RUN", 1, 10), Cost("RUN", 2, 20),
       Gain("hours", 2, 90), Gain("errors", 2, 30), Cost("RUN", 1, 5), Gain("hours", 4, 999)},
      3);
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(table.rows[0].group, "BUILD");
  EXPECT_EQ(table.rows[1].group, "RUN");
  EXPECT_THAT(Units(table.rows[1].years), ElementsAre(15, 20, 0));
  EXPECT_EQ(table.rows[2].group, "hours");
  EXPECT_EQ(table.rows[3].group, "errors");
  EXPECT_THAT(Units(table.costs), ElementsAre(115, 20, 0));
  EXPECT_THAT(Units(table.gains), ElementsAre(40, 120, 0));
  EXPECT_THAT(Units(table.net), ElementsAre(-75, 100, 0));
  EXPECT_THAT(Units(table.cumulative), ElementsAre(-75, 25, 25));
}

TEST(CaseTable, AKpiOfTheNameOfACategoryIsAnotherRow) {
  EXPECT_EQ(MakeCaseTable({Cost("RUN", 1, 1), Gain("RUN", 1, 1)}, 1).rows.size(), 2u);
}

TEST(CaseTable, TotalsAreThoseOfTheRowsWhateverTheLines) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<CaseLine> lines;
    for (uint64_t n = random() % 60; n > 0; --n) {
      lines.push_back({random() % 2 == 0 ? CaseSide::kCost : CaseSide::kGain,
                       std::string(1, static_cast<char>('a' + random() % 5)),
                       1 + static_cast<int>(random() % 5),
                       absl::int128(static_cast<int64_t>(random() >> 1))});
    }
    const CaseTable table = MakeCaseTable(lines, 3);
    Years costs(3), gains(3);
    for (const CaseRow& row : table.rows) {
      for (size_t year = 0; year < 3; ++year)
        (row.side == CaseSide::kCost ? costs : gains)[year] += row.years[year];
    }
    EXPECT_EQ(table.costs, costs);
    EXPECT_EQ(table.gains, gains);
    EXPECT_EQ(table.cumulative.back(), TotalOf(gains) - TotalOf(costs));
  }
}

TEST(CaseWorth, IsThatOfTheNetAmounts) {
  const CaseTable table = MakeCaseTable({Cost("BUILD", 1, 10000), Gain("hours", 2, 3000),
                                         Gain("hours", 3, 4200), Gain("hours", 4, 6800)},
                                        4);
  const CaseWorth worth = WorthOf(table, 0.10);
  EXPECT_NEAR(worth.net_present_value, 1188.443412, 5e-7);
  EXPECT_THAT(worth.internal_rates, ElementsAre(DoubleNear(0.163405601, 5e-9)));
  EXPECT_NEAR(*worth.payback_years, 3 + 2800.0 / 6800, 1e-12);
  EXPECT_GT(*worth.discounted_payback_years, *worth.payback_years);
}

TEST(CaseWorth, OfWhatNeverPaysBackSaysSo) {
  const CaseWorth worth = WorthOf(MakeCaseTable({Cost("RUN", 1, 10), Gain("hours", 2, 5)}, 3), 0.1);
  EXPECT_LT(worth.net_present_value, 0);
  EXPECT_EQ(worth.payback_years, std::nullopt);
  EXPECT_EQ(worth.discounted_payback_years, std::nullopt);
}

TEST(CaseWorth, OfNothingIsNothing) {
  const CaseWorth worth = WorthOf(MakeCaseTable({}, 3), 0.1);
  EXPECT_EQ(worth.net_present_value, 0);
  EXPECT_THAT(worth.internal_rates, IsEmpty());
  EXPECT_EQ(worth.payback_years, 0);
}

}  // namespace
}  // namespace palier::reporting
