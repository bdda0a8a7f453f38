// SPDX-License-Identifier: Apache-2.0
// Who has a tool now, and what may become of its plan, from the command line, against running
// services.
#include <gmock/gmock.h>

#include "palierctl/testing/ran.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::HasSubstr;

class RolloutAccessCommandTest : public rollout::RolloutFixture {
 protected:
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }
};

TEST_F(RolloutAccessCommandTest, AnswersSwitchesAndCounts) {
  MakeReady();
  for (const api::v1::Role role : {api::v1::MANAGER, api::v1::APPROVER}) Grant("users/dev", role);
  const auto started = Start("users/abe", 1);
  ASSERT_TRUE(started.ok()) << started.status();
  const google::type::Date live = started->teams(0).go_live_date();
  SetTime(absl::FromCivil(absl::CivilDay(live.year(), live.month(), live.day()) + 1,
                          absl::UTCTimeZone()));
  const std::vector<std::string> ask = {"rollout", "access", "quotation", "--team", "innovation"};
  const Ran enabled = Palierctl(ask);
  ASSERT_EQ(enabled.code, 0) << enabled.err;
  EXPECT_EQ(enabled.out, "ENABLED: The team is live.\n");
  EXPECT_NE(Palierctl({"rollout", "access", "quotation"}).code, 0) << "for whom?";

  const Ran off = Palierctl(
      {"rollout", "switch-off", "quotation", "--reason", "wrong prices", "--language", "fr"});
  ASSERT_EQ(off.code, 0) << off.err;
  EXPECT_EQ(off.out, "Coupé pour tous.\n");
  std::vector<std::string> french = ask;
  french.insert(french.end(), {"--check", "--language", "fr"});
  const Ran manual = Palierctl(french);
  EXPECT_EQ(manual.code, 6);
  EXPECT_THAT(manual.out,
              HasSubstr("FALLBACK_MANUAL: L'application est coupée pour tous : wrong prices"));
  ASSERT_EQ(Palierctl({"rollout", "switch-on", "quotation"}).code, 0);
  EXPECT_EQ(Palierctl(ask).out, "ENABLED: The team is live.\n");
  const Ran counts = Palierctl({"rollout", "answers", "quotation"});
  ASSERT_EQ(counts.code, 0) << counts.err;
  EXPECT_THAT(counts.out, HasSubstr("sent to the manual way: 0")) << "looking is no use";
}

TEST_F(RolloutAccessCommandTest, TellsWhatMayBecomeOfThePlan) {
  MakeReady();
  const Ran risk = Palierctl({"rollout", "risk", "quotation"});
  ASSERT_EQ(risk.code, 0) << risk.err;
  EXPECT_THAT(risk.out, HasSubstr("wave 3"));
  EXPECT_THAT(risk.out, HasSubstr("more hope than plan"));
  EXPECT_THAT(risk.out, HasSubstr("Assumed, not measured: attendance_permille"));
  EXPECT_THAT(Palierctl({"rollout", "risk", "quotation", "--language", "fr"}).out,
              HasSubstr("Supposé, non mesuré"));
}

}  // namespace
}  // namespace palier::ctl
