// SPDX-License-Identifier: Apache-2.0
// What may become of a plan, over gRPC.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "palier/registry/v1/organization_service.pb.h"
#include "palier/rollout/v1/risk_service.pb.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::HasSubstr;

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

class RiskServiceTest : public RolloutFixture {
 protected:
  absl::StatusOr<v1::AssessPlanRiskResponse> Assess(const v1::AssessPlanRiskRequest& request,
                                                    const std::string& language = "en") {
    return Call<v1::AssessPlanRiskResponse>("users/vic", "AssessPlanRisk", request, language);
  }
  static v1::AssessPlanRiskRequest Request() {
    v1::AssessPlanRiskRequest request;
    request.set_name(kRollout);
    return request;
  }
};

TEST_F(RiskServiceTest, SaysHowLateItMayBeAndWhatWasAssumed) {
  MakeReady();
  const auto risk = Assess(Request());
  ASSERT_TRUE(risk.ok()) << risk.status();
  EXPECT_EQ(risk->run_count(), 10000);
  EXPECT_GE(DayOf(risk->end().p10()), DayOf(risk->planned_end_date()));
  EXPECT_LT(DayOf(risk->end().p10()), DayOf(risk->end().p90()));
  EXPECT_LT(risk->use_p10(), risk->use_p90());
  EXPECT_EQ(risk->waves_size(), 3);
  EXPECT_EQ(risk->teams_size(), 3);
  EXPECT_EQ(risk->assumed_size(), 7) << "nobody measured anything here";
  ASSERT_GT(risk->findings_size(), 0);
  EXPECT_THAT(risk->findings(0), HasSubstr("more hope than plan"));
  EXPECT_THAT(Assess(Request(), "fr")->findings(0), HasSubstr("plus de l'espoir que du plan"));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*risk, *Assess(Request())));
}

TEST_F(RiskServiceTest, WithFiguresOfOnesOwnLessIsAssumed) {
  MakeReady();
  v1::AssessPlanRiskRequest request = Request();
  request.set_run_count(500);
  v1::RiskAssumptions& own = *request.mutable_assumptions();
  for (v1::RiskRange* range : {own.mutable_attendance_permille(), own.mutable_support_permille()}) {
    range->set_least(1000);
    range->set_likely(1000);
    range->set_greatest(1000);
  }
  own.set_gate_pass_permille(1000);
  own.set_gate_stop_permille(0);
  const auto risk = Assess(request);
  ASSERT_TRUE(risk.ok()) << risk.status();
  EXPECT_EQ(risk->assumed_size(), 3);
  EXPECT_EQ(risk->on_time_permille(), 1000);
  EXPECT_EQ(DayOf(risk->end().p90()), DayOf(risk->planned_end_date()));
}

TEST_F(RiskServiceTest, RefusesWhatCannotBe) {
  CreateFirmRollout();
  EXPECT_EQ(ReasonOf(Assess(Request()).status()), error::v1::ILLEGAL_TRANSITION) << "no plan";
  v1::AssessPlanRiskRequest request = Request();
  request.mutable_assumptions()->mutable_ramp_weeks()->set_least(10);
  request.mutable_assumptions()->set_gate_pass_permille(990);
  request.mutable_assumptions()->set_gate_stop_permille(20);
  const absl::Status refused = Assess(request).status();
  EXPECT_EQ(ReasonOf(refused), error::v1::INVALID_FIELDS);
  EXPECT_EQ(status::DetailOf(refused).field_violations_size(), 2);
  request = Request();
  request.set_run_count(100001);
  EXPECT_EQ(ReasonOf(Assess(request).status()), error::v1::INVALID_FIELDS);
}

TEST_F(RiskServiceTest, APlanOfATeamThatIsEmptyByNowIsNoPlan) {
  v1::Rollout rollout = FirmRollout();
  rollout.mutable_limits()->clear_wave_sizes();
  rollout.mutable_limits()->set_max_wave_permille(500);
  rollout.mutable_limits()->set_growth_permille(100000);
  rollout.mutable_teams(0)->set_people(0);
  rollout.mutable_limits()->set_users_per_champion(0);
  CreateRollout(rollout);
  ASSERT_EQ(Plan().status(), absl::OkStatus());
  ASSERT_EQ(Assess(Request()).status(), absl::OkStatus());
  registry::v1::UpdateTeamRequest leave;
  leave.mutable_team()->set_name(std::string(kFirm) + "/teams/commerce");
  leave.mutable_update_mask()->add_paths("headcount");
  ASSERT_EQ(Registry<registry::v1::Team>("users/dev", "UpdateTeam", leave).status(),
            absl::OkStatus());
  EXPECT_EQ(ReasonOf(Assess(Request()).status()), error::v1::ILLEGAL_TRANSITION);
}

}  // namespace
}  // namespace palier::rollout
