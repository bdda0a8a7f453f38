// SPDX-License-Identifier: Apache-2.0
// Who is champion of several roll-outs is one person.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "rollout/client/operations.h"
#include "rollout/domain/support.h"
#include "rollout/testing/several_rollouts.h"

namespace palier::rollout {
namespace {

constexpr int kMinutesAWeek = 8 * 60;
constexpr int kSessionMinutes = 120;

class ChampionBookingTest : public SeveralRolloutsFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    CreateChampion("alix", "innovation", true);
    for (const char* id : {"one", "two"}) ASSERT_EQ(CreateOther(id, Small(id)), absl::OkStatus());
  }
  // Two people in a session: the weeks of the one champion are full.
  static v1::Rollout Small(const std::string& id) {
    v1::Rollout rollout = OtherRollout(id);
    rollout.mutable_limits()->set_session_size(2);
    rollout.mutable_limits()->set_session_minutes(kSessionMinutes);
    rollout.mutable_limits()->set_users_per_champion(24);
    return rollout;
  }
  absl::StatusOr<v1::PlanRevision> PlanOf(const std::string& id, bool validate_only = false) {
    v1::PlanWavesRequest request;
    request.set_name(RolloutName(id));
    request.set_schedule_count(20);
    request.set_validate_only(validate_only);
    return PlanWavesAndWait(As("users/mia"), request);
  }
  // Minutes of alix by Monday, over both plans.
  std::map<absl::CivilDay, int> Booked() {
    std::map<absl::CivilDay, int> booked;
    v1::ListWavesRequest request;
    request.set_parent(absl::StrCat(kFirm, "/rollouts/-"));
    const auto waves = Call<v1::ListWavesResponse>("users/vic", "ListWaves", request);
    EXPECT_EQ(waves.status(), absl::OkStatus());
    if (!waves.ok()) return booked;
    for (const v1::Wave& wave : waves->waves()) {
      for (const v1::WaveTeam& team : wave.teams()) {
        for (const v1::TrainingSession& session : team.sessions()) {
          booked[MondayOf(ToDay(session.date()))] += kSessionMinutes;
        }
      }
    }
    return booked;
  }
  void ExpectNobodyTwice() {
    for (const auto& [monday, minutes] : Booked()) EXPECT_LE(minutes, kMinutesAWeek) << monday;
  }
  static absl::CivilDay EndOf(const v1::PlanRevision& revision) {
    return ToDay(revision.waves(revision.waves_size() - 1).end_date());
  }
};

TEST_F(ChampionBookingTest, APlanTakesTheHoursThatOthersLeave) {
  RecordProperty("requirement", "S1-31");
  const auto alone = PlanOf("two", /*validate_only=*/true);
  ASSERT_TRUE(alone.ok()) << alone.status();
  ASSERT_TRUE(PlanOf("one").ok());
  const auto beside = PlanOf("two");
  ASSERT_TRUE(beside.ok()) << beside.status();
  EXPECT_GT(EndOf(*beside), EndOf(*alone));
  bool told = false;
  for (const v1::Wave& wave : beside->waves()) {
    for (const v1::Explanation& why : wave.explanations()) told |= why.rule() == "CHAMPION_HOURS";
  }
  EXPECT_TRUE(told) << beside->ShortDebugString();
  ExpectNobodyTwice();

  // What is gone books nothing.
  v1::DeleteRolloutRequest remove;
  remove.set_name(RolloutName("one"));
  ASSERT_EQ(Call<v1::Rollout>("users/mia", "DeleteRollout", remove).status(), absl::OkStatus());
  const auto again = PlanOf("two");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(EndOf(*again), EndOf(*alone));
}

TEST_F(ChampionBookingTest, PlansMadeAtOnceShareTheHours) {
  RecordProperty("requirement", "S1-31");
  for (int round = 0; round < 10; ++round) {
    std::vector<std::thread> planners;
    for (const char* id : {"one", "two"}) {
      planners.emplace_back([&, id] { EXPECT_EQ(PlanOf(id).status(), absl::OkStatus()); });
    }
    for (std::thread& planner : planners) planner.join();
    ExpectNobodyTwice();
  }
}

}  // namespace
}  // namespace palier::rollout
