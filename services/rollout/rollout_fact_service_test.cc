// SPDX-License-Identifier: Apache-2.0
// What the registry hears of a roll-out: its champions, and whom it has reached.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using Fact = registry::v1::RolloutFact;

class RolloutFactServiceTest : public RolloutFixture {
 protected:
  absl::StatusOr<registry::v1::Evidence> Told() {
    registry::v1::ListEvidenceRequest request;
    request.set_parent(kProject);
    request.set_filter(absl::StrCat("source = \"rollout\" AND subject = \"", kRollout, "\""));
    const auto response =
        Registry<registry::v1::ListEvidenceResponse>("users/vic", "ListEvidence", request);
    if (!response.ok()) return response.status();
    if (response->evidence().empty()) return absl::NotFoundError("nothing was told");
    EXPECT_EQ(response->evidence_size(), 1);
    return response->evidence(0);
  }
  // Until it is told so.
  template <typename Says>
  Fact Await(const Says& says) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    auto told = Told();
    while ((!told.ok() || !says(told->rollout())) && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(50));
      told = Told();
    }
    EXPECT_TRUE(told.ok()) << told.status();
    if (!told.ok()) return Fact();
    EXPECT_TRUE(says(told->rollout())) << told->ShortDebugString();
    return told->rollout();
  }
};

TEST_F(RolloutFactServiceTest, TheRegistryHearsOfChampionsAndCoverage) {
  RecordProperty("requirement", "S1-31");
  MakeReady();
  const Fact planned = Await([](const Fact& fact) { return fact.state() == "PLANNED"; });
  EXPECT_EQ(planned.headcount(), 24);
  EXPECT_EQ(planned.live_headcount(), 0);
  EXPECT_EQ(planned.coverage(), 0);
  EXPECT_EQ(planned.champion_count(), 2) << "alix and basile";
  EXPECT_EQ(planned.certified_champion_count(), 1);
  EXPECT_EQ(planned.people_per_champion(), 24);

  const auto started = Start("users/abe", 1);
  ASSERT_TRUE(started.ok()) << started.status();
  const Fact active = Await([](const Fact& fact) { return fact.state() == "ACTIVE"; });
  EXPECT_EQ(active.live_headcount(), 0) << "in training";

  // The day on which they go live comes by itself.
  const absl::CivilDay live = ToDay(started->teams(0).go_live_date());
  SetTime(absl::FromCivil(absl::CivilHour(live) + 12, absl::UTCTimeZone()));
  const Fact reached = Await([](const Fact& fact) { return fact.live_headcount() > 0; });
  EXPECT_EQ(reached.live_headcount(), 4);
  EXPECT_DOUBLE_EQ(reached.coverage(), 4.0 / 140);

  // Who works by hand does not have it.
  v1::PauseWaveRequest pause;
  pause.set_name(WaveName(1));
  pause.set_reason("The supplier moves.");
  ASSERT_TRUE(Call<v1::Wave>("users/mia", "PauseWave", pause).ok());
  Await([](const Fact& fact) { return fact.live_headcount() == 0; });
}

}  // namespace
}  // namespace palier::rollout
