// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/templates.h"

#include <gtest/gtest.h>

#include <set>

namespace palier::kpi {
namespace {

TEST(TemplatesTest, EachIsWholeAndNamedOnce) {
  std::set<std::string> ids;
  for (const KpiTemplate& one : KpiTemplates()) {
    EXPECT_TRUE(ids.insert(one.id).second) << one.id;
    EXPECT_FALSE(one.name.en.empty() || one.name.fr.empty() || one.unit.empty()) << one.id;
    EXPECT_GE(one.relative_percent, 0) << one.id;
    EXPECT_EQ(FindKpiTemplate(one.id), &one);
  }
  EXPECT_EQ(FindKpiTemplate("nothing"), nullptr);
}

TEST(TemplatesTest, CarryTheTargetsOfTheArticles) {
  const struct {
    const char* id;
    Direction direction;
    int percent, months;
  } kTargets[] = {
      {"routine-time", Direction::kDecrease, 20, 6},  {"rework", Direction::kDecrease, 50, 9},
      {"process-cost", Direction::kDecrease, 15, 12}, {"email-time", Direction::kDecrease, 20, 0},
      {"conversion", Direction::kIncrease, 5, 0},     {"penetration", Direction::kIncrease, 0, 0}};
  for (const auto& [id, direction, percent, months] : kTargets) {
    const KpiTemplate* found = FindKpiTemplate(id);
    ASSERT_NE(found, nullptr) << id;
    EXPECT_EQ(found->direction, direction) << id;
    EXPECT_EQ(found->relative_percent, percent) << id;
    EXPECT_EQ(found->horizon_months, months) << id;
  }
}

}  // namespace
}  // namespace palier::kpi
