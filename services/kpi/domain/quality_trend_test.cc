// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/quality_trend.h"

#include <gtest/gtest.h>

#include <vector>

namespace palier::kpi {
namespace {

TEST(QualityTrend, OneThatGotWorseIsEnough) {
  RecordProperty("requirement", "S3-14");
  using enum Verdict;
  struct Case {
    std::vector<Verdict> verdicts;
    QualityTrend expected;
  };
  const Case cases[] = {
      {{}, QualityTrend::kUnknown},
      {{kNotEnoughData, kNotComparable}, QualityTrend::kUnknown},
      {{kNotEnoughData, kNoMaterialChange}, QualityTrend::kHolds},
      {{kNoMaterialChange, kImproved}, QualityTrend::kRises},
      {{kImproved, kRegressed, kNoMaterialChange}, QualityTrend::kFalls},
      {{kRegressed}, QualityTrend::kFalls},
  };
  for (const Case& one : cases) EXPECT_EQ(TrendOf(one.verdicts), one.expected);
}

}  // namespace
}  // namespace palier::kpi
