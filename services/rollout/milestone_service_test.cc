// SPDX-License-Identifier: Apache-2.0
// Milestones over gRPC, judged by monthly reviews with what kpi says (S1-69).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rollout/testing/review_fixture.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using MilestoneServiceTest = ReviewFixture;

TEST_F(MilestoneServiceTest, AReviewShowsEachDueMilestoneMetMissedOrUnknown) {
  RecordProperty("requirement", "S1-69");
  StartFirstWave();
  MakeKpi("lead-time", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  MakeKpi("errors", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  const std::string errors = absl::StrCat(kProject, "/kpis/errors");
  const auto met = Set("quick", 8.5, CivilDay(2026, 4, 8));
  ASSERT_TRUE(met.ok()) << met.status();
  EXPECT_EQ(met->direction(), v1::Milestone::DECREASE);
  EXPECT_EQ(met->unit(), "d");
  EXPECT_EQ(met->state(), v1::Milestone::OPEN);
  ASSERT_TRUE(Set("quicker", 8, CivilDay(2026, 4, 9)).ok());
  ASSERT_TRUE(Set("fewer", 3, CivilDay(2026, 4, 9), errors).ok());
  ASSERT_TRUE(Set("later", 7, CivilDay(2026, 4, 10)).ok());
  EXPECT_THAT(Fields(Set("today", 7, CivilDay(2026, 3, 9)).status()),
              ElementsAre("milestone.due_date"));
  EXPECT_THAT(Fields(Set("other", 7, CivilDay(2026, 5, 1),
                         "organizations/firm/projects/other/kpis/lead-time")
                         .status()),
              ElementsAre("milestone.kpi"));

  SetDay(CivilDay(2026, 4, 10));
  Measure("lead-time", CivilDay(2026, 4, 7), 8.5);
  v1::QueryReviewMilestonesRequest look;
  look.set_name(ReviewName("monthly-2026-04"));
  const auto preview =
      Call<v1::QueryReviewMilestonesResponse>("users/vic", "QueryReviewMilestones", look);
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->milestones_size(), 3);

  const auto done = Close("monthly-2026-04", v1::Review::CONTINUE, "On the way.");
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(done->milestones_size(), 3);
  EXPECT_EQ(done->milestones(0).state(), v1::Milestone::MET);
  EXPECT_EQ(done->milestones(0).actual_value(), 8.5);
  EXPECT_EQ(done->milestones(1).milestone(), std::string(kRollout) + "/milestones/fewer");
  EXPECT_EQ(done->milestones(1).state(), v1::Milestone::UNKNOWN);
  EXPECT_EQ(done->milestones(1).reason(), "NO_MEASURE");
  EXPECT_FALSE(done->milestones(1).has_actual_value());
  EXPECT_EQ(done->milestones(2).state(), v1::Milestone::MISSED);
  EXPECT_THAT(done->milestones(2).text(), HasSubstr("MISSED: 8.5 d on 2026-04-07"));
  v1::GetReviewRequest get;
  get.set_name(done->name());
  EXPECT_THAT(Call<v1::Review>("users/vic", "GetReview", get, "fr")->milestones(2).text(),
              HasSubstr("attendu au plus 8 d"));

  // What was not known is judged again, with what came since; what was judged stays.
  Measure("errors", CivilDay(2026, 4, 9), 2);
  SetDay(CivilDay(2026, 5, 9));
  const auto next = Close("monthly-2026-05", v1::Review::CONTINUE, "On the way.");
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_EQ(next->milestones_size(), 2);
  EXPECT_EQ(next->milestones(0).milestone(), std::string(kRollout) + "/milestones/fewer");
  EXPECT_EQ(next->milestones(0).state(), v1::Milestone::MET);
  EXPECT_EQ(next->milestones(1).milestone(), std::string(kRollout) + "/milestones/later");
  EXPECT_EQ(next->milestones(1).state(), v1::Milestone::MISSED);
}

TEST_F(MilestoneServiceTest, WhatKpiDoesNotTellIsUnknown) {
  RecordProperty("requirement", "S1-69");
  StartFirstWave();
  MakeKpi("lead-time", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  kpi::v1::CreateKpiRequest counting;
  counting.set_parent(kProject);
  counting.set_kpi_id("users");
  counting.mutable_kpi()->set_display_name("Users");
  counting.mutable_kpi()->set_unit("users");
  counting.mutable_kpi()->set_direction(kpi::v1::Kpi::INCREASE);
  counting.mutable_kpi()->set_category(kpi::v1::Kpi::ADOPTION);
  counting.mutable_kpi()->set_aggregation(kpi::v1::Kpi::DISTINCT_USERS);
  ASSERT_TRUE(Call<kpi::v1::Kpi>("users/mia", "CreateKpi", counting).ok());
  const std::string users = absl::StrCat(kProject, "/kpis/users");
  ASSERT_TRUE(Set("gone", 8, CivilDay(2026, 4, 7)).ok());
  ASSERT_TRUE(Set("old", 3, CivilDay(2026, 4, 8), users).ok());
  ASSERT_TRUE(Set("three", 3, CivilDay(2026, 3, 23), users).ok());

  SetDay(CivilDay(2026, 3, 24));
  kpi::v1::IngestMeasurementsRequest used;
  used.set_parent(kProject);
  used.set_source("erp");
  for (const char* user : {"a", "b", "c"}) {
    kpi::v1::Measurement& one = *used.add_measurements();
    one.set_kpi("users");
    one.set_event_id(user);
    one.set_user(user);
    one.set_number(1);
    resource::SetStandardTime(one, "event_time",
                              absl::FromCivil(absl::CivilHour(2026, 3, 18, 12), Paris()));
  }
  ASSERT_TRUE(
      Call<kpi::v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", used).ok());
  kpi::v1::DeleteKpiRequest remove;
  remove.set_name(kLeadTime);
  ASSERT_TRUE(As("users/mia")
                  .Unary<google::protobuf::Empty>(rpc::MethodPath("DeleteKpi", remove), remove)
                  .ok());
  SetDay(CivilDay(2026, 4, 9));
  const auto done = Close("monthly-2026-04", v1::Review::CONTINUE, "On the way.");
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(done->milestones_size(), 3);
  for (const v1::MilestoneFinding& finding : done->milestones()) {
    EXPECT_EQ(finding.state(), v1::Milestone::UNKNOWN) << finding.milestone();
    EXPECT_FALSE(finding.has_actual_value()) << finding.milestone();
  }
  EXPECT_EQ(done->milestones(0).reason(), "NOT_TOLD");
  EXPECT_FALSE(done->milestones(0).has_actual_date());
  EXPECT_EQ(done->milestones(1).reason(), "KPI_GONE");
}

TEST_F(MilestoneServiceTest, AMilestoneIsFrozenFromItsDayOn) {
  RecordProperty("requirement", "S1-69");
  StartFirstWave();
  MakeKpi("lead-time", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  ASSERT_TRUE(Set("quick", 8.5, CivilDay(2026, 4, 8)).ok());
  v1::UpdateMilestoneRequest update;
  update.mutable_milestone()->set_name(std::string(kRollout) + "/milestones/quick");
  update.mutable_milestone()->set_value(8);
  const auto sharper = Call<v1::Milestone>("users/mia", "UpdateMilestone", update);
  ASSERT_TRUE(sharper.ok()) << sharper.status();
  EXPECT_EQ(sharper->value(), 8);
  EXPECT_EQ(sharper->direction(), v1::Milestone::DECREASE);

  SetTime(absl::FromCivil(CivilDay(2026, 4, 8), Paris()));
  update.mutable_milestone()->set_value(9);
  EXPECT_EQ(ReasonOf(Call<v1::Milestone>("users/mia", "UpdateMilestone", update).status()),
            error::v1::ILLEGAL_TRANSITION);
  update.mutable_milestone()->clear_value();
  update.mutable_milestone()->set_display_name("Quicker quotes");
  EXPECT_TRUE(Call<v1::Milestone>("users/mia", "UpdateMilestone", update).ok());
  v1::DeleteMilestoneRequest remove;
  remove.set_name(update.milestone().name());
  EXPECT_EQ(ReasonOf(As("users/mia")
                         .Unary<google::protobuf::Empty>(rpc::MethodPath("DeleteMilestone", remove),
                                                         remove)
                         .status()),
            error::v1::ILLEGAL_TRANSITION);
}

}  // namespace
}  // namespace palier::rollout
