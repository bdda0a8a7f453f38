// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/plan_checker.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rollout/domain/planning_samples.h"
#include "rollout/domain/wave_planner.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using testing::Contains;

std::set<Rule> Broken(const PlanningModel& model, const Plan& plan) {
  std::set<Rule> rules;
  for (const RuleFinding& finding : CheckPlan(model, plan)) {
    rules.insert(finding.rule);
    const status::Text text = TextOf(finding);
    EXPECT_THAT(text.en + text.fr, testing::Not(testing::HasSubstr("{")));
  }
  return rules;
}

Deployment& Asked(PlanningModel& model, const std::string& id) {
  return *std::find_if(model.deployments.begin(), model.deployments.end(),
                       [&](const Deployment& deployment) { return deployment.id == id; });
}

// A way to spoil a good plan, or to tighten the model behind it.
struct Mutation {
  const char* name;
  Rule rule;
  std::function<void(PlanningModel&, Plan&)> spoil;
};

const std::vector<Mutation>& Mutations() {
  static const auto* const all = new std::vector<Mutation>{
      {"session in a blackout", Rule::kCalendar,
       [](PlanningModel& m, Plan& p) {
         const CivilDay day = p.waves[0].deployments[0].sessions[0].day;
         m.calendar.blackouts.push_back({day, day + 1});
       }},
      {"session on a holiday", Rule::kCalendar,
       [](PlanningModel& m, Plan& p) {
         const CivilDay day = p.waves.back().deployments[0].sessions.back().day;
         m.calendar.holidays.push_back({day, day + 1});
       }},
      {"session while the team is away", Rule::kCalendar,
       [](PlanningModel& m, Plan& p) {
         const CivilDay day = p.waves[0].deployments[0].sessions[0].day;
         for (Team& team : m.teams) team.absences.push_back({day, day + 1});
       }},
      {"session moved to the Sunday before", Rule::kCalendar,
       [](PlanningModel&, Plan& p) {
         TrainingSession& session = p.waves.back().deployments[0].sessions.back();
         session.day = absl::PrevWeekday(session.day, absl::Weekday::sunday);
       }},
      {"go-live on a Saturday", Rule::kCalendar,
       [](PlanningModel&, Plan& p) {
         PlannedDeployment& deployment = p.waves[0].deployments[0];
         deployment.go_live = absl::NextWeekday(deployment.go_live, absl::Weekday::saturday);
       }},
      {"session after the horizon", Rule::kHorizon,
       [](PlanningModel& m, Plan& p) {
         p.waves.back().deployments[0].sessions.back().day = m.horizon.end;
       }},
      {"horizon cut", Rule::kHorizon,
       [](PlanningModel& m, Plan& p) { m.horizon.end = p.waves.back().deployments[0].go_live; }},
      {"smaller share of a team", Rule::kTeamCapacity,
       [](PlanningModel& m, Plan&) {
         for (Team& team : m.teams) team.max_training_permille = 1;
       }},
      {"all sessions of a deployment on one day", Rule::kTeamCapacity,
       [](PlanningModel& m, Plan& p) {
         PlannedDeployment* longest = &p.waves[0].deployments[0];
         for (PlannedWave& wave : p.waves) {
           for (PlannedDeployment& deployment : wave.deployments) {
             if (deployment.sessions.back().day - deployment.sessions[0].day >
                 longest->sessions.back().day - longest->sessions[0].day) {
               longest = &deployment;
             }
           }
         }
         // Only just too small for all at once.
         for (Team& team : m.teams) {
           if (team.id != longest->team) continue;
           team.max_training_permille = (longest->people * 1000 - 1) / team.headcount;
         }
         for (TrainingSession& session : longest->sessions) session.day = longest->start;
       }},
      {"session larger than the room", Rule::kSessionSize,
       [](PlanningModel& m, Plan& p) {
         int largest = 0;
         for (const TrainingSession& session : p.waves[0].deployments[0].sessions) {
           largest = std::max(largest, session.people);
         }
         m.limits.session_size = largest - 1;
       }},
      {"one person too many in a session", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) { ++p.waves[0].deployments[0].sessions[0].people; }},
      {"session lost", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) { p.waves[0].deployments[0].sessions.pop_back(); }},
      {"session of nobody", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) {
         p.waves[0].deployments[0].sessions.push_back(p.waves[0].deployments[0].sessions[0]);
         p.waves[0].deployments[0].sessions.back().people = 0;
       }},
      {"deployment lost", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) { p.waves.back().deployments.pop_back(); }},
      {"wave lost", Rule::kCompleteness, [](PlanningModel&, Plan& p) { p.waves.pop_back(); }},
      {"empty wave", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) {
         p.waves.push_back(p.waves.back());
         p.waves.back().deployments.clear();
         ++p.waves.back().number;
       }},
      {"deployment twice", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) {
         p.waves.back().deployments.push_back(p.waves[0].deployments[0]);
       }},
      {"unknown deployment", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) { p.waves[0].deployments[0].deployment = "unknown"; }},
      {"another team", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) { p.waves[0].deployments[0].team = "unknown"; }},
      {"no explanation", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) { p.explanations.clear(); }},
      {"numbers swapped", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) { std::swap(p.waves[0].number, p.waves[1].number); }},
      {"order of waves swapped", Rule::kGate,
       [](PlanningModel&, Plan& p) {
         std::swap(p.waves[0], p.waves[1]);
         std::swap(p.waves[0].number, p.waves[1].number);
       }},
      {"next wave on the gate day", Rule::kGate,
       [](PlanningModel&, Plan& p) { p.waves[1].start = p.waves[0].gate_day; }},
      {"longer review asked", Rule::kTotals,
       [](PlanningModel& m, Plan&) { ++m.limits.gate_review_days; }},
      {"hypercare cut", Rule::kTotals, [](PlanningModel&, Plan& p) { --p.waves[0].hypercare_end; }},
      {"gate too early", Rule::kTotals, [](PlanningModel&, Plan& p) { --p.waves[0].gate_day; }},
      {"go-live before the last session", Rule::kTotals,
       [](PlanningModel&, Plan& p) {
         PlannedDeployment& deployment = p.waves[0].deployments[0];
         deployment.go_live = deployment.sessions.back().day;
       }},
      {"session before the wave", Rule::kTotals,
       [](PlanningModel&, Plan& p) {
         p.waves[1].deployments[0].sessions[0].day = p.waves[1].start - 1;
         p.waves[1].deployments[0].start = p.waves[1].start - 1;
       }},
      {"start is not the first session", Rule::kTotals,
       [](PlanningModel&, Plan& p) { ++p.waves[0].deployments[0].start; }},
      {"headcount wrong", Rule::kTotals, [](PlanningModel&, Plan& p) { ++p.waves[0].headcount; }},
      {"coverage wrong", Rule::kTotals,
       [](PlanningModel&, Plan& p) { --p.waves[1].coverage_permille; }},
      {"wave starts on the day after", Rule::kCadence,
       [](PlanningModel& m, Plan& p) {
         ++p.waves[1].start;
         m.limits.start_weekday = absl::GetWeekday(p.waves[1].start - 1);
       }},
      {"released later", Rule::kReleaseDay,
       [](PlanningModel& m, Plan& p) {
         Asked(m, p.waves[0].deployments[0].deployment).release_day = p.waves[0].start + 1;
       }},
      {"expected later", Rule::kDependency,
       [](PlanningModel& m, Plan& p) {
         Deployment& asked = Asked(m, p.waves[0].deployments[0].deployment);
         asked.release_day = p.waves[0].start + 1;
         asked.waits_for = "Addresses are clean";
       }},
      {"deadline passed", Rule::kDeadline,
       [](PlanningModel& m, Plan& p) {
         const PlannedDeployment& late = p.waves.back().deployments[0];
         Asked(m, late.deployment).deadline = late.go_live - 1;
       }},
      {"prerequisite in a later wave", Rule::kPrerequisite,
       [](PlanningModel& m, Plan& p) {
         Asked(m, p.waves[0].deployments[0].deployment).prerequisites = {
             {p.waves[1].deployments[0].deployment, 0}};
       }},
      {"lag one day longer", Rule::kPrerequisite,
       [](PlanningModel& m, Plan& p) {
         const PlannedDeployment& before = p.waves[0].deployments[0];
         Asked(m, p.waves[1].deployments[0].deployment).prerequisites = {
             {before.deployment, static_cast<int>(p.waves[1].start - before.go_live) + 1}};
       }},
      {"pilot in a later wave only", Rule::kPilotFirst,
       [](PlanningModel& m, Plan& p) {
         for (Deployment& deployment : m.deployments) deployment.pilot = false;
         Asked(m, p.waves[1].deployments[0].deployment).pilot = true;
       }},
      {"smaller pilot", Rule::kPilotSize,
       [](PlanningModel& m, Plan& p) { m.limits.pilot_size = p.waves[0].headcount - 1; }},
      {"smaller share", Rule::kWaveShare,
       [](PlanningModel& m, Plan&) { m.limits.max_wave_permille = 1; }},
      {"less growth", Rule::kGrowth, [](PlanningModel& m, Plan&) { m.limits.growth_permille = 1; }},
      {"smaller fixed size", Rule::kWaveSize,
       [](PlanningModel& m, Plan& p) {
         m.limits.wave_sizes.assign(p.waves.size(), m.population);
         m.limits.wave_sizes[1] = p.waves[1].headcount - 1;
       }},
      {"more waves than sizes", Rule::kWaveSize,
       [](PlanningModel& m, Plan& p) {
         m.limits.wave_sizes.assign(p.waves.size() - 1, m.population);
       }},
      {"each team its own department", Rule::kDepartments,
       [](PlanningModel& m, Plan&) {
         m.limits.max_departments = 1;
         for (Team& team : m.teams) team.department = team.id;
       }},
      {"champion not certified", Rule::kChampionShortage,
       [](PlanningModel& m, Plan&) {
         for (Champion& champion : m.champions) champion.certified = false;
       }},
      {"champion with too many users", Rule::kChampionShortage,
       [](PlanningModel& m, Plan&) { m.limits.users_per_champion = 1; }},
      {"session by somebody else", Rule::kChampionShortage,
       [](PlanningModel&, Plan& p) { p.waves[0].deployments[0].sessions[0].champion = "nobody"; }},
      {"unknown champion", Rule::kChampionShortage,
       [](PlanningModel&, Plan& p) { p.waves[0].deployments[0].champions[0].champion = "nobody"; }},
      {"users without a champion", Rule::kCompleteness,
       [](PlanningModel&, Plan& p) { --p.waves[0].deployments[0].champions[0].users; }},
      {"another language", Rule::kChampionShortage,
       [](PlanningModel& m, Plan&) {
         for (Team& team : m.teams) team.language = "de";
         for (Champion& champion : m.champions) champion.languages = {"fr"};
       }},
      {"champion without hours", Rule::kChampionHours,
       [](PlanningModel& m, Plan&) {
         for (Champion& champion : m.champions) champion.hours_per_week = 1;
       }},
      {"over budget", Rule::kBudget,
       [](PlanningModel& m, Plan&) {
         m.deployments[0].cost = 10;
         m.budget = 9;
       }},
      {"over a team's hours", Rule::kTeamHours,
       [](PlanningModel& m, Plan&) { m.teams[0].training_hours = 1; }},
      {"over a sponsor's attention", Rule::kSponsorLoad,
       [](PlanningModel& m, Plan&) {
         m.sponsors = {{"boss", 0, 0}};
         m.deployments[0].sponsor = "boss";
       }},
  };
  return *all;
}

