// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "palier/rollout/v1/programme_service.pb.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr char kMail[] = "organizations/firm/rollouts/mail";

class ProgrammeServiceTest : public RolloutFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    CreateFirmRollout();
    v1::Rollout mail = FirmRollout();
    mail.set_display_name("Mail");
    mail.set_application("mail");
    v1::CreateRolloutRequest create;
    create.set_parent(kFirm);
    create.set_rollout_id("mail");
    *create.mutable_rollout() = mail;
    const auto made = Call<v1::Rollout>("users/mia", "CreateRollout", create);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  static v1::PlanProgrammeRequest Both() {
    v1::PlanProgrammeRequest request;
    request.set_parent(kFirm);
    request.add_tools()->set_rollout(kRollout);
    request.add_tools()->set_rollout(kMail);
    request.set_schedule_count(300);
    return request;
  }
  absl::StatusOr<v1::PlanProgrammeResponse> Ask(const v1::PlanProgrammeRequest& request,
                                                const std::string& principal = "users/mia",
                                                const std::string& language = "en") {
    return Call<v1::PlanProgrammeResponse>(principal, "PlanProgramme", request, language);
  }
};

google::type::Money Euros(int64_t units) {
  google::type::Money money;
  money.set_currency_code("EUR");
  money.set_units(units);
  return money;
}

TEST_F(ProgrammeServiceTest, EachTeamLearnsOneToolAtATime) {
  RecordProperty("requirement", "S0-15 S1-27");
  const auto plan = Ask(Both());
  ASSERT_TRUE(plan.ok()) << plan.status();
  ASSERT_EQ(plan->entries_size(), 6);
  std::map<std::string, std::vector<const v1::ProgrammeEntry*>> by_team;
  for (const v1::ProgrammeEntry& entry : plan->entries()) {
    by_team[entry.team()].push_back(&entry);
    EXPECT_GT(entry.people(), 0);
    EXPECT_FALSE(entry.reason().rule().empty());
    EXPECT_FALSE(entry.reason().text().empty());
    EXPECT_LE(ToDay(entry.start_date()), ToDay(entry.training_date()));
    EXPECT_LT(ToDay(entry.training_date()), ToDay(entry.go_live_date()));
    EXPECT_EQ(absl::GetWeekday(ToDay(entry.start_date())), absl::Weekday::monday);
    EXPECT_LE(ToDay(entry.end_date()), ToDay(plan->end_date()));
  }
  ASSERT_EQ(by_team.size(), 3u);
  for (const auto& [team, entries] : by_team) {
    ASSERT_EQ(entries.size(), 2u) << team;
    EXPECT_GE(ToDay(entries[1]->training_date()), ToDay(entries[0]->end_date())) << team;
  }
  EXPECT_EQ(ToDay(plan->start_date()), absl::CivilDay(2026, 3, 9));
  EXPECT_FALSE(plan->has_value());
  EXPECT_GT(plan->user_weeks(), 0);
  EXPECT_GE(plan->gap_permille(), 0);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*Ask(Both()), *plan))
      << "nothing changed";
}

TEST_F(ProgrammeServiceTest, ValuesAndLimitsDecide) {
  RecordProperty("requirement", "S1-09 S1-29");
  v1::PlanProgrammeRequest request = Both();
  *request.mutable_tools(1)->mutable_value_per_user_week() = Euros(90);
  *request.mutable_tools(0)->mutable_value_per_user_week() = Euros(10);
  for (v1::ProgrammeTool& tool : *request.mutable_tools()) {
    tool.set_prepare_weeks(2);
    tool.set_it_units(1);
  }
  request.set_it_capacity(1);
  const auto plan = Ask(request);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->entries(0).rollout(), kMail);
  EXPECT_EQ(plan->value().currency_code(), "EUR");
  EXPECT_GT(plan->value().units(), 0);
  EXPECT_THAT(plan->levers(), Contains(::testing::Truly([](const v1::ProgrammeLever& lever) {
                return lever.rule() == "IT_CAPACITY" && lever.gain().units() > 0;
              })));
  const auto in_french = Ask(request, "users/mia", "fr");
  ASSERT_TRUE(in_french.ok());
  EXPECT_THAT(in_french->levers(0).text(), HasSubstr("apporte"));
  request.mutable_tools(0)->set_after(kMail);
  request.clear_it_capacity();
  const auto ordered = Ask(request);
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  std::vector<std::string> rules;
  for (const v1::ProgrammeEntry& entry : ordered->entries()) rules.push_back(entry.reason().rule());
  EXPECT_THAT(rules, Contains("PREREQUISITE"));
}

