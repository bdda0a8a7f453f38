// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_planner.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rollout/domain/plan_checker.h"
#include "rollout/domain/planning_samples.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// For models of which only the rules are looked at.
const PlanOptions kQuick = {.schedules = 30};

Plan MustPlan(const PlanningModel& model) {
  absl::StatusOr<Plan> plan = WavePlanner().Make(model, {});
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *plan : Plan{};
}

const PlannedDeployment& Find(const Plan& plan, const std::string& id) {
  for (const PlannedWave& wave : plan.waves) {
    for (const PlannedDeployment& deployment : wave.deployments) {
      if (deployment.deployment == id) return deployment;
    }
  }
  ADD_FAILURE() << id << " is not planned";
  static const PlannedDeployment none;
  return none;
}

int WaveOf(const Plan& plan, const std::string& id) {
  for (const PlannedWave& wave : plan.waves) {
    for (const PlannedDeployment& deployment : wave.deployments) {
      if (deployment.deployment == id) return wave.number;
    }
  }
  return 0;
}

std::vector<RuleFinding> ExplanationsOf(const Plan& plan, const std::string& id) {
  std::vector<RuleFinding> all;
  for (const RuleFinding& finding : plan.explanations) {
    if (finding.subject == id) all.push_back(finding);
  }
  return all;
}

// S1-35. The text is the whole plan: any change of a date shows.
TEST(WavePlannerTest, FirmOf140InWavesOf4And12And8) {
  const Plan plan = MustPlan(FirmOf140());
  EXPECT_EQ(CanonicalText(plan),
            "wave 1 start=2026-01-05 hypercare_end=2026-02-03 gate=2026-02-06 headcount=4 "
            "coverage_permille=29\n"
            "  because wave 1 HORIZON first=2026-01-05 last=2027-01-03\n"
            "  innovation-assistant team=innovation application=assistant people=4 "
            "start=2026-01-05 live=2026-01-06\n"
            "    champion alix users=4\n"
            "    session 2026-01-05 people=4 champion=alix\n"
            "wave 2 start=2026-02-09 hypercare_end=2026-03-11 gate=2026-03-14 headcount=12 "
            "coverage_permille=114\n"
            "  because wave 2 GATE gate_day=2026-02-06 hypercare_days=28 review_days=3 wave=1\n"
            "  commerce-assistant team=commerce application=assistant people=12 "
            "start=2026-02-09 live=2026-02-11\n"
            "    champion alix users=12\n"
            "    session 2026-02-09 people=9 champion=alix\n"
            "    session 2026-02-10 people=3 champion=alix\n"
            "wave 3 start=2026-03-16 hypercare_end=2026-04-15 gate=2026-04-18 headcount=8 "
            "coverage_permille=171\n"
            "  because wave 3 GATE gate_day=2026-03-14 hypercare_days=28 review_days=3 wave=2\n"
            "  compta-assistant team=compta application=assistant people=8 "
            "start=2026-03-16 live=2026-03-18\n"
            "    champion alix users=8\n"
            "    session 2026-03-16 people=6 champion=alix\n"
            "    session 2026-03-17 people=2 champion=alix\n"
            "because innovation-assistant HORIZON first=2026-01-05 last=2027-01-03\n"
            "because commerce-assistant PILOT_FIRST\n"
            "because compta-assistant WAVE_SIZE limit=12 people=20 wave=2\n");
}

// S1-08.
TEST(WavePlannerTest, Trains80PeopleUnder15Percent) {
  RecordProperty("requirement", "S1-08");
  const Plan plan = MustPlan(DeskOf80());
  std::map<CivilDay, int> by_day;
  for (const TrainingSession& session : Find(plan, "desk-assistant").sessions) {
    by_day[session.day] += session.people;
  }
  EXPECT_EQ(by_day.size(), 7u);
  int trained = 0;
  for (const auto& [day, people] : by_day) {
    EXPECT_LE(people, 12) << day;
    trained += people;
  }
  EXPECT_EQ(trained, 80);
}

TEST(WavePlannerTest, FixedSizesAreFilledByTheRightTeams) {
  PlanningModel model = FirmOf140();
  model.deployments[2].pilot = false;
  // Without looking at sizes first, the more valuable 8 would spoil the wave of 12.
  model.deployments[1].value_per_week = 1000;
  const Plan plan = MustPlan(model);
  ASSERT_EQ(plan.waves.size(), 3u);
  EXPECT_THAT(
      (std::vector<int>{plan.waves[0].headcount, plan.waves[1].headcount, plan.waves[2].headcount}),
      ElementsAre(4, 12, 8));
}