Plan MustPlan(const PlanningModel& model) {
  absl::StatusOr<Plan> plan = WavePlanner().Make(model, {});
  EXPECT_TRUE(plan.ok()) << plan.status();
  return *std::move(plan);
}

TEST(PlanCheckerTest, GoodPlansBreakNothing) {
  for (const PlanningModel& model : {FirmOf140(), DeskOf80(), RichModel()}) {
    EXPECT_TRUE(Broken(model, MustPlan(model)).empty());
  }
}

TEST(PlanCheckerTest, CatchesEachMutationOfARichPlan) {
  const PlanningModel model = RichModel();
  const Plan plan = MustPlan(model);
  ASSERT_GE(plan.waves.size(), 3u);
  for (const Mutation& mutation : Mutations()) {
    PlanningModel tightened = model;
    Plan spoilt = plan;
    mutation.spoil(tightened, spoilt);
    EXPECT_THAT(Broken(tightened, spoilt), Contains(mutation.rule)) << mutation.name;
  }
}

// What the rich plan needs to be shown by name: sessions by week, saturation, clusters.
TEST(PlanCheckerTest, CatchesWhatNeedsTwoDeployments) {
  const PlanningModel model = RichModel();
  const Plan plan = MustPlan(model);
  PlanningModel saturated = model;
  saturated.teams[1].saturation = 1;
  EXPECT_THAT(Broken(saturated, plan), Contains(Rule::kSaturation));
  PlanningModel clustered = model;
  for (const char* id : {"alpha-assistant", "alpha-quotes"}) Asked(clustered, id).cluster = "split";
  EXPECT_THAT(Broken(clustered, plan), Contains(Rule::kCluster));
  PlanningModel scarce = model;
  scarce.limits.sessions_per_week = 1;
  EXPECT_THAT(Broken(scarce, plan), Contains(Rule::kSessionsPerWeek));
}

