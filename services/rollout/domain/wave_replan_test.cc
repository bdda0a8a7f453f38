// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_replan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "rollout/domain/planning_samples.h"
#include "rollout/domain/replan_checker.h"
#include "rollout/domain/wave_planner.h"

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Waves: alpha; bravo and carmen; delta, echo and foxtrot.
PlanningModel SixTeams() {
  PlanningModel model = EmptyModel(600);
  model.limits.pilot_size = 10;
  model.limits.users_per_champion = 20;
  for (const char* team : {"alpha", "bravo", "carmen", "delta", "echo", "foxtrot"}) {
    model.teams.push_back(SampleTeam(team, 40));
    model.teams.back().max_training_permille = 500;
    model.deployments.push_back(SampleDeployment(team, 10));
    model.deployments.back().id = team;
    model.champions.push_back(SampleChampion(absl::StrCat("champion-", team), team, false));
  }
  model.champions[0].certified = true;
  model.deployments[0].pilot = true;
  model.limits.wave_sizes = {10, 20, 30};
  for (int i = 1; i < 6; ++i) model.deployments[i].readiness = 100 - i;
  model.champions.push_back(SampleChampion("trainer", "alpha", true));
  return model;
}

PlanInForce InForce(const PlanningModel& model, int frozen) {
  const auto plan = WavePlanner().Make(model, {});
  EXPECT_TRUE(plan.ok()) << plan.status();
  PlanInForce in_force{plan->waves, frozen, model.horizon.start};
  if (frozen > 0) in_force.first = plan->waves[frozen - 1].start + 14;
  return in_force;
}

