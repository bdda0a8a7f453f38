// SPDX-License-Identifier: Apache-2.0
// What must be known before a tool goes beyond its pilot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ReadinessTest : public RolloutFixture {
 protected:
  // The pilot is over and its gate is open, four weeks later.
  void CompletePilot() {
    MakeReady();
    ASSERT_EQ(Start("users/abe", 1).status(), absl::OkStatus());
    SetTime(absl::FromCivil(absl::CivilHour(2026, 4, 6, 8), absl::UTCTimeZone()));
    ASSERT_EQ(Complete(1, true, "nobody was there").status(), absl::OkStatus());
  }
  void EndStandard(int domain) {
    registry::v1::UpdateStandardRequest request;
    request.mutable_standard()->set_name(absl::StrCat(kFirm, "/standards/standard-", domain));
    google::type::Date& end = *request.mutable_standard()->mutable_end_date();
    end.set_year(2026);
    end.set_month(4);
    end.set_day(1);
    ASSERT_EQ(Registry<registry::v1::Standard>("users/dev", "UpdateStandard", request).status(),
              absl::OkStatus());
  }
};

TEST_F(ReadinessTest, BeyondThePilotTheValueMustShowInRealWork) {
  RecordProperty("requirement", "S3-09");
  ProveValue(registry::v1::KpiFact::BEHIND, absl::CivilDay(2026, 3, 8));
  CompletePilot();
  EXPECT_EQ(GetWave(1)->state(), v1::Wave::COMPLETED) << "the pilot itself may start";
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ElementsAre("NO_REAL_EVIDENCE"));
  ProveValue(registry::v1::KpiFact::AHEAD, absl::CivilDay(2026, 4, 5));
  EXPECT_EQ(Start("users/abe", 2).status(), absl::OkStatus());
}

TEST_F(ReadinessTest, EvidenceThatIsTooOldProvesNothing) {
  RecordProperty("requirement", "S3-09");
  ProveValue(registry::v1::KpiFact::AHEAD, absl::CivilDay(2026, 3, 8));
  CompletePilot();
  SetTime(absl::FromCivil(absl::CivilHour(2027, 3, 8, 8), absl::UTCTimeZone()));
  RecordDrill(absl::CivilDay(2027, 3, 7));
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ::testing::Contains("NO_REAL_EVIDENCE"));
}

TEST_F(ReadinessTest, TheRulesOfTheHouseComeBeforeTheHouse) {
  RecordProperty("requirement", "S1-19");
  CompletePilot();
  EndStandard(2);
  EndStandard(4);
  const absl::Status refused = Start("users/abe", 2).status();
  EXPECT_THAT(Violations(refused), ElementsAre("NO_STANDARD", "NO_STANDARD"));
  const auto detail = status::DetailOf(refused);
  EXPECT_THAT(detail.precondition_violations(0).en(),
              HasSubstr("No standard is in force for: QUALITY."));
  EXPECT_EQ(detail.precondition_violations(1).subject(), "TRAINING");
  v1::StartWaveRequest request;
  request.set_name(WaveName(2));
  const absl::Status french = Call<v1::Wave>("users/abe", "StartWave", request, "fr").status();
  EXPECT_THAT(status::DetailOf(french).precondition_violations(0).en(),
              HasSubstr("Aucun standard en vigueur pour : QUALITY."))
      << "in the language of the caller";
  EXPECT_EQ(GetWave(2)->state(), v1::Wave::PLANNED);
}

}  // namespace
}  // namespace palier::rollout