TEST(PlanCheckerTest, EveryRuleHasAMutation) {
  std::set<Rule> covered = {Rule::kSaturation, Rule::kCluster, Rule::kSessionsPerWeek};
  for (const Mutation& mutation : Mutations()) covered.insert(mutation.rule);
  // A cycle breaks PREREQUISITE wherever the plan puts it.
  covered.insert(Rule::kPrerequisiteCycle);
  // Of plans made anew: CheckReplan.
  covered.insert({Rule::kFrozen, Rule::kNotice, Rule::kKept, Rule::kGivesWay});
  EXPECT_EQ(covered.size(), static_cast<size_t>(kRuleCount));
}

TEST(PlanCheckerTest, CatchesMutationsOfRandomPlans) {
  std::map<std::string, int> caught;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    PlanningModel model = RandomModel(seed);
    if (model.limits.users_per_champion == 0) continue;
    const absl::StatusOr<Plan> plan = WavePlanner().Make(model, {.schedules = 20});
    if (!plan.ok() || plan->waves.size() < 3) continue;
    // Some changes of the model leave a random plan whole (a team of one department, say): then
    // nothing is claimed. All changes of the plan itself must show.
    for (const Mutation& mutation : Mutations()) {
      PlanningModel tightened = model;
      Plan spoilt = *plan;
      mutation.spoil(tightened, spoilt);
      if (Broken(tightened, spoilt).contains(mutation.rule)) {
        ++caught[mutation.name];
      } else {
        EXPECT_EQ(spoilt, *plan) << mutation.name << " in model " << seed;
      }
    }
  }
  for (const Mutation& mutation : Mutations())
    EXPECT_GE(caught[mutation.name], 20) << mutation.name;
}

}  // namespace
}  // namespace palier::rollout
