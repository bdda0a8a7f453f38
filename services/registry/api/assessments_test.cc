// SPDX-License-Identifier: Apache-2.0
// Assessments over a running registry, in a company that has brought projects to production.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "common/resource/store.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/entry.pb.h"
#include "registry/api/testing/landscape_fixture.h"
#include "registry/storage/types.h"

namespace palier::registry {
namespace {

using ::testing::HasSubstr;

class AssessmentsTest : public LandscapeFixture {
 protected:
  void SetUp() override {
    LandscapeFixture::SetUp();
    v1::Project quotes;
    quotes.set_display_name("Quotes");
    *quotes.mutable_poc_budget() = Euros(30000);
    *quotes.mutable_production_budget() = Euros(60000);
    ASSERT_EQ(Add("quotes", quotes).status(), absl::OkStatus());
  }

  // Projects in RUN that were budgeted at EUR 1000 and cost EUR 2000. Gates are not what this is
  // about: they are put into the store.
  void Deliver(int first, int last) {
    WhileStopped([&](sql::Database& database) {
      const Types types;
      resource::Store store(database, clock_);
      return store.Write(absl::Now() + absl::Seconds(60), {"users/dev", "", "/test"},
                         [&](resource::Session& session) -> absl::Status {
                           for (int i = first; i <= last; ++i)
                             RETURN_IF_ERROR(InsertDelivered(session, types, i));
                           return absl::OkStatus();
                         });
    });
  }

  absl::StatusOr<v1::Assessment> Assess(const std::string& language) {
    v1::AssessProjectRequest request;
    request.set_name(Firm("projects/quotes"));
    return Call<v1::Assessment>(request, "vic", language);
  }

  static std::string WhatIsSaidOf(const std::string& rule, const v1::Assessment& assessment) {
    for (const v1::RuleResult& result : assessment.results()) {
      if (result.rule() == rule) return result.explanation();
    }
    return "";
  }

 private:
  static absl::Status InsertDelivered(resource::Session& session, const Types& types, int number) {
    v1::Project project;
    project.set_name(Firm(absl::StrCat("projects/run", number)));
    project.set_display_name("Done");
    project.set_stage(v1::Project::RUN);
    *project.mutable_production_budget() = Euros(1000);
    RETURN_IF_ERROR(session.Insert(types.project, project));
    v1::Entry entry;
    entry.set_name(project.name() + "/entries/cost");
    entry.set_kind("cost_line");
    *entry.mutable_cost_line()->mutable_amount() = Euros(2000);
    return session.Insert(types.entry, entry);
  }

  const time::SystemClock clock_;
};

TEST_F(AssessmentsTest, ShowTheCompanysOwnPastFromFiveProjectsOn) {
  RecordProperty("requirement", "S1-47 S0-09");
  Deliver(1, 4);
  auto assessment = Assess("en");
  ASSERT_EQ(assessment.status(), absl::OkStatus());
  ASSERT_EQ(assessment->past_overruns_size(), 3);
  EXPECT_FALSE(assessment->past_overruns(1).has_median());
  EXPECT_EQ(assessment->past_overruns(1).text(),
            "Own past, cost against budget: 4 of 5 projects needed.");
  EXPECT_EQ(WhatIsSaidOf("BUDGET_RATIO_LOW", *assessment), "2.0x, below 5x (S2).");

  Deliver(5, 5);
  assessment = Assess("fr");
  ASSERT_EQ(assessment.status(), absl::OkStatus());
  EXPECT_EQ(assessment->past_overruns(1).measure(), v1::PastOverrun::COST);
  EXPECT_EQ(assessment->past_overruns(1).project_count(), 5);
  EXPECT_EQ(assessment->past_overruns(1).median(), 2.0);
  EXPECT_EQ(assessment->past_overruns(1).text(),
            "Passé de l'entreprise, 5 projets : la production a coûté 2.0x son budget (médiane ; "
            "quartiles 2.0x et 2.0x).");
  EXPECT_THAT(WhatIsSaidOf("BUDGET_RATIO_LOW", *assessment),
              HasSubstr("ce budget devient 120000 EUR."));
}

TEST_F(AssessmentsTest, AListLeavesOutResultsAndThePast) {
  Deliver(1, 5);
  v1::ListAssessmentsRequest request;
  request.set_parent(kFirm);
  const auto list = Call<v1::ListAssessmentsResponse>(request, "vic");
  ASSERT_EQ(list.status(), absl::OkStatus());
  ASSERT_EQ(list->assessments_size(), 6);
  for (const v1::Assessment& assessment : list->assessments()) {
    EXPECT_EQ(assessment.results_size(), 0);
    EXPECT_EQ(assessment.past_overruns_size(), 0);
  }
}

}  // namespace
}  // namespace palier::registry
