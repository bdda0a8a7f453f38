// SPDX-License-Identifier: Apache-2.0
// A sample of the wave scenarios against bounds that `palier_wave_quality` printed with clp 1.17.6.
#include <gtest/gtest.h>

#include "rollout/schedule/value_search.h"
#include "tests/quality/wave_scenario.h"

namespace palier::quality {
namespace {

TEST(WavesSampleTest, PlansComeCloseToWhatNoPlanCanPass) {
  const struct {
    int teams, tools;
    uint64_t seed;
    // Of the linear relaxation, rounded up.
    int64_t bound;
    double least_share;
  } kCases[] = {
      {20, 3, 1, 102'577'965, 0.99}, {20, 3, 2, 79'891'558, 0.985}, {60, 4, 1, 282'188'119, 0.98}};
  for (const auto& one : kCases) {
    const WaveScenario scenario = MakeWaveScenario(one.teams, one.tools, one.seed);
    schedule::SearchOptions options;
    options.decodes = 3000;
    const auto found = schedule::MaximiseValue(scenario.model, scenario.values, options);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_TRUE(schedule::Violations(scenario.model, found->starts).empty());
    EXPECT_LE(found->objective, one.bound) << "a better plan than there is";
    EXPECT_GE(static_cast<double>(found->objective),
              one.least_share * static_cast<double>(one.bound))
        << one.teams << "x" << one.tools << " seed " << one.seed;
  }
}

}  // namespace
}  // namespace palier::quality