TEST(WavePlannerTest, ChampionsOfWaveOneTrainWaveTwo) {
  PlanningModel model = EmptyModel(400);
  model.limits.users_per_champion = 10;
  model.teams = {SampleTeam("first", 60), SampleTeam("second", 100)};
  model.deployments = {SampleDeployment("first", 10), SampleDeployment("second", 30)};
  model.deployments[0].pilot = true;
  model.champions = {SampleChampion("certified", "first", true),
                     SampleChampion("new-1", "first", false),
                     SampleChampion("new-2", "first", false)};
  const Plan plan = MustPlan(model);
  std::vector<std::string> champions;
  for (const ChampionShare& share : Find(plan, "second-assistant").champions) {
    champions.push_back(share.champion);
  }
  EXPECT_THAT(champions, ElementsAre("certified", "new-1", "new-2"));
}

TEST(WavePlannerTest, PrerequisiteWaitsForItsLag) {
  RecordProperty("requirement", "S1-29");
  PlanningModel model = FirmOf140();
  model.deployments[0].prerequisites = {{"innovation-assistant", 100}};
  model.limits.wave_sizes = {};
  const Plan plan = MustPlan(model);
  const CivilDay live = Find(plan, "innovation-assistant").go_live;
  const CivilDay start = plan.waves[WaveOf(plan, "commerce-assistant") - 1].start;
  EXPECT_GE(start, live + 100);
  EXPECT_LT(start, live + 107);
  const std::vector<RuleFinding> why = ExplanationsOf(plan, "commerce-assistant");
  ASSERT_EQ(why.size(), 1u);
  EXPECT_EQ(why[0].rule, Rule::kPrerequisite);
  EXPECT_EQ(why[0].numbers.at("lag_days"), "100");
  EXPECT_EQ(why[0].numbers.at("day"), "2026-04-16");
}

TEST(WavePlannerTest, KeepsBlackoutsAndAbsencesFree) {
  PlanningModel model = DeskOf80();
  model.calendar.blackouts = {{CivilDay(2026, 1, 7), CivilDay(2026, 1, 9)}};
  model.teams[0].absences = {{CivilDay(2026, 1, 5), CivilDay(2026, 1, 7)}};
  const Plan plan = MustPlan(model);
  const PlannedDeployment& desk = Find(plan, "desk-assistant");
  EXPECT_EQ(desk.start, CivilDay(2026, 1, 9));
  EXPECT_EQ(desk.go_live, CivilDay(2026, 1, 20));
  const std::vector<RuleFinding> why = ExplanationsOf(plan, "desk-assistant");
  ASSERT_EQ(why.size(), 2u);
  EXPECT_EQ(why[1].rule, Rule::kCalendar);
  EXPECT_EQ(why[1].numbers.at("day"), "2026-01-08");
}

TEST(WavePlannerTest, SaysWhenChampionHoursHoldASessionBack) {
  PlanningModel model = EmptyModel(400);
  model.teams = {SampleTeam("a", 80), SampleTeam("b", 80)};
  model.teams[0].max_training_permille = model.teams[1].max_training_permille = 1000;
  model.deployments = {SampleDeployment("a", 10), SampleDeployment("b", 5)};
  model.champions = {SampleChampion("one", "a", true)};
  model.champions[0].hours_per_week = 2;
  const Plan plan = MustPlan(model);
  EXPECT_EQ(Find(plan, "b-assistant").start, CivilDay(2026, 1, 12));
  const std::vector<RuleFinding> why = ExplanationsOf(plan, "b-assistant");
  ASSERT_EQ(why.size(), 2u);
  EXPECT_EQ(why[1].rule, Rule::kChampionHours);
}

TEST(WavePlannerTest, RichModelKeepsClusterTogether) {
  const Plan plan = MustPlan(RichModel());
  EXPECT_EQ(WaveOf(plan, "alpha-assistant"), 1);
  EXPECT_EQ(WaveOf(plan, "bravo-assistant"), WaveOf(plan, "bravo-quotes"));
  EXPECT_NE(WaveOf(plan, "alpha-assistant"), WaveOf(plan, "alpha-quotes"));
}

// The violations of a refusal, each with its subject.
std::vector<std::string> LimitsOf(const absl::Status& status) {
  std::vector<std::string> limits;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const error::v1::Violation& violation : detail.precondition_violations()) {
    limits.push_back(absl::StrCat(violation.subject(), ": ", violation.en(), violation.fr()));
  }
  return limits;
}

