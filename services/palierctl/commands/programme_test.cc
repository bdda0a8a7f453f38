// SPDX-License-Identifier: Apache-2.0
// A programme planned from the command line, against running services.
#include <gmock/gmock.h>

#include <fstream>

#include "common/testing/temp_dir.h"
#include "palierctl/errors.h"
#include "palierctl/testing/ran.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ProgrammeCommandTest : public rollout::RolloutFixture {
 protected:
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }

  testing::TempDir files_;
};

TEST_F(ProgrammeCommandTest, ReadsInTheCallersLanguage) {
  CreateFirmRollout();
  Grant("users/dev", api::v1::MANAGER);
  const Ran plain = Palierctl({"programme", "plan", "quotation"});
  ASSERT_EQ(plain.code, 0) << plain.err;
  EXPECT_THAT(plain.out, HasSubstr("The pilots of quotation must be through first."));
  EXPECT_THAT(plain.out, HasSubstr("weeks of use; no plan is worth more."));

  const std::string file = files_.File("programme.json");
  std::ofstream(file) << R"({"tools": [{"rollout": "quotation", "prepare_weeks": 2, "it_units": 1,
                             "value_per_user_week": "15 EUR"}], "it_capacity": 1})";
  const Ran valued = Palierctl({"programme", "plan", "--file", file, "--language", "fr"});
  ASSERT_EQ(valued.code, 0) << valued.err;
  EXPECT_THAT(valued.out, HasSubstr("il manque aux champions de quotation"));
  EXPECT_THAT(valued.out, HasSubstr("EUR ; aucun plan ne vaut plus."));
  EXPECT_THAT(valued.out, HasSubstr("+ Un champion certifié de plus pour quotation apporte"));
  const Ran csv = Palierctl({"programme", "plan", "--file", file, "-o", "csv"});
  EXPECT_EQ(csv.code, 0) << csv.err;
  EXPECT_THAT(csv.out, Not(HasSubstr("no plan is worth")));
  const std::string plan = files_.File("plan.json");
  std::ofstream(plan) << Palierctl({"programme", "plan", "quotation", "-o", "json"}).out;
  const Ran same = Palierctl({"programme", "replan", plan, "--rollout", "quotation"});
  ASSERT_EQ(same.code, 0) << same.err;
  EXPECT_THAT(same.out, HasSubstr("least change: 0 teams move"));
  std::ofstream(files_.File("entries.json")) << "{\"entries\": []}";
  const Ran anew = Palierctl({"programme", "replan", files_.File("entries.json"), "--rollout",
                              "quotation", "--language", "fr"});
  EXPECT_NE(anew.code, 0) << "entries are required";
  const Ran short_one = Palierctl({"programme", "plan", "quotation", "--set", "week_count=3"});
  EXPECT_NE(short_one.code, 0);
  EXPECT_THAT(short_one.err, HasSubstr("finds no place"));
}

}  // namespace
}  // namespace palier::ctl
