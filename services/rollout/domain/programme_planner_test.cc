// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_planner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "rollout/domain/planning_samples.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

// Teams of twelve people; all may be trained in one week.
ProgrammeTool Tool(const std::string& id, const std::vector<std::string>& teams) {
  ProgrammeTool tool;
  tool.id = id;
  tool.model = EmptyModel(1000);
  tool.model.limits.users_per_champion = 0;
  tool.model.limits.pilot_size = 1000;
  for (const std::string& team : teams) {
    tool.model.teams.push_back(SampleTeam(team, 12));
    tool.model.teams.back().max_training_permille = 500;
    tool.model.deployments.push_back(SampleDeployment(team, 12, id));
  }
  return tool;
}

Programme ProgrammeOf(std::vector<ProgrammeTool> tools) {
  Programme programme;
  programme.start = CivilDay(2025, 12, 30);
  programme.weeks = 104;
  programme.tools = std::move(tools);
  return programme;
}

const PlanOptions kQuick = {.schedules = 500};

ProgrammePlan MustPlan(const Programme& programme) {
  const auto plan = PlanProgramme(programme, kQuick);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *plan : ProgrammePlan();
}

const ProgrammeEntry& EntryOf(const ProgrammePlan& plan, const std::string& tool,
                              const std::string& team) {
  for (const ProgrammeEntry& entry : plan.entries) {
    if (entry.tool == tool && entry.team == team) return entry;
  }
  ADD_FAILURE() << tool << " " << team << " is not planned";
  static const ProgrammeEntry none;
  return none;
}

TEST(ProgrammePlannerTest, WithoutLimitsAllBeginInTheFirstWeek) {
  const ProgrammePlan plan = MustPlan(ProgrammeOf({Tool("mail", {"alpha", "bravo"})}));
  const ProgrammeEntry& alpha = EntryOf(plan, "mail", "alpha");
  EXPECT_EQ(alpha.start, CivilDay(2026, 1, 5)) << "the next Monday";
  EXPECT_EQ(alpha.training, alpha.start);
  EXPECT_EQ(alpha.go_live, CivilDay(2026, 1, 12));
  EXPECT_EQ(alpha.end, CivilDay(2026, 2, 9)) << "four weeks of close support";
  EXPECT_EQ(alpha.wave, 1);
  EXPECT_EQ(alpha.reason.limit, ProgrammeLimit::kFirstWeek);
  EXPECT_EQ(plan.value, plan.bound);
  EXPECT_TRUE(plan.levers.empty());
}

// One change of a programme of two tools and three teams, and what it holds back.
struct Held {
  const char* name;
  std::function<void(Programme&)> change;
  ProgrammeLimit limit;
  const char* of;
  friend void PrintTo(const Held& held, std::ostream* out) { *out << held.name; }
};

class HeldTest : public ::testing::TestWithParam<Held> {};