struct Refusal {
  const char* name;
  std::function<void(PlanningModel&)> change;
  const char* type;
  const char* says;
  bool proven;
  friend void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }
};

class RefusalTest : public testing::TestWithParam<Refusal> {};

TEST_P(RefusalTest, NamesTheLimit) {
  PlanningModel model = FirmOf140();
  GetParam().change(model);
  const absl::Status status = WavePlanner().Make(model, {}).status();
  EXPECT_EQ(status::ReasonOf(status), error::v1::NO_PLAN_FOUND) << status;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  EXPECT_EQ(detail.metadata().at("proven"), GetParam().proven ? "true" : "false");
  std::map<std::string, std::string> types;
  for (const error::v1::Violation& violation : detail.precondition_violations()) {
    types.emplace(violation.type(), violation.en());
    EXPECT_FALSE(violation.fr().empty());
    EXPECT_THAT(violation.en() + violation.fr(), testing::Not(HasSubstr("{")));
  }
  ASSERT_TRUE(types.contains(GetParam().type)) << status;
  EXPECT_THAT(types[GetParam().type], HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusalTest,
    testing::Values(
        Refusal{"cycle",
                [](PlanningModel& m) {
                  m.deployments[0].prerequisites = {{"compta-assistant", 0}};
                  m.deployments[1].prerequisites = {{"commerce-assistant", 0}};
                },
                "PREREQUISITE_CYCLE", "compta-assistant <- commerce-assistant", true},
        Refusal{"own_cycle",
                [](PlanningModel& m) {
                  m.deployments[0].prerequisites = {{"commerce-assistant", 0}};
                },
                "PREREQUISITE_CYCLE", "commerce-assistant <- commerce-assistant", true},
        Refusal{"too_large_for_any_wave", [](PlanningModel& m) { m.limits.max_wave_permille = 50; },
                "WAVE_SHARE", "12 people, at most 7 of 140", true},
        Refusal{"no_size_fits",
                [](PlanningModel& m) {
                  m.limits.wave_sizes = {4, 11, 8};
                },
                "WAVE_SIZE", "12 people, its size is 11", true},
        Refusal{"too_few_sizes",
                [](PlanningModel& m) {
                  m.limits.wave_sizes = {4, 12};
                },
                "WAVE_SIZE", "Wave 3 would hold 8 people", false},
        Refusal{"team_too_small_for_share",
                [](PlanningModel& m) { m.teams[1].max_training_permille = 10; }, "TEAM_CAPACITY",
                "at most 0 of compta", true},
        Refusal{"nobody_certified", [](PlanningModel& m) { m.champions[0].certified = false; },
                "CHAMPION_SHORTAGE", "Needs 1 champions, 0 are available: 1 short", false},
        // Two champions after wave 1 where three are needed.
        Refusal{"wave_two_is_one_champion_short",
                [](PlanningModel& m) {
                  m.limits.wave_sizes = {};
                  m.limits.users_per_champion = 4;
                  m.champions[1] = SampleChampion("new", "innovation", false);
                  m.champions.push_back(SampleChampion("last", "commerce", false));
                },
                "CHAMPION_SHORTAGE", "Needs 3 champions, 2 are available: 1 short", false},
        Refusal{"not_enough_champions_at_all",
                [](PlanningModel& m) { m.limits.users_per_champion = 5; }, "CHAMPION_SHORTAGE",
                "Needs 3 champions, 2 are available: 1 short", true},
        Refusal{"champion_speaks_another_language",
                [](PlanningModel& m) {
                  m.teams[0].language = "de";
                  m.champions[0].languages = m.champions[1].languages = {"fr"};
                },
                "CHAMPION_SHORTAGE", "0 are available", true},
        Refusal{"deadline",
                [](PlanningModel& m) { m.deployments[1].deadline = CivilDay(2026, 2, 10); },
                "DEADLINE", "after the deadline of 2026-02-10", false},
        Refusal{"short_horizon", [](PlanningModel& m) { m.horizon.end = CivilDay(2026, 3, 16); },
                "HORIZON", "from 2026-01-05 to 2026-03-15", false},
        Refusal{"release_after_horizon",
                [](PlanningModel& m) { m.deployments[1].release_day = CivilDay(2027, 6, 1); },
                "RELEASE_DAY", "2027-06-01", true},
        Refusal{"cluster_over_saturation",
                [](PlanningModel& m) {
                  m.deployments.push_back(SampleDeployment("commerce", 3, "quotes"));
                  m.deployments[0].cluster = m.deployments[3].cluster = "customer";
                },
                "SATURATION", "2 changes at once, at most 1", true},
        Refusal{"pilot_blocked",
                [](PlanningModel& m) {
                  m.deployments[2].prerequisites = {{"compta-assistant", 0}};
                },
                "PILOT_FIRST", "pilot", false},
        Refusal{"growth",
                [](PlanningModel& m) {
                  m.limits.wave_sizes = {};
                  m.limits.growth_permille = 1500;
                },
                "GROWTH", "with 4 live, at most 6", false},
        Refusal{"budget",
                [](PlanningModel& m) {
                  m.deployments[0].cost = 700;
                  m.deployments[1].cost = 400;
                  m.budget = 1000;
                },
                "BUDGET", "Costs 11.00, the budget is 10.00", true},
        Refusal{"team_hours", [](PlanningModel& m) { m.teams[0].training_hours = 23; },
                "TEAM_HOURS", "Needs 24 hours of training, the team has 23", true},
        Refusal{"sponsor",
                [](PlanningModel& m) {
                  m.sponsors = {{"ceo", 2, 2}};
                  m.deployments[0].sponsor = "ceo";
                },
                "SPONSOR_LOAD", "3 initiatives, at most 2", true}),
    [](const testing::TestParamInfo<Refusal>& param) { return param.param.name; });

TEST(WavePlannerTest, MalformedModelIsRefusedFirst) {
  PlanningModel model = FirmOf140();
  model.deployments[0].people = 0;
  EXPECT_EQ(status::ReasonOf(WavePlanner().Make(model, {}).status()), error::v1::INVALID_FIELDS);
}

TEST(WavePlannerTest, OrderOfInputDoesNotMatter) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const PlanningModel model = seed == 1 ? RichModel() : RandomModel(seed);
    const absl::StatusOr<Plan> plan = WavePlanner().Make(model, kQuick);
    const absl::StatusOr<Plan> again = WavePlanner().Make(Shuffled(model, seed), kQuick);
    ASSERT_EQ(plan.ok(), again.ok()) << seed;
    if (!plan.ok()) {
      EXPECT_EQ(plan.status().message(), again.status().message()) << seed;
      EXPECT_EQ(LimitsOf(plan.status()), LimitsOf(again.status())) << seed;
      continue;
    }
    EXPECT_EQ(CanonicalText(*plan), CanonicalText(*again)) << seed;
    EXPECT_EQ(*plan, *again) << seed;
  }
}

