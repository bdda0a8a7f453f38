// SPDX-License-Identifier: Apache-2.0
// Plans that change, from the command line, against running services.
#include <gmock/gmock.h>

#include "palierctl/errors.h"
#include "palierctl/testing/ran.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;
using ::testing::HasSubstr;
using ::testing::Not;

class RolloutReplanCommandTest : public rollout::RolloutFixture {
 protected:
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }
};

TEST_F(RolloutReplanCommandTest, BothWaysSideBySideAndTheWayBack) {
  MakeReady();
  Grant("users/dev", api::v1::MANAGER);
  ASSERT_TRUE(Start("users/abe", 1).ok());
  v1::UpdateRolloutRequest update;
  *update.mutable_rollout() = GetRollout();
  for (v1::TeamDeployment& team : *update.mutable_rollout()->mutable_teams()) {
    v1::DateRange& away = *team.add_blackouts();
    *away.mutable_start_date() = rollout::ToDate(absl::CivilDay(2026, 4, 1));
    *away.mutable_end_date() = rollout::ToDate(absl::CivilDay(2026, 4, 30));
  }
  update.mutable_update_mask()->add_paths("teams");
  const auto updated = Call<v1::Rollout>("users/mia", "UpdateRollout", update);
  ASSERT_TRUE(updated.ok()) << updated.status();

  const Ran shown = Palierctl({"rollout", "replan", "quotation"});
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("least change"));
  EXPECT_THAT(shown.out, HasSubstr("best value"));
  EXPECT_THAT(shown.out, HasSubstr("commerce"));
  EXPECT_THAT(shown.out, HasSubstr("is closed (weekend, holiday, blackout or absence)."));
  EXPECT_THAT(shown.out, HasSubstr("Waves that stay as they are: 1"));
  EXPECT_THAT(shown.out, HasSubstr("Nothing is written."));
  EXPECT_EQ(GetRollout().plan().revision(),
            std::string(rollout::kRollout) + "/revisions/revision-1");
  const Ran french = Palierctl({"rollout", "replan", "quotation", "--dry-run", "--language", "fr"});
  EXPECT_THAT(french.out, HasSubstr("moindre changement"));
  EXPECT_THAT(french.out, HasSubstr("Rien n'est écrit."));
  const Ran made =
      Palierctl({"rollout", "replan", "quotation", "--choose", "least-change", "--notice", "7"});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("In force: revision-2 (least change)"));
  EXPECT_THAT(Palierctl({"rollout", "replan", "quotation", "--choose", "cheapest"}).err,
              HasSubstr("expected least-change or best-value"));

  const Ran refused = Palierctl({"rollout", "rollback", "quotation", "revision-1"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.err, HasSubstr("revision-1 no longer fits"));
  for (v1::TeamDeployment& team : *update.mutable_rollout()->mutable_teams()) {
    team.clear_blackouts();
  }
  update.mutable_rollout()->clear_etag();
  ASSERT_TRUE(Call<v1::Rollout>("users/mia", "UpdateRollout", update).ok());
  const Ran back = Palierctl({"rollout", "rollback", "quotation", "revision-1"});
  ASSERT_EQ(back.code, 0) << back.err;
  EXPECT_THAT(back.out, HasSubstr("In force: revision-3 (as restored)"));
  const Ran csv = Palierctl({"rollout", "replan", "quotation", "-o", "csv"});
  EXPECT_THAT(csv.out, Not(HasSubstr("Nothing is written")));
}

}  // namespace
}  // namespace palier::ctl