TEST_P(HeldTest, SaysWhatHoldsATeamBack) {
  Programme programme =
      ProgrammeOf({Tool("mail", {"alpha", "bravo", "delta"}), Tool("quotes", {"alpha", "bravo"})});
  programme.changes_per_team = 2;
  for (ProgrammeTool& tool : programme.tools) {
    for (Team& team : tool.model.teams) team.max_training_permille = 1000;
  }
  GetParam().change(programme);
  const ProgrammePlan plan = MustPlan(programme);
  EXPECT_THAT(plan.entries, Contains(::testing::Truly([](const ProgrammeEntry& entry) {
                return entry.reason.limit == GetParam().limit && entry.reason.of == GetParam().of;
              })));
  for (const ProgrammeEntry& entry : plan.entries) {
    const status::Text text = TextOf(entry.reason);
    EXPECT_THAT(text.en + text.fr, Not(HasSubstr("{")));
    EXPECT_FALSE(text.fr.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, HeldTest,
    ::testing::Values(
        Held{"it",
             [](Programme& p) {
               p.it_capacity = 1;
               p.tools[0].prepare_weeks = 2;
               p.tools[0].it_units = 1;
             },
             ProgrammeLimit::kItCapacity, ""},
        Held{"sessions", [](Programme& p) { p.tools[0].model.limits.sessions_per_week = 1; },
             ProgrammeLimit::kTrainers, "mail"},
        Held{"champions",
             [](Programme& p) {
               p.tools[0].model.limits.users_per_champion = 12;
               p.tools[0].model.champions = {SampleChampion("ann", "alpha", true)};
             },
             ProgrammeLimit::kChampions, "mail"},
        Held{"saturation", [](Programme& p) { p.changes_per_team = 1; },
             ProgrammeLimit::kSaturation, "alpha"},
        Held{"one_training_at_once", [](Programme&) {}, ProgrammeLimit::kTeamTraining, "alpha"},
        Held{"growth",
             [](Programme& p) {
               p.tools[0].model.limits.pilot_size = 12;
               p.tools[0].model.limits.growth_permille = 2000;
             },
             ProgrammeLimit::kGrowth, "mail"},
        Held{"pilot", [](Programme& p) { p.tools[0].model.deployments[1].pilot = true; },
             ProgrammeLimit::kPilotFirst, "mail"},
        Held{"tool_after", [](Programme& p) { p.tools[1].after = "mail"; },
             ProgrammeLimit::kPrerequisite, "mail"},
        Held{"team_after",
             [](Programme& p) {
               p.tools[0].model.deployments[0].prerequisites = {{"delta-mail", 7}};
             },
             ProgrammeLimit::kPrerequisite, "delta"},
        Held{"release",
             [](Programme& p) {
               p.tools[0].model.deployments[2].release_day = CivilDay(2026, 3, 3);
             },
             ProgrammeLimit::kRelease, ""},
        Held{
            "freeze",
            [](Programme& p) {
              p.tools[0].model.calendar.blackouts = {{CivilDay(2026, 1, 1), CivilDay(2026, 1, 19)}};
            },
            ProgrammeLimit::kFreeze, ""},
        Held{"budget",
             [](Programme& p) {
               p.tools[0].cost_per_team = 100;
               p.budget = {{CivilDay(2026, 1, 1), 200}, {CivilDay(2026, 6, 1), 1000}};
             },
             ProgrammeLimit::kBudget, ""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ProgrammePlannerTest, MoreOfALimitIsPriced) {
  Programme programme = ProgrammeOf({Tool("mail", {"alpha", "bravo", "delta", "echo"})});
  programme.tools[0].model.limits.sessions_per_week = 2;
  for (Team& team : programme.tools[0].model.teams) team.max_training_permille = 1000;
  const ProgrammePlan plan = MustPlan(programme);
  ASSERT_FALSE(plan.levers.empty());
  const ProgrammeLever& lever = plan.levers.front();
  EXPECT_EQ(lever.limit, ProgrammeLimit::kTrainers);
  EXPECT_EQ(lever.of, "mail");
  EXPECT_EQ(lever.more, 1);
  EXPECT_GT(lever.gain, 0);
  // What it promises holds when it is done.
  programme.tools[0].model.limits.sessions_per_week = 3;
  EXPECT_EQ(MustPlan(programme).value, plan.value + lever.gain);
}

TEST(ProgrammePlannerTest, TheMoreValuableToolGoesFirst) {
  Programme programme = ProgrammeOf({Tool("mail", {"alpha"}), Tool("quotes", {"alpha"})});
  programme.tools[0].value_per_user_week = 100;
  programme.tools[1].value_per_user_week = 900;
  ProgrammePlan plan = MustPlan(programme);
  EXPECT_LT(EntryOf(plan, "quotes", "alpha").training, EntryOf(plan, "mail", "alpha").training);
  programme.tools[0].value_per_user_week = 1900;
  plan = MustPlan(programme);
  EXPECT_LT(EntryOf(plan, "mail", "alpha").training, EntryOf(plan, "quotes", "alpha").training);
}

// 12 people from week 1 of 4 with 8 % a year, by hand: weeks 1 to 55 with a ramp of twelve weeks.
TEST(ProgrammePlannerTest, TheValueIsTheDiscountedUse) {
  Programme programme = ProgrammeOf({Tool("mail", {"alpha"})});
  programme.weeks = 6;
  programme.tools[0].value_per_user_week = 1'000'000;
  programme.tools[0].cost_per_team = 5'000'000;
  const double weekly = std::pow(1.08, -1.0 / 52);
  double value = -5e6;
  for (int week = 1; week < 58; ++week) {
    value += 12e6 * std::min(12, week) / 12 * std::pow(weekly, week);
  }
  EXPECT_NEAR(static_cast<double>(MustPlan(programme).value), value, 1e-6 * value);
}

TEST(ProgrammePlannerTest, TheSameForTheSameSeed) {
  Programme programme;
  programme = ProgrammeOf({Tool("mail", {"a", "b", "c", "d", "e", "f"}),
                           Tool("quotes", {"b", "c", "d", "e", "f", "g"}),
                           Tool("search", {"a", "c", "e", "g"})});
  programme.it_capacity = 2;
  for (ProgrammeTool& tool : programme.tools) {
    tool.prepare_weeks = 2;
    tool.it_units = 1;
    tool.model.limits.pilot_size = 24;
    tool.model.limits.growth_permille = 2000;
  }
  const ProgrammePlan plan = MustPlan(programme);
  EXPECT_EQ(plan, MustPlan(programme));
  EXPECT_EQ(plan.entries.size(), 16u);
  EXPECT_GE(plan.bound, plan.value);
  for (const ProgrammeEntry& entry : plan.entries)
    EXPECT_NE(entry.reason.limit, ProgrammeLimit::kPlan);
}

TEST(ProgrammePlannerTest, WhatFindsNoPlaceIsNamed) {
  Programme programme = ProgrammeOf({Tool("mail", {"alpha", "bravo"})});
  programme.weeks = 6;
  programme.tools[0].model.limits.pilot_size = 12;
  const absl::Status refused = PlanProgramme(programme, kQuick).status();
  EXPECT_EQ(status::ReasonOf(refused), error::v1::NO_PLAN_FOUND) << refused;
  const error::v1::ErrorDetail detail = status::DetailOf(refused);
  EXPECT_EQ(detail.metadata().at("proven"), "true");
  ASSERT_EQ(detail.precondition_violations_size(), 1);
  EXPECT_EQ(detail.precondition_violations(0).subject(), "mail/bravo");
}

TEST(ProgrammePlannerTest, WhatIsMalformedIsNamed) {
  const std::pair<std::string, std::function<void(Programme&)>> kCases[] = {
      {"weeks", [](Programme& p) { p.weeks = 0; }},
      {"tools.size", [](Programme& p) { p.tools.clear(); }},
      {"tools[1].id", [](Programme& p) { p.tools.push_back(p.tools[0]); }},
      {"tools[0].after", [](Programme& p) { p.tools[0].after = "nothing"; }},
      {"tools[0].prepare_weeks", [](Programme& p) { p.tools[0].prepare_weeks = 53; }},
      {"discount_permille", [](Programme& p) { p.discount_permille = -1; }},
      {"tools[0].teams",
       [](Programme& p) { p.tools[0].model.teams[0].max_training_permille = 10; }}};
  for (const auto& [path, change] : kCases) {
    Programme programme = ProgrammeOf({Tool("mail", {"alpha"})});
    change(programme);
    const absl::Status refused = PlanProgramme(programme, kQuick).status();
    const error::v1::ErrorDetail detail = status::DetailOf(refused);
    EXPECT_EQ(detail.reason(), error::v1::INVALID_FIELDS) << path << refused;
    ASSERT_GT(detail.field_violations_size(), 0) << path;
    EXPECT_EQ(detail.field_violations(0).subject(), path);
  }
}

}  // namespace
}  // namespace palier::rollout