TEST(WavePlannerTest, RandomModelsGivePlansThatKeepEveryRule) {
  RecordProperty("requirement", "S1-44");
  int planned = 0;
  std::set<Rule> explained;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    const PlanningModel model = RandomModel(seed);
    const absl::StatusOr<Plan> plan = WavePlanner().Make(model, kQuick);
    if (!plan.ok()) {
      ASSERT_EQ(status::ReasonOf(plan.status()), error::v1::NO_PLAN_FOUND)
          << seed << ": " << plan.status();
      EXPECT_GT(status::DetailOf(plan.status()).precondition_violations_size(), 0) << seed;
      continue;
    }
    ++planned;
    for (const RuleFinding& broken : CheckPlan(model, *plan)) {
      ADD_FAILURE() << seed << ": " << broken.subject << ": " << TextOf(broken).en;
    }
    for (const RuleFinding& finding : plan->explanations) {
      explained.insert(finding.rule);
      EXPECT_THAT(TextOf(finding).en + TextOf(finding).fr, testing::Not(HasSubstr("{"))) << seed;
    }
  }
  EXPECT_GE(planned, 150);
  EXPECT_LT(planned, 300);
  for (const Rule rule : {Rule::kGrowth, Rule::kPilotSize, Rule::kPrerequisite, Rule::kReleaseDay,
                          Rule::kSaturation, Rule::kChampionShortage, Rule::kDepartments,
                          Rule::kSessionsPerWeek, Rule::kTeamCapacity, Rule::kCalendar}) {
    EXPECT_TRUE(explained.contains(rule)) << RuleName(rule);
  }
}

// People of the teams times the days they are live in the horizon, counted from the plan itself.
int64_t LiveDays(const PlanningModel& model, const Plan& plan) {
  int64_t days = 0;
  for (const PlannedWave& wave : plan.waves) {
    for (const PlannedDeployment& deployment : wave.deployments) {
      days += deployment.people * (model.horizon.end - deployment.go_live);
    }
  }
  return days;
}

