// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_replan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "rollout/domain/planning_samples.h"
#include "rollout/domain/programme_planner.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const PlanOptions kQuick = {.schedules = 2000};

// One tool, twelve people in each team, one team in IT work at a time.
Programme SixTeamsInARow() {
  ProgrammeTool tool;
  tool.id = "mail";
  tool.model = EmptyModel(1000);
  tool.model.limits.users_per_champion = 0;
  tool.model.limits.pilot_size = 1000;
  for (const char* team : {"alpha", "bravo", "carmen", "delta", "echo", "foxtrot"}) {
    tool.model.teams.push_back(SampleTeam(team, 12));
    tool.model.teams.back().max_training_permille = 500;
    tool.model.deployments.push_back(SampleDeployment(team, 12, "mail"));
  }
  tool.prepare_weeks = 2;
  tool.it_units = 1;
  Programme programme;
  programme.start = CivilDay(2026, 1, 5);
  programme.weeks = 52;
  programme.tools = {tool};
  programme.it_capacity = 1;
  return programme;
}

ProgrammeInForce InForce(const ProgrammePlan& plan, CivilDay first) {
  ProgrammeInForce in_force{{}, first};
  for (const ProgrammeEntry& entry : plan.entries) {
    in_force.entries.push_back({entry.tool, entry.team, entry.start});
  }
  return in_force;
}

std::vector<std::string> TeamsOf(const ProgrammeAlternative& alternative) {
  std::vector<std::string> teams;
  for (const ProgrammeMove& move : alternative.moves) teams.push_back(move.after.team);
  std::sort(teams.begin(), teams.end());
  return teams;
}

TEST(ProgrammeReplanTest, OneTeamThatIsLateMovesAlone) {
  Programme programme = SixTeamsInARow();
  const auto plan = PlanProgramme(programme, kQuick);
  ASSERT_TRUE(plan.ok()) << plan.status();
  const ProgrammeInForce in_force = InForce(*plan, CivilDay(2026, 1, 19));
  const auto same = ReplanProgramme(programme, in_force, kQuick);
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_THAT(same->least_change.moves, IsEmpty());
  EXPECT_EQ(same->frozen, 1);
  EXPECT_EQ(same->least_change.plan.value, plan->value);

  const std::string second = plan->entries[1].team;
  for (Deployment& deployment : programme.tools[0].model.deployments) {
    if (deployment.team == second) deployment.release_day = CivilDay(2026, 2, 16);
  }
  const auto replans = ReplanProgramme(programme, in_force, kQuick);
  ASSERT_TRUE(replans.ok()) << replans.status();
  EXPECT_THAT(TeamsOf(replans->least_change), ElementsAre(second));
  EXPECT_EQ(replans->least_change.plan.entries.back().team, second) << "at the end";
  EXPECT_GE(replans->best_value.plan.value, replans->least_change.plan.value);
  EXPECT_GE(replans->best_value.plan.bound, replans->best_value.plan.value);
  const ProgrammeEntry& first = replans->best_value.plan.entries.front();
  EXPECT_EQ(first.start, plan->entries.front().start);
  EXPECT_EQ(first.reason.limit, ProgrammeLimit::kKept);
  const auto again = ReplanProgramme(programme, in_force, kQuick);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->best_value.plan, replans->best_value.plan);
  EXPECT_EQ(again->least_change.plan, replans->least_change.plan);
}

TEST(ProgrammeReplanTest, WhatIsUnderWayStaysWithTooLittleCapacityAndNewTeamsFollow) {
  Programme programme = SixTeamsInARow();
  programme.it_capacity = 2;
  const auto plan = PlanProgramme(programme, kQuick);
  ASSERT_TRUE(plan.ok()) << plan.status();
  ProgrammeInForce in_force = InForce(*plan, CivilDay(2026, 1, 19));
  const std::string newcomer = in_force.entries.back().team;
  in_force.entries.pop_back();
  programme.it_capacity = 1;
  const auto replans = ReplanProgramme(programme, in_force, kQuick);
  ASSERT_TRUE(replans.ok()) << replans.status();
  EXPECT_EQ(replans->frozen, 2) << "both are in IT work in the same weeks";
  int fresh = 0;
  for (const ProgrammeMove& move : replans->least_change.moves) {
    EXPECT_GE(move.after.start, in_force.first);
    if (move.before) continue;
    ++fresh;
    EXPECT_EQ(move.after.team, newcomer);
  }
  EXPECT_EQ(fresh, 1);
  EXPECT_THAT(replans->least_change.plan.entries, SizeIs(6));
}

TEST(ProgrammeReplanTest, EntriesMustBeOfTheProgramme) {
  const Programme programme = SixTeamsInARow();
  const auto reason = [&](const ProgrammeInForce& in_force) {
    return status::ReasonOf(ReplanProgramme(programme, in_force, kQuick).status());
  };
  const CivilDay monday(2026, 1, 19);
  EXPECT_EQ(reason({{{"mail", "alpha", monday + 1}}, monday}), error::v1::INVALID_FIELDS);
  EXPECT_EQ(reason({{{"mail", "alpha", CivilDay(2025, 12, 29)}}, monday}),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(reason({{{"mail", "alpha", monday}, {"mail", "alpha", monday}}, monday}),
            error::v1::INVALID_FIELDS);
  EXPECT_TRUE(ReplanProgramme(programme, {{{"mail", "nobody", monday}}, monday}, kQuick).ok())
      << "one that is no longer there is left out";
}

TEST(ProgrammeReplanTest, ACheckEndsTheSearch) {
  Programme programme = SixTeamsInARow();
  for (int i = 0; i < 12; ++i) {
    const std::string team = absl::StrCat("team-", i);
    PlanningModel& model = programme.tools[0].model;
    model.teams.push_back(SampleTeam(team, 12));
    model.teams.back().max_training_permille = 500;
    model.deployments.push_back(SampleDeployment(team, 12, "mail"));
  }
  int asked = 0;
  PlanOptions options = {.schedules = 1'000'000};
  options.check = [&asked] {
    return ++asked < 3 ? absl::OkStatus() : absl::DeadlineExceededError("too long");
  };
  const auto plan = PlanProgramme(programme, options);
  EXPECT_TRUE(absl::IsDeadlineExceeded(plan.status())) << plan.status();
  EXPECT_EQ(asked, 3);
  const auto quick = PlanProgramme(programme, kQuick);
  ASSERT_TRUE(quick.ok()) << quick.status();
  PlanOptions patient = kQuick;
  patient.check = [] { return absl::OkStatus(); };
  const auto same = PlanProgramme(programme, patient);
  ASSERT_TRUE(same.ok());
  EXPECT_EQ(*same, *quick) << "a check that does not end it changes nothing";
  asked = 2;
  programme.it_capacity = 2;
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      ReplanProgramme(programme, InForce(*quick, CivilDay(2026, 1, 19)), options).status()));
}

}  // namespace
}  // namespace palier::rollout