std::vector<std::string> Ids(const std::vector<WaveMove>& moves) {
  std::vector<std::string> ids;
  for (const WaveMove& move : moves) {
    if (move.changes_dates()) ids.push_back(move.deployment);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<std::string> TeamsOf(const PlannedWave& wave) {
  std::vector<std::string> teams;
  for (const PlannedDeployment& planned : wave.deployments) teams.push_back(planned.team);
  return teams;
}

std::string TextOfWaves(std::vector<PlannedWave> waves, size_t count) {
  waves.resize(std::min(count, waves.size()));
  return CanonicalText({waves, {}, {}});
}

TEST(WaveReplanTest, NothingMovesWhenNothingHasChanged) {
  const PlanningModel model = SixTeams();
  const PlanInForce in_force = InForce(model, 1);
  ASSERT_THAT(in_force.waves, SizeIs(3));
  ASSERT_THAT(TeamsOf(in_force.waves[1]), SizeIs(2));
  const auto replans = ReplanWaves(model, in_force, {});
  ASSERT_TRUE(replans.ok()) << replans.status();
  EXPECT_THAT(replans->least_change.moves, IsEmpty());
  EXPECT_EQ(TextOfWaves(replans->least_change.plan.waves, 9), TextOfWaves(in_force.waves, 9));
}

TEST(WaveReplanTest, AnAbsenceMovesThatTeamOnly) {
  PlanningModel model = SixTeams();
  model.limits.wave_sizes = {10, 20, 40};
  const PlanInForce in_force = InForce(model, 1);
  ASSERT_THAT(TeamsOf(in_force.waves[1]), ElementsAre("bravo", "carmen"));
  model.teams[1].absences = {{in_force.waves[1].start, in_force.waves[1].start + 40}};
  const auto replans = ReplanWaves(model, in_force, {});
  ASSERT_TRUE(replans.ok()) << replans.status();
  EXPECT_THAT(Ids(replans->least_change.moves), ElementsAre("bravo"));
  EXPECT_EQ(replans->least_change.moves.front().reason.rule, Rule::kCalendar);
  EXPECT_EQ(replans->least_change.moves.front().before->wave, 2);
  EXPECT_EQ(replans->least_change.moves.front().after->wave, 3);
}

TEST(WaveReplanTest, SeveralAbsencesAtOnceMoveThoseTeamsOnly) {
  PlanningModel model = EmptyModel(2400);
  model.limits.wave_sizes = {10, 100, 200};
  for (int i = 0; i < 24; ++i) {
    const std::string team = absl::StrCat("team-", 10 + i);
    model.teams.push_back(SampleTeam(team, 40));
    model.teams.back().max_training_permille = 500;
    model.deployments.push_back(SampleDeployment(team, 10));
    model.deployments.back().id = team;
    model.champions.push_back(SampleChampion(absl::StrCat("champion-", team), team, true));
  }
  const PlanInForce in_force = InForce(model, 1);
  std::vector<std::string> away = TeamsOf(in_force.waves[1]);
  ASSERT_THAT(away, SizeIs(10));
  away.resize(4);
  for (Team& team : model.teams) {
    if (std::count(away.begin(), away.end(), team.id) == 0) continue;
    team.absences = {{in_force.waves[1].start, in_force.waves[1].start + 60}};
  }
  const auto replans = ReplanWaves(model, in_force, {});
  ASSERT_TRUE(replans.ok()) << replans.status();
  EXPECT_EQ(Ids(replans->least_change.moves), away);
}

TEST(WaveReplanTest, WhatIsFrozenStaysThoughItsChampionIsGone) {
  PlanningModel model = SixTeams();
  const PlanInForce in_force = InForce(model, 2);
  std::set<std::string> busy;
  for (const PlannedDeployment& planned : in_force.waves[1].deployments) {
    for (const ChampionShare& share : planned.champions) busy.insert(share.champion);
  }
  std::erase_if(model.champions,
                [&](const Champion& champion) { return champion.person == *busy.begin(); });
  model.limits.session_size = 5;
  const auto replans = ReplanWaves(model, in_force, {});
  ASSERT_TRUE(replans.ok()) << replans.status();
  for (const Plan* plan : {&replans->least_change.plan, &replans->best_value.plan}) {
    EXPECT_EQ(TextOfWaves(plan->waves, 2), TextOfWaves(in_force.waves, 2));
    for (const PlannedDeployment& planned : plan->waves[2].deployments) {
      for (const TrainingSession& session : planned.sessions) EXPECT_LE(session.people, 5);
    }
  }
}

TEST(WaveReplanTest, ALostChampionMakesAWaveWait) {
  PlanningModel model = SixTeams();
  model.champions.pop_back();
  model.limits.users_per_champion = 10;
  model.limits.wave_sizes = {10, 10, 10, 10, 10, 10};
  const PlanInForce in_force = InForce(model, 1);
  const std::string second = TeamsOf(in_force.waves[1]).front();
  // Who trained the pilot is gone, and the team yields nobody else.
  std::erase_if(model.champions,
                [](const Champion& champion) { return champion.person == "champion-alpha"; });
  const auto none = ReplanWaves(model, in_force, {});
  EXPECT_EQ(status::ReasonOf(none.status()), error::v1::NO_PLAN_FOUND) << none.status();
  ASSERT_GT(status::DetailOf(none.status()).precondition_violations_size(), 0);
  EXPECT_EQ(status::DetailOf(none.status()).precondition_violations(0).type(), "CHAMPION_SHORTAGE");
  // Another speaks French only: the French team goes first, the second wave's waits.
  for (Team& team : model.teams) team.language = team.id == "foxtrot" ? "fr" : "en";
  model.champions.push_back(SampleChampion("francine", "alpha", true));
  model.champions.back().languages = {"fr"};
  const auto replans = ReplanWaves(model, in_force, {});
  ASSERT_TRUE(replans.ok()) << replans.status();
  const auto& moves = replans->least_change.moves;
  const auto waits = std::find_if(moves.begin(), moves.end(),
                                  [&](const WaveMove& move) { return move.team == second; });
  ASSERT_NE(waits, moves.end());
  EXPECT_GT(waits->after->start, waits->before->start);
  EXPECT_EQ(waits->reason.rule, Rule::kChampionShortage);
}

// The same champion carries more in what is frozen than a plan of today would allow.
TEST(WaveReplanTest, ALowerLimitPerChampionHoldsForWhatIsNotFrozen) {
  PlanningModel model = SixTeams();
  for (Champion& champion : model.champions) champion.certified = true;
  const PlanInForce in_force = InForce(model, 1);
  int carried = 0;
  for (const PlannedDeployment& planned : in_force.waves[0].deployments) {
    for (const ChampionShare& share : planned.champions) carried = std::max(carried, share.users);
  }
  ASSERT_GT(carried, 2);
  model.limits.users_per_champion = carried - 1;
  const auto replans = ReplanWaves(model, in_force, {});
  ASSERT_TRUE(replans.ok()) << replans.status();
  EXPECT_EQ(replans->least_change.plan.waves[0], in_force.waves[0]);
  for (size_t i = 1; i < replans->least_change.plan.waves.size(); ++i) {
    for (const PlannedDeployment& planned : replans->least_change.plan.waves[i].deployments) {
      for (const ChampionShare& share : planned.champions) EXPECT_LT(share.users, carried);
    }
  }
}

TEST(WaveReplanTest, NothingElseStartsBeforeTheNoticeEnds) {
  const PlanningModel model = SixTeams();
  PlanInForce in_force = InForce(model, 1);
  in_force.first = in_force.waves[1].start + 10;
  const auto replans = ReplanWaves(model, in_force, {});
  ASSERT_TRUE(replans.ok()) << replans.status();
  for (const Plan* plan : {&replans->least_change.plan, &replans->best_value.plan}) {
    EXPECT_GE(plan->waves[1].start, in_force.first);
    EXPECT_EQ(plan->waves[1].start_reason.rule, Rule::kNotice);
  }
  const auto& moves = replans->least_change.moves;
  ASSERT_FALSE(moves.empty());
  EXPECT_EQ(moves.front().reason.rule, Rule::kNotice);
}

TEST(WaveReplanTest, FewerWavesThanHaveStartedLeaveNoRoom) {
  PlanningModel model = SixTeams();
  const PlanInForce in_force = InForce(model, 2);
  model.limits.wave_sizes = {30};
  const auto replans = ReplanWaves(model, in_force, {});
  EXPECT_EQ(status::ReasonOf(replans.status()), error::v1::NO_PLAN_FOUND) << replans.status();
  EXPECT_EQ(status::DetailOf(replans.status()).precondition_violations(0).type(), "WAVE_SIZE");
}

TEST(WaveReplanTest, WithoutADayToStartOnNothingIsSearchedFor) {
  PlanningModel model = SixTeams();
  PlanInForce in_force = InForce(model, 2);
  in_force.first = model.horizon.start + 1000;
  PlanOptions options;
  int looks = 0;
  options.check = [&] {
    ++looks;
    return absl::OkStatus();
  };
  const auto replans = ReplanWaves(model, in_force, options);
  EXPECT_EQ(status::ReasonOf(replans.status()), error::v1::NO_PLAN_FOUND) << replans.status();
  EXPECT_EQ(status::DetailOf(replans.status()).metadata().at("proven"), "true");
  EXPECT_EQ(status::DetailOf(replans.status()).precondition_violations(0).type(), "HORIZON");
  EXPECT_EQ(status::DetailOf(replans.status()).precondition_violations(0).subject(), "wave 3");
  EXPECT_EQ(looks, 0);
}

// Something happens to a plan; frozen is a wave or two.
PlanningModel Disturbed(PlanningModel model, SampleDice& dice) {
  for (Team& team : model.teams) {
    if (!dice.Chance(25)) continue;
    const absl::CivilDay away = model.horizon.start + dice.Roll(30, 300);
    team.absences.push_back({away, away + dice.Roll(3, 30)});
  }
  if (dice.Chance(50) && model.champions.size() > 2) {
    model.champions.erase(model.champions.begin() +
                          dice.Roll(0, static_cast<int>(model.champions.size()) - 1));
  }
  if (dice.Chance(30)) model.limits.session_size = dice.Roll(4, 20);
  if (dice.Chance(30)) model.limits.hypercare_days += dice.Roll(1, 14);
  if (dice.Chance(30)) model.limits.growth_permille = dice.Roll(1000, 3000);
  return model;
}

TEST(WaveReplanTest, PlansOfDisturbedRollOutsKeepEveryRule) {
  int replanned = 0, stayed = 0, moved = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(seed);
    const PlanningModel before = RandomModel(seed);
    const auto plan = WavePlanner().Make(before, {.schedules = 50});
    if (!plan.ok() || plan->waves.size() < 2) continue;
    SampleDice dice(seed * 31);
    PlanInForce in_force{plan->waves, 0, before.horizon.start};
    in_force.frozen = dice.Roll(0, static_cast<int>(plan->waves.size()) - 1);
    if (in_force.frozen > 0) {
      in_force.first = plan->waves[in_force.frozen - 1].start + dice.Roll(0, 60);
    }
    const PlanningModel now = Disturbed(before, dice);
    const auto replans = ReplanWaves(now, in_force, {.schedules = 60});
    if (!replans.ok()) {
      EXPECT_EQ(status::ReasonOf(replans.status()), error::v1::NO_PLAN_FOUND) << replans.status();
      continue;
    }
    ++replanned;
    const auto again = ReplanWaves(Shuffled(now, seed), in_force, {.schedules = 60});
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(CanonicalText(again->least_change.plan), CanonicalText(replans->least_change.plan));
    EXPECT_EQ(CanonicalText(again->best_value.plan), CanonicalText(replans->best_value.plan));
    const auto frozen = static_cast<size_t>(in_force.frozen);
    EXPECT_EQ(TextOfWaves(replans->best_value.plan.waves, frozen),
              TextOfWaves(in_force.waves, frozen));
    size_t planned = 0;
    for (size_t i = frozen; i < in_force.waves.size(); ++i) {
      planned += in_force.waves[i].deployments.size();
    }
    const size_t moves = Ids(replans->least_change.moves).size();
    moved += static_cast<int>(moves);
    stayed += static_cast<int>(planned - moves);
    EXPECT_THAT(CheckReplan(now, in_force, replans->least_change.plan), IsEmpty());
  }
  EXPECT_GT(replanned, 60);
  EXPECT_GT(stayed, moved) << "the least change keeps most";
}

TEST(WaveReplanTest, TheCheckerSeesWhatPlannersMustNotDo) {
  const PlanningModel model = SixTeams();
  const PlanInForce in_force = InForce(model, 1);
  const auto good = ReplanWaves(model, in_force, {});
  ASSERT_TRUE(good.ok()) << good.status();
  const auto rules = [&](const Plan& plan, const PlanInForce& standing) {
    std::set<Rule> broken;
    for (const RuleFinding& finding : CheckReplan(model, standing, plan)) {
      broken.insert(finding.rule);
    }
    return broken;
  };
  EXPECT_THAT(rules(good->least_change.plan, in_force), IsEmpty());
  Plan touched = good->least_change.plan;
  touched.waves[0].deployments[0].champions[0].champion = "somebody";
  EXPECT_TRUE(rules(touched, in_force).contains(Rule::kFrozen));
  PlanInForce late = in_force;
  late.first = good->least_change.plan.waves[1].start + 1;
  EXPECT_TRUE(rules(good->least_change.plan, late).contains(Rule::kNotice));
  touched = good->least_change.plan;
  touched.waves.pop_back();
  EXPECT_TRUE(rules(touched, in_force).contains(Rule::kCompleteness));
  touched = good->least_change.plan;
  touched.waves[1].deployments[0].sessions[0].champion = "nobody";
  EXPECT_TRUE(rules(touched, in_force).contains(Rule::kChampionShortage));
}

}  // namespace
}  // namespace palier::rollout
