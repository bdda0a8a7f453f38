// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/returns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

ProjectReturns Realised(const Amounts& savings, const Amounts& costs) {
  ProjectReturns project;
  project.Add(Realisation::kRealised, savings, costs);
  return project;
}

ProjectReturns Poc(const Amounts& savings, const Amounts& costs) {
  ProjectReturns project;
  project.Add(Realisation::kNotInProduction, savings, costs);
  return project;
}

TEST(Returns, OnlyRealisedMonthsOfAProjectAreItsReturn) {
  RecordProperty("requirement", "S1-51 S2-22");
  ProjectReturns project;
  project.Add(Realisation::kNotInProduction, {{"EUR", 900}}, {{"EUR", 50}});
  project.Add(Realisation::kDataNotReal, {{"EUR", 10}}, {});
  project.Add(Realisation::kNoRealUsers, {}, {{"EUR", 5}});
  EXPECT_EQ(project.realised.months, 0);
  EXPECT_FALSE(project.Judged());
  project.Add(Realisation::kRealised, {{"EUR", 300}}, {{"EUR", 100}});
  EXPECT_TRUE(project.Judged());
  EXPECT_EQ(project.realised.OnCosts(), 2);
  EXPECT_THAT(project.unrealised_savings, ElementsAre(Pair("EUR", 910)));
  EXPECT_THAT(project.unrealised_costs, ElementsAre(Pair("EUR", 55)));
}

TEST(Returns, AGroupHasTheReturnOfWhatIsKnown) {
  RecordProperty("requirement", "S1-51 S4-05");
  struct Case {
    const char* why;
    std::vector<ProjectReturns> projects;
    std::optional<double> expected;
    int realised, unjudged;
  };
  const Case cases[] = {
      {"nothing at all", {}, 0, 0, 0},
      {"a proof of concept has none", {Poc({{"EUR", 900}}, {{"EUR", 1}})}, 0, 0, 0},
      {"sums, not a mean of returns",
       {Realised({{"EUR", 300}}, {{"EUR", 100}}), Realised({}, {{"EUR", 300}})},
       -0.25,
       2,
       0},
      {"what a PoC saved does not count",
       {Realised({{"EUR", 300}}, {{"EUR", 100}}), Poc({{"EUR", 900}}, {})},
       2,
       1,
       0},
      {"nobody measured what one of them costs",
       {Realised({{"EUR", 300}}, {{"EUR", 100}}), Realised({{"EUR", 500}}, {})},
       std::nullopt,
       2,
       1},
      {"two currencies",
       {Realised({{"EUR", 300}}, {{"EUR", 100}}), Realised({{"CHF", 200}}, {{"CHF", 100}})},
       std::nullopt,
       2,
       0},
      {"saves in one currency and costs another",
       {Realised({{"EUR", 300}}, {{"CHF", 100}})},
       std::nullopt,
       1,
       1},
  };
  for (const Case& one : cases) {
    GroupReturns group;
    for (const ProjectReturns& project : one.projects) group.Add(project);
    EXPECT_EQ(group.OnCosts(), one.expected) << one.why;
    EXPECT_EQ(group.projects, static_cast<int>(one.projects.size())) << one.why;
    EXPECT_EQ(group.realised_projects, one.realised) << one.why;
    EXPECT_EQ(group.unjudged_projects, one.unjudged) << one.why;
  }
}

TEST(Returns, EachCurrencyHasItsOwn) {
  GroupReturns group;
  group.Add(Realised({{"EUR", 300}}, {{"EUR", 100}}));
  group.Add(Realised({{"EUR", 100}}, {{"EUR", 100}}));
  group.Add(Realised({{"CHF", 50}}, {{"CHF", 100}}));
  group.Add(Realised({{"USD", 50}}, {}));
  ASSERT_EQ(group.returns.size(), 2u) << "what the dollars cost is not known";
  EXPECT_EQ(group.returns["EUR"].projects, 2);
  EXPECT_EQ(group.returns["EUR"].OnCosts(), 1);
  EXPECT_EQ(group.returns["CHF"].OnCosts(), -0.5);
  EXPECT_THAT(group.realised_savings,
              ElementsAre(Pair("CHF", 50), Pair("EUR", 400), Pair("USD", 50)));
  EXPECT_THAT(group.run_costs, ElementsAre(Pair("CHF", 100), Pair("EUR", 200)));
  EXPECT_THAT(group.unrealised_costs, IsEmpty());
}

}  // namespace
}  // namespace palier::kpi
