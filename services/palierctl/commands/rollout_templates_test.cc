// SPDX-License-Identifier: Apache-2.0
// Templates of roll-outs from the command line, against running services.
#include <gmock/gmock.h>

#include "palierctl/testing/ran.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RolloutTemplatesCommandTest : public rollout::RolloutFixture {
 protected:
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }
};

TEST_F(RolloutTemplatesCommandTest, ARollOutBeginsWithATemplate) {
  Grant("users/dev", api::v1::MANAGER);
  rollout::v1::Rollout bare = FirmRollout();
  bare.clear_limits();
  CreateRollout(bare, false);
  EXPECT_THAT(Palierctl({"rollout", "templates"}).out, Not(HasSubstr("careful")));
  const Ran installed = Palierctl({"rollout", "templates", "--install", "--language", "fr"});
  ASSERT_EQ(installed.code, 0) << installed.err;
  EXPECT_THAT(installed.out, HasSubstr("modèle"));
  EXPECT_THAT(installed.out, HasSubstr("Prudent : là où une erreur coûte cher"));
  const Ran dry = Palierctl({"rollout", "apply-template", "quotation", "careful", "--dry-run"});
  ASSERT_EQ(dry.code, 0) << dry.err;
  EXPECT_EQ(GetRollout().limits().pilot_size(), 0) << "nothing was written";
  const Ran applied =
      Palierctl({"rollout", "apply-template", "quotation", "careful", "-o", "json"});
  ASSERT_EQ(applied.code, 0) << applied.err;
  EXPECT_THAT(applied.out, HasSubstr("\"hypercare_days\": 42"));
  EXPECT_EQ(GetRollout().limits().pilot_size(), 10);
  EXPECT_THAT(Palierctl({"list", "criteriaVersions", "--parent", "quotation"}).out,
              HasSubstr("version-1"));
  EXPECT_NE(Palierctl({"rollout", "apply-template", "quotation", "none"}).code, 0);
}

}  // namespace
}  // namespace palier::ctl
