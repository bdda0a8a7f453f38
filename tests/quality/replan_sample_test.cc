// SPDX-License-Identifier: Apache-2.0
// A sample of what `palier_replan_quality` measures.
#include <gtest/gtest.h>

#include "rollout/schedule/value_search.h"
#include "tests/quality/disturbance.h"

namespace palier::quality {
namespace {

// FNV-1a.
uint64_t DigestOf(const schedule::Starts& starts) {
  uint64_t digest = 14'695'981'039'346'656'037u;
  for (const int start : starts)
    digest = (digest ^ static_cast<uint64_t>(start)) * 1'099'511'628'211u;
  return digest;
}

TEST(ReplanSampleTest, TheSameBytesOnEveryBuild) {
  const WaveScenario scenario = MakeWaveScenario(20, 3, 1);
  schedule::SearchOptions options;
  options.decodes = 1000;
  const auto plan = schedule::MaximiseValue(scenario.model, scenario.values, options);
  ASSERT_TRUE(plan.ok()) << plan.status();
  const DisturbedScenario disturbed = Disturb(scenario, plan->starts, Disturbance::kAll, 1);
  const auto replans = schedule::Replan(disturbed.scenario.model, disturbed.scenario.values,
                                        disturbed.standing, options);
  ASSERT_TRUE(replans.ok()) << replans.status();
  EXPECT_EQ(DigestOf(plan->starts), 15'363'314'872'878'132'086u);
  EXPECT_EQ(DigestOf(replans->least_change.starts), 15'693'052'686'773'676'602u);
  EXPECT_EQ(DigestOf(replans->best_value.starts), 448'495'556'470'845'969u);
}

TEST(ReplanSampleTest, FewMoveLittleIsLostAndNothingFrozenMoves) {
  size_t moved = 0, shifted = 0;
  for (int seed = 1; seed <= 2; ++seed) {
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
  EXPECT_GT(shifted, 200u);
  EXPECT_LE(moved * 100, shifted * 35);
}

}  // namespace
}  // namespace palier::quality
