// SPDX-License-Identifier: Apache-2.0
// Plans from the command line, and the operations they are, against running services.
#include <gmock/gmock.h>
#include <signal.h>

#include <thread>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "palierctl/errors.h"
#include "palierctl/testing/ran.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;

class RolloutPlanCommandTest : public rollout::RolloutFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    Grant("users/dev", api::v1::MANAGER);
  }
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }
  // `quotation/op-...` of the first line of a table.
  static std::string OperationIn(const std::string& csv) {
    const std::vector<std::string> lines = absl::StrSplit(csv, "\r\n");
    return lines.size() < 2 ? "" : lines[1].substr(0, lines[1].find(','));
  }
};

TEST_F(RolloutPlanCommandTest, AUsualPlanIsShownAtOnceAndItsOperationIsListed) {
  CreateFirmRollout();
  const Ran planned = Palierctl({"rollout", "plan", "quotation"});
  ASSERT_EQ(planned.code, 0) << planned.err;
  EXPECT_THAT(planned.out, HasSubstr("24/140 = 17.1 %"));
  EXPECT_EQ(planned.err, "");
  const Ran listed = Palierctl({"rollout", "operations", "list", "quotation"});
  ASSERT_EQ(listed.code, 0) << listed.err;
  EXPECT_THAT(listed.out,
              AllOf(HasSubstr("PlanWaves"), HasSubstr("done"), HasSubstr("3 waves until")));
  const std::string name =
      OperationIn(Palierctl({"rollout", "operations", "list", "-o", "csv"}).out);
  const Ran french = Palierctl({"rollout", "operations", "get", name, "--language", "fr"});
  ASSERT_EQ(french.code, 0) << french.err;
  EXPECT_THAT(french.out, AllOf(HasSubstr("terminée"), HasSubstr("3 vagues jusqu'au")));
  EXPECT_EQ(Palierctl({"rollout", "operations", "wait", name}).code, 0);
  EXPECT_EQ(Palierctl({"rollout", "operations", "delete", name}).code, 0);
  EXPECT_EQ(Palierctl({"rollout", "operations", "get", name}).code, kNotFound);
}

TEST_F(RolloutPlanCommandTest, ALongSearchIsBegunWatchedAndCancelled) {
  CreateLargeRollout();
  const Ran begun = Palierctl(
      {"rollout", "plan", "quotation", "--schedules", "1000000", "--no-wait", "-o", "csv"});
  ASSERT_EQ(begun.code, 0) << begun.err;
  const std::string name = OperationIn(begun.out);
  EXPECT_THAT(name, HasSubstr("rollouts/quotation/operations/op-"));
  EXPECT_THAT(Palierctl({"rollout", "operations", "list", "--filter", "state = RUNNING"}).out,
              AllOf(HasSubstr("running"), HasSubstr("waves until")));
  std::thread waiter([&] {
    const Ran waited = Palierctl({"rollout", "operations", "wait", name, "--language", "fr"});
    EXPECT_EQ(waited.code, kFailed);
    EXPECT_THAT(waited.err, AllOf(HasSubstr("vagues jusqu'au"), HasSubstr("rien n'a été écrit")));
  });
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(Palierctl({"rollout", "operations", "cancel", name}).code, 0);
  waiter.join();
  EXPECT_TRUE(Waves().empty());
}

TEST_F(RolloutPlanCommandTest, CtrlCCancelsTheSearch) {
  CreateLargeRollout();
  std::thread user([&] {
    for (const absl::Time end = absl::Now() + absl::Seconds(10); absl::Now() < end;) {
      const Ran running =
          Palierctl({"rollout", "operations", "list", "--filter", "state = RUNNING", "-o", "csv"});
      if (!OperationIn(running.out).empty()) break;
      absl::SleepFor(absl::Milliseconds(20));
    }
    kill(getpid(), SIGINT);
  });
  const Ran planned = Palierctl({"rollout", "plan", "quotation", "--schedules", "1000000"});
  user.join();
  EXPECT_EQ(planned.code, kFailed);
  EXPECT_THAT(planned.err, AllOf(HasSubstr("Cancelling"), HasSubstr("nothing was written")));
  EXPECT_TRUE(Waves().empty());
  EXPECT_THAT(Palierctl({"rollout", "operations", "list"}).out, HasSubstr("cancelled"));
}

}  // namespace
}  // namespace palier::ctl