TEST_F(ProgrammeServiceTest, APlanInForceIsPlannedAnew) {
  RecordProperty("requirement", "S1-35");
  const auto plan = Ask(Both());
  ASSERT_TRUE(plan.ok()) << plan.status();
  v1::ReplanProgrammeRequest request;
  *request.mutable_programme() = Both();
  *request.mutable_programme()->mutable_start_date() = plan->start_date();
  *request.mutable_entries() = plan->entries();
  request.set_notice_weeks(1);
  const auto again = [&](const std::string& language = "en") {
    return Call<v1::ReplanProgrammeResponse>("users/mia", "ReplanProgramme", request, language);
  };
  const auto same = again();
  ASSERT_TRUE(same.ok()) << same.status();
  ASSERT_EQ(same->alternatives_size(), 2);
  EXPECT_EQ(same->alternatives(0).choice(), v1::Replanning::LEAST_CHANGE);
  EXPECT_EQ(same->alternatives(0).moves_size(), 0);
  EXPECT_EQ(same->alternatives(0).entries_size(), 6);
  EXPECT_EQ(same->alternatives(0).user_weeks(), plan->user_weeks());
  EXPECT_GT(same->frozen_entry_count(), 0);

  // A team that has not begun is away in the week of its training.
  const v1::ProgrammeEntry& last = plan->entries(plan->entries_size() - 1);
  v1::GetRolloutRequest get;
  get.set_name(last.rollout());
  v1::UpdateRolloutRequest update;
  *update.mutable_rollout() = *Call<v1::Rollout>("users/mia", "GetRollout", get);
  for (v1::TeamDeployment& team : *update.mutable_rollout()->mutable_teams()) {
    if (team.team() != last.team()) continue;
    *team.add_blackouts()->mutable_start_date() = last.training_date();
    *team.mutable_blackouts(0)->mutable_end_date() = ToDate(ToDay(last.training_date()) + 13);
  }
  update.mutable_update_mask()->add_paths("teams");
  ASSERT_TRUE(Call<v1::Rollout>("users/mia", "UpdateRollout", update).ok());
  const auto moved = again("fr");
  ASSERT_TRUE(moved.ok()) << moved.status();
  const v1::ProgrammeAlternative& least = moved->alternatives(0);
  ASSERT_EQ(least.moves_size(), 1);
  EXPECT_EQ(least.moves(0).after().team(), last.team());
  EXPECT_EQ(ToDay(least.moves(0).previous_start_date()), ToDay(last.start_date()));
  EXPECT_NE(ToDay(least.moves(0).after().start_date()), ToDay(last.start_date()));
  EXPECT_LE(least.user_weeks(), moved->alternatives(1).user_weeks());
  EXPECT_FALSE(least.moves(0).after().reason().text().empty());

  request.mutable_entries(0)->mutable_start_date()->set_day(plan->entries(0).start_date().day() +
                                                            1);
  const auto detail = status::DetailOf(again().status());
  ASSERT_GT(detail.field_violations_size(), 0);
  EXPECT_EQ(detail.field_violations(0).subject(), "entries[0].start_date");
  request.mutable_programme()->mutable_tools(1)->set_rollout(kRollout);
  EXPECT_EQ(status::DetailOf(again().status()).field_violations(0).subject(),
            "programme.tools[1].rollout");
}

TEST_F(ProgrammeServiceTest, WhatIsWrongIsNamed) {
  const auto path_of = [&](const v1::PlanProgrammeRequest& request) {
    const auto detail = status::DetailOf(Ask(request).status());
    return detail.field_violations_size() == 0 ? absl::StrCat(detail.reason())
                                               : detail.field_violations(0).subject();
  };
  v1::PlanProgrammeRequest request = Both();
  request.mutable_tools(1)->set_rollout(kRollout);
  EXPECT_EQ(path_of(request), "tools[1].rollout");
  request.mutable_tools(1)->set_rollout("organizations/other/rollouts/mail");
  EXPECT_EQ(path_of(request), "tools[1].rollout");
  request = Both();
  request.mutable_tools(1)->set_after("organizations/firm/rollouts/other");
  EXPECT_EQ(path_of(request), "tools[1].after");
  request = Both();
  *request.mutable_tools(0)->mutable_cost_per_user() = Euros(1);
  *request.mutable_tools(1)->mutable_cost_per_user() = Euros(1);
  request.mutable_tools(1)->mutable_cost_per_user()->set_currency_code("CHF");
  EXPECT_EQ(path_of(request), "tools[1].cost_per_user");
  request = Both();
  request.mutable_tools(0)->mutable_cost_per_team()->set_units(20'000'000);
  EXPECT_EQ(path_of(request), "tools[0].cost_per_team");
  request = Both();
  request.mutable_start_date()->set_year(2026);
  EXPECT_EQ(path_of(request), "start_date");
  request = Both();
  request.add_tools()->set_rollout("organizations/firm/rollouts/other");
  EXPECT_TRUE(absl::IsNotFound(Ask(request).status()));
  request = Both();
  request.set_week_count(5);
  const absl::Status refused = Ask(request).status();
  EXPECT_EQ(status::ReasonOf(refused), error::v1::NO_PLAN_FOUND) << refused;
  EXPECT_FALSE(Violations(refused).empty());
  EXPECT_TRUE(absl::IsPermissionDenied(Ask(Both(), "users/vic").status()));
  request.clear_tools();
  EXPECT_EQ(path_of(request), "tools");
}

}  // namespace
}  // namespace palier::rollout
