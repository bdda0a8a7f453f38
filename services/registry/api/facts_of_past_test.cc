// SPDX-License-Identifier: Apache-2.0
#include "registry/api/facts_of_past.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/decision.pb.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/production_plan.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "registry/api/facts_of.h"
#include "registry/testing/memory_store.h"

namespace palier::registry {
namespace {

using P = v1::Project;
using resource::Session;

constexpr char kAcme[] = "organizations/acme";
constexpr int64_t kDay = 86400;
// 2025-01-01.
constexpr int64_t kStart = 1735689600;

class FactsOfPastTest : public MemoryStoreTest {
 protected:
  // A project whose PoC began on 2025-01-01 and that was promised for 100 days later and EUR 1000;
  // it came to its stage after `days` and cost `euros`.
  std::string Add(const std::string& id, P::Stage stage, int days, int euros,
                  const std::string& organization = kAcme) {
    P project;
    project.set_name(absl::StrCat(organization, "/projects/", id));
    project.set_stage(stage);
    project.mutable_poc_start_time()->set_seconds(kStart);
    project.mutable_poc_end_time()->set_seconds(kStart + 10 * kDay);
    project.mutable_stage_time()->set_seconds(kStart + days * kDay);
    project.mutable_production_budget()->set_currency_code("EUR");
    project.mutable_production_budget()->set_units(1000);
    auto& target = *project.mutable_production_target_date();
    target.set_year(2025);
    target.set_month(4);
    target.set_day(11);
    Insert(types_.project, project);
    v1::Entry entry;
    entry.set_name(project.name() + "/entries/cost");
    entry.set_kind("cost_line");
    entry.mutable_cost_line()->mutable_amount()->set_currency_code("EUR");
    entry.mutable_cost_line()->mutable_amount()->set_units(euros);
    Insert(types_.entry, entry);
    v1::Entry lesson;
    lesson.set_name(project.name() + "/entries/lesson");
    lesson.set_kind("lesson");
    lesson.mutable_lesson()->set_text("ask first");
    Insert(types_.entry, lesson);
    return project.name();
  }

  void Decide(const std::string& project, v1::Direction::Outcome outcome,
              v1::Decision::State state) {
    v1::Decision decision;
    decision.set_name(project + "/decisions/d");
    decision.set_state(state);
    decision.mutable_direction()->set_outcome(outcome);
    Insert(types_.decision, decision);
  }

  std::vector<v1::PastOverrun> Overruns() {
    std::vector<v1::PastOverrun> overruns;
    EXPECT_EQ(store_->Read(Soon(),
                           [&](Session& session) -> absl::Status {
                             ASSIGN_OR_RETURN(overruns, PastOverrunsIn(session, types_, "acme",
                                                                       absl::UTCTimeZone()));
                             return absl::OkStatus();
                           }),
              absl::OkStatus());
    EXPECT_EQ(overruns.size(), 3u);
    overruns.resize(3);
    return overruns;
  }
};

TEST_F(FactsOfPastTest, ACompanyWithoutAPastHasNone) {
  for (const v1::PastOverrun& overrun : Overruns()) {
    EXPECT_EQ(overrun.project_count(), 0);
    EXPECT_EQ(overrun.needed_count(), 5);
    EXPECT_FALSE(overrun.has_median());
  }
}

TEST_F(FactsOfPastTest, TakesWhatCameToProductionAndNothingElse) {
  RecordProperty("requirement", "S1-47");
  Add("r1", P::RUN, 100, 1000);
  Add("r2", P::RUN, 150, 2000);
  Add("r3", P::RUN, 200, 3000);
  Add("rolling", P::ROLLOUT, 250, 4000);
  Add("over", P::RETIRED, 300, 5000);
  // Each of these would move the median.
  Add("poc", P::POC, 10, 90000);
  Add("building", P::INDUSTRIALISATION, 90, 90000);
  Add("elsewhere", P::RUN, 900, 90000, "organizations/rival");
  Decide(Add("never", P::STOPPED, 90, 90000), v1::Direction::STOP, v1::Decision::ADOPTED);
  Decide(Add("refused", P::STOPPED, 90, 90000), v1::Direction::INDUSTRIALISE,
         v1::Decision::REJECTED);
  auto overruns = Overruns();
  EXPECT_EQ(overruns[0].project_count(), 3);
  EXPECT_FALSE(overruns[0].has_median());
  EXPECT_EQ(overruns[1].project_count(), 5);
  EXPECT_EQ(overruns[1].median(), 3.0);

  Decide(Add("given-up", P::STOPPED, 90, 6000), v1::Direction::INDUSTRIALISE,
         v1::Decision::ADOPTED);
  overruns = Overruns();
  EXPECT_EQ(overruns[0].project_count(), 3);
  EXPECT_EQ(overruns[1].project_count(), 6);
  EXPECT_EQ(overruns[1].median(), 3.5);
}

TEST_F(FactsOfPastTest, ThePlanSaysWhenBeforeTheTargetDateDoes) {
  std::string name;
  for (int i = 1; i <= 5; ++i) name = Add(absl::StrCat("r", i), P::RUN, 200, 1000);
  EXPECT_EQ(Overruns()[0].upper_quartile(), 2.0);
  for (int i = 1; i <= 5; ++i) {
    v1::ProductionPlan plan;
    plan.set_name(absl::StrCat(kAcme, "/projects/r", i, "/productionPlan"));
    auto& end = *plan.add_steps()->mutable_end_date();
    end.set_year(2025);
    end.set_month(2);
    end.set_day(20);
    Insert(types_.production_plan, plan);
  }
  EXPECT_EQ(Overruns()[0].median(), 4.0);
}

TEST_F(FactsOfPastTest, LooksAtTheNewestOnly) {
  for (int i = 0; i < kPastProjects; ++i) Add(absl::StrCat("new", i), P::RUN, 200, 1000);
  // Older, and unset: in RUN nobody knows since when.
  for (int i = 0; i < 5; ++i) Add(absl::StrCat("old", i), P::RUN, 100, 9000);
  P undated;
  undated.set_name(absl::StrCat(kAcme, "/projects/a-register-s"));
  undated.set_stage(P::RUN);
  Insert(types_.project, undated);
  const auto overruns = Overruns();
  EXPECT_EQ(overruns[0].project_count(), kPastProjects);
  EXPECT_EQ(overruns[1].project_count(), kPastProjects);
  EXPECT_EQ(overruns[1].upper_quartile(), 1.0);
}

TEST_F(FactsOfPastTest, FactsOfAProjectHoldWhatItsCallerLookedUp) {
  const std::string name = Add("p", P::POC, 10, 1000);
  ASSERT_EQ(
      store_->Read(Soon(),
                   [&](Session& session) -> absl::Status {
                     ASSIGN_OR_RETURN(CommonFacts common, CommonFactsOf(session, types_, "acme"));
                     EXPECT_TRUE(common.past_overruns.empty());
                     common.past_overruns.emplace_back().set_project_count(7);
                     ASSIGN_OR_RETURN(const Facts facts, FactsOf(session, types_, common, name));
                     EXPECT_EQ(facts.past_overruns.at(0).project_count(), 7);
                     return absl::OkStatus();
                   }),
      absl::OkStatus());
}

}  // namespace
}  // namespace palier::registry
