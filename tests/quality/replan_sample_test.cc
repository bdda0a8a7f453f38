// SPDX-License-Identifier: Apache-2.0
// A sample of what `palier_replan_quality` measures.
#include <gtest/gtest.h>

#include "rollout/schedule/value_search.h"
#include "tests/quality/disturbance.h"

namespace palier::quality {
namespace {

TEST(ReplanSampleTest, FewMoveLittleIsLostAndNothingFrozenMoves) {
  size_t moved = 0, shifted = 0;
  for (int seed = 1; seed <= 3; ++seed) {
    const WaveScenario scenario = MakeWaveScenario(60, 4, static_cast<uint64_t>(seed));
    schedule::SearchOptions options;
    options.decodes = 1500;
    const auto plan = schedule::MaximiseValue(scenario.model, scenario.values, options);
    ASSERT_TRUE(plan.ok()) << plan.status();
    for (const Disturbance kind : {Disturbance::kCapacity, Disturbance::kAll}) {
      SCOPED_TRACE(testing::Message() << NameOf(kind) << " seed " << seed);
      const DisturbedScenario disturbed =
          Disturb(scenario, plan->starts, kind, static_cast<uint64_t>(seed));
      const schedule::Standing& standing = disturbed.standing;
      const schedule::Values& values = disturbed.scenario.values;
      options.decodes = 3000;
      const auto replans = schedule::Replan(disturbed.scenario.model, values, standing, options);
      ASSERT_TRUE(replans.ok()) << replans.status();
      EXPECT_GE(static_cast<double>(replans->least_change.value),
                0.98 * static_cast<double>(replans->best_value.value));
      // Another search from there finds hardly more.
      const auto anew = schedule::MaximiseValue(WithRoomForFrozen(disturbed), values, options,
                                                replans->best_value.starts);
      ASSERT_TRUE(anew.ok()) << anew.status();
      EXPECT_GE(static_cast<double>(replans->least_change.value),
                0.98 * static_cast<double>(anew->objective));
      for (size_t i = 0; i < standing.starts.size(); ++i) {
        if (!standing.frozen[i]) continue;
        EXPECT_EQ(replans->least_change.starts[i], standing.starts[i]);
        EXPECT_EQ(replans->best_value.starts[i], standing.starts[i]);
      }
      const schedule::Starts ordered = ShiftInOrder(disturbed);
      ASSERT_FALSE(ordered.empty());
      for (size_t i = 0; i < ordered.size(); ++i) shifted += ordered[i] != standing.starts[i];
      moved += replans->least_change.moved.size();
    }
  }
  EXPECT_GT(shifted, 300u);
  EXPECT_LE(moved * 100, shifted * 35);
}

}  // namespace
}  // namespace palier::quality