// Models without values, clusters and doubled applications: there a team's people are its weight.
PlanningModel PlainModel(uint64_t seed) {
  PlanningModel model = RandomModel(seed);
  for (Deployment& deployment : model.deployments) {
    deployment.value_per_week = 0;
    deployment.cluster.clear();
  }
  return model;
}

TEST(WavePlannerTest, TheSearchIsNeverWorseAndOftenBetter) {
  int better = 0, planned = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const PlanningModel model = PlainModel(seed);
    const auto first = WavePlanner().Make(model, {.schedules = 4});
    const auto searched = WavePlanner().Make(model, {.schedules = 200});
    if (!first.ok()) continue;
    ASSERT_TRUE(searched.ok()) << seed << ": " << searched.status();
    ++planned;
    EXPECT_GE(LiveDays(model, *searched), LiveDays(model, *first)) << seed;
    better += LiveDays(model, *searched) > LiveDays(model, *first) ? 1 : 0;
    EXPECT_LE(searched->search.value, searched->search.bound) << seed;
    EXPECT_GT(searched->search.schedules, 0) << seed;
    EXPECT_LE(searched->search.schedules, 204) << seed;
  }
  EXPECT_GE(planned, 30);
  EXPECT_GE(better, planned / 3) << "of " << planned;
}

TEST(WavePlannerTest, AValueMovesATeamForward) {
  PlanningModel model = EmptyModel(140);
  model.limits.users_per_champion = 0;
  model.limits.pilot_size = 10;
  model.limits.growth_permille = 1000;
  model.teams = {SampleTeam("alpha", 40), SampleTeam("bravo", 40), SampleTeam("delta", 40)};
  for (const char* team : {"alpha", "bravo", "delta"}) {
    model.deployments.push_back(SampleDeployment(team, 10));
  }
  EXPECT_EQ(WaveOf(MustPlan(model), "alpha-assistant"), 1);
  model.deployments[2].value_per_week = 500;
  EXPECT_EQ(WaveOf(MustPlan(model), "delta-assistant"), 1);
}

TEST(WavePlannerTest, TheSamePlanForTheSameSeed) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const PlanningModel model = RandomModel(seed);
    const auto one = WavePlanner().Make(model, {.schedules = 100, .seed = 5});
    const auto other = WavePlanner().Make(model, {.schedules = 100, .seed = 5});
    ASSERT_EQ(one.ok(), other.ok());
    if (!one.ok()) continue;
    EXPECT_EQ(*one, *other) << seed;
  }
}

TEST(WavePlannerTest, TellsHowFarItIsFromTheFirstPlanOn) {
  int told_plans = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const PlanningModel model = RandomModel(seed);
    int64_t schedules = 0, value = 0;
    PlanOptions options{.schedules = 200};
    options.on_progress = [&](const SearchProgress& progress) {
      EXPECT_GE(progress.schedules, schedules);
      EXPECT_LE(progress.schedules, progress.most_schedules);
      schedules = progress.schedules;
      if (progress.best == nullptr) return;
      EXPECT_GE(progress.value, value) << seed;
      value = progress.value;
      const auto best = progress.best();
      ASSERT_TRUE(best.ok()) << best.status();
      EXPECT_TRUE(CheckPlan(model, *best).empty()) << seed;
      EXPECT_EQ(best->search.value, value);
      ++told_plans;
    };
    const auto plan = WavePlanner().Make(model, options);
    const auto unwatched = WavePlanner().Make(model, {.schedules = 200});
    ASSERT_EQ(plan.ok(), unwatched.ok());
    if (!plan.ok()) continue;
    EXPECT_EQ(*plan, *unwatched) << seed;
    EXPECT_GE(plan->search.value, value);
  }
  EXPECT_GT(told_plans, 20);
}

TEST(WavePlannerTest, ACheckEndsTheSearchWithinAFewSchedules) {
  const PlanningModel model = PlainModel(1);
  int64_t schedules = 0;
  int checks = 0;
  PlanOptions options{.schedules = 1'000'000, .placings = 1'000'000'000};
  options.on_progress = [&](const SearchProgress& progress) { schedules = progress.schedules; };
  options.check = [&] { return ++checks < 10 ? absl::OkStatus() : absl::CancelledError("enough"); };
  EXPECT_TRUE(absl::IsCancelled(WavePlanner().Make(model, options).status()));
  EXPECT_EQ(checks, 10);
  EXPECT_LE(schedules, 10 * 64);
}

}  // namespace
}  // namespace palier::rollout
