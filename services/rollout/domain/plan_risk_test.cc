// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/plan_risk.h"

#include <gtest/gtest.h>

#include "rollout/domain/planning_samples.h"
#include "rollout/domain/wave_planner.h"

namespace palier::rollout {
namespace {

// Three waves of the firm of 140.
struct Firm {
  PlanningModel model = FirmOf140();
  CompiledModel compiled{model};
  std::vector<PlannedWave> waves;
  Firm() {
    const auto plan = WavePlanner().Make(model, {});
    EXPECT_TRUE(plan.ok()) << plan.status();
    if (plan.ok()) waves = plan->waves;
  }
};

RiskAssumptions Certain() {
  RiskAssumptions certain;
  certain.attendance_permille = {1000, 1000, 1000};
  certain.support_permille = {1000, 1000, 1000};
  certain.gate_pass_permille = 1000;
  certain.gate_stop_permille = 0;
  certain.reach_permille = {700, 700, 700};
  certain.ramp_weeks = {12, 12, 12};
  certain.runs = 50;
  return certain;
}

PlanRisk Assess(const Firm& firm, int passed, const RiskAssumptions& assumptions) {
  const auto risk =
      AssessRisk(firm.compiled, firm.waves, {.passed = passed, .started = passed}, assumptions);
  EXPECT_TRUE(risk.ok()) << risk.status();
  return risk.ok() ? *risk : PlanRisk();
}

TEST(PlanRisk, WithoutChanceAllGoesAsPlanned) {
  const Firm firm;
  ASSERT_EQ(firm.waves.size(), 3u);
  const PlanRisk risk = Assess(firm, 0, Certain());
  ASSERT_TRUE(risk.end.has_value());
  EXPECT_EQ(risk.end->p10, firm.waves.back().gate_day);
  EXPECT_EQ(risk.end->p90, firm.waves.back().gate_day);
  EXPECT_EQ(risk.on_time_permille, 1000);
  EXPECT_EQ(risk.stopped_permille, 0);
  EXPECT_EQ(risk.use.p50, risk.planned_use);
  for (size_t w = 0; w < 3; ++w) {
    EXPECT_EQ(risk.waves[w].start.p90, firm.waves[w].start);
    EXPECT_EQ(risk.waves[w].on_time_permille, 1000);
    EXPECT_EQ(risk.waves[w].never_permille, 0);
  }
}

TEST(PlanRisk, ChanceMakesItLaterNeverSooner) {
  const Firm firm;
  const PlanRisk risk = Assess(firm, 0, {});
  ASSERT_TRUE(risk.end.has_value());
  EXPECT_GE(risk.end->p10, firm.waves.back().gate_day);
  EXPECT_GT(risk.end->p90, risk.end->p10);
  EXPECT_LE(risk.end->p10, risk.end->p50);
  EXPECT_LE(risk.end->p50, risk.end->p90);
  EXPECT_LT(risk.on_time_permille, 500);
  // Three gates, each of which stops it in 20 to 25 of 1,000.
  EXPECT_NEAR(risk.stopped_permille, 73, 12);
  EXPECT_LT(risk.use.p10, risk.use.p90);
  EXPECT_EQ(risk.waves[0].on_time_permille, 1000) << "nothing comes before the first";
  EXPECT_EQ(risk.waves[0].never_permille, 0);
  EXPECT_GT(risk.waves[2].never_permille, risk.waves[1].never_permille);
}

TEST(PlanRisk, TheSameForTheSameSeed) {
  const Firm firm;
  RiskAssumptions assumptions;
  assumptions.runs = 1000;
  const PlanRisk one = Assess(firm, 0, assumptions);
  const PlanRisk two = Assess(firm, 0, assumptions);
  EXPECT_EQ(one.use.p10, two.use.p10);
  EXPECT_EQ(one.use.p90, two.use.p90);
  EXPECT_EQ(one.end->p50, two.end->p50);
  assumptions.seed = 2;
  EXPECT_NE(Assess(firm, 0, assumptions).use.p10, one.use.p10);
}

TEST(PlanRisk, WhatHasPassedIsCertain) {
  const Firm firm;
  const PlanRisk none = Assess(firm, 0, {});
  const PlanRisk two = Assess(firm, 2, {});
  EXPECT_EQ(two.waves[1].on_time_permille, 1000);
  EXPECT_EQ(two.waves[2].on_time_permille, 1000) << "its gate is open on the planned day";
  EXPECT_LT(two.stopped_permille, none.stopped_permille);
  const PlanRisk all = Assess(firm, 3, {});
  EXPECT_EQ(all.end->p90, firm.waves.back().gate_day);
  EXPECT_EQ(all.stopped_permille, 0);
}

TEST(PlanRisk, WhoMissesMoreIsLaterWithTheSameDraws) {
  const Firm firm;
  RiskAssumptions often = Certain(), seldom = Certain();
  often.runs = seldom.runs = 500;
  often.attendance_permille = {300, 500, 700};
  seldom.attendance_permille = {600, 800, 1000};
  const PlanRisk more = Assess(firm, 0, often);
  const PlanRisk less = Assess(firm, 0, seldom);
  for (size_t i = 0; i < more.teams.size(); ++i) {
    EXPECT_GE(more.teams[i].go_live->p10, less.teams[i].go_live->p10) << more.teams[i].deployment;
    EXPECT_GE(more.teams[i].go_live->p90, less.teams[i].go_live->p90) << more.teams[i].deployment;
  }
}

TEST(PlanRisk, TheOnlyTeamOfAWaveIsAlwaysCritical) {
  const Firm firm;
  const PlanRisk risk = Assess(firm, 0, Certain());
  ASSERT_EQ(firm.waves[0].deployments.size(), 1u);
  EXPECT_EQ(risk.teams[0].critical_permille, 1000);
}

TEST(PlanRisk, WhatHasNotStartedDoesNotStartBeforeToday) {
  const Firm firm;
  const absl::CivilDay today = firm.waves[0].start + 100;
  const auto risk = AssessRisk(firm.compiled, firm.waves, {.today = today}, Certain());
  ASSERT_TRUE(risk.ok());
  EXPECT_GE(risk->waves[0].start.p10, today);
  EXPECT_EQ(risk->on_time_permille, 0);
  const auto started =
      AssessRisk(firm.compiled, firm.waves, {.started = 1, .today = today}, Certain());
  EXPECT_EQ(started->waves[0].start.p10, firm.waves[0].start);
  EXPECT_GE(started->waves[1].start.p10, today);
}

TEST(PlanRisk, AWaveThatNeverStartsHasNoDays) {
  const Firm firm;
  RiskAssumptions hopeless = Certain();
  hopeless.runs = 1;
  hopeless.gate_pass_permille = 1;
  hopeless.gate_stop_permille = 999;
  hopeless.seed = 3;
  const auto risk = AssessRisk(firm.compiled, firm.waves, {}, hopeless);
  ASSERT_TRUE(risk.ok());
  EXPECT_FALSE(risk->end.has_value());
  EXPECT_EQ(risk->waves[1].never_permille, 1000);
  EXPECT_TRUE(risk->teams[0].go_live.has_value());
  EXPECT_FALSE(risk->teams[1].go_live.has_value());
}

TEST(PlanRisk, EndsWhenItsCallerDoes) {
  const Firm firm;
  int asked = 0;
  const auto risk = AssessRisk(firm.compiled, firm.waves, {}, {}, [&] {
    return ++asked < 3 ? absl::OkStatus() : absl::DeadlineExceededError("late");
  });
  EXPECT_EQ(risk.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(asked, 3);
}

TEST(PlanRisk, GrowthIsHeldAgainstWhatChampionsCanDo) {
  const Firm firm;
  const auto check = CheckGrowth(firm.compiled, firm.waves);
  ASSERT_TRUE(check.has_value());
  EXPECT_GT(check->planned, 0);
  EXPECT_GT(check->possible, check->planned) << "three waves in a quarter are no feat";
  EXPECT_FALSE(CheckGrowth(firm.compiled, {firm.waves[0]}).has_value());
}

}  // namespace
}  // namespace palier::rollout
