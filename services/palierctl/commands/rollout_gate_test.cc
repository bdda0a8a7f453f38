// SPDX-License-Identifier: Apache-2.0
// Criteria and gates of waves from the command line, against running services.
#include <gmock/gmock.h>

#include <fstream>

#include "common/testing/temp_dir.h"
#include "palierctl/errors.h"
#include "palierctl/testing/ran.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::HasSubstr;

constexpr char kCriteria[] = R"({"criteria": [
  {"criterion_id": "use", "english_label": "Use in week four", "french_label": "Usage en semaine quatre",
   "kind": "CRITERION", "adoption": {}, "minimum_permille": 400, "target_permille": 600, "minimum_sample": 4},
  {"criterion_id": "steady", "english_label": "Steady use", "french_label": "Usage régulier",
   "kind": "GUARDRAIL", "adoption": {"after_days": 28}, "minimum_permille": 300}]})";

class RolloutGateCommandTest : public rollout::RolloutFixture {
 protected:
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }
  Ran SetCriteria(const std::vector<std::string>& more = {}) {
    const std::string file = files_.File("criteria.json");
    std::ofstream(file) << kCriteria;
    std::vector<std::string> arguments = {"create",    "criteriaVersion", "--parent",
                                          "quotation", "--file",          file};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Palierctl(arguments);
  }

 private:
  testing::TempDir files_;
};

TEST_F(RolloutGateCommandTest, AGateReadsInTheCallersLanguage) {
  MakeReady();
  Grant("users/dev", api::v1::MANAGER);
  const Ran none = Palierctl({"rollout", "gate", "quotation/wave-1"});
  EXPECT_NE(none.code, 0);
  EXPECT_THAT(none.err, HasSubstr("there is nothing to judge before it starts"));
  const Ran set = SetCriteria();
  ASSERT_EQ(set.code, 0) << set.err;
  EXPECT_THAT(set.out, HasSubstr("version-1"));
  EXPECT_THAT(Palierctl({"list", "criteriaVersions", "--parent", "quotation"}).out,
              HasSubstr("version-1"));
  const auto started = Start("users/abe", 1);
  ASSERT_TRUE(started.ok()) << started.status();
  const Ran late = SetCriteria({"--set", "reason=The pilot is small."});
  ASSERT_EQ(late.code, 0) << late.err;

  const Ran gate = Palierctl({"rollout", "gate", "quotation/wave-1"});
  ASSERT_EQ(gate.code, 0) << gate.err;
  EXPECT_THAT(gate.out, HasSubstr("NOT_ENOUGH_DATA: nothing can be said yet of: use, steady."));
  EXPECT_THAT(gate.out, HasSubstr("Use in week four"));
  EXPECT_THAT(gate.out, HasSubstr("guardrail"));
  EXPECT_THAT(gate.out, HasSubstr("- Steady use: nobody is to be counted yet. 8 are needed"));
  EXPECT_THAT(gate.out, HasSubstr("! Who may approve has not decided CONTINUE."));
  EXPECT_THAT(gate.out, HasSubstr("by users/dev: The pilot is small."));
  const Ran french = Palierctl({"rollout", "gate", "quotation/wave-1", "--language", "fr"});
  EXPECT_THAT(french.out, HasSubstr("données insuffisantes"));
  EXPECT_THAT(french.out, HasSubstr("garde-fou"));
  EXPECT_THAT(french.out, HasSubstr("- Usage régulier : personne n'est encore à compter."));
  EXPECT_THAT(french.out, HasSubstr("Changerait cela : plus de personnes comptées."));
  EXPECT_THAT(Palierctl({"rollout", "gate", "quotation/wave-1", "-o", "json"}).out,
              HasSubstr("\"verdict\": \"NOT_ENOUGH_DATA\""));
}

TEST_F(RolloutGateCommandTest, WithoutChosenCriteriaAWaveGoesOnByAWaiver) {
  MakeReady();
  Grant("users/dev", api::v1::APPROVER);
  const auto started = Start("users/abe", 1);
  ASSERT_TRUE(started.ok()) << started.status();
  const Ran gate = Palierctl({"rollout", "gate", "quotation/wave-1", "--language", "fr"});
  EXPECT_THAT(gate.out, HasSubstr("! Personne n'a choisi ces critères"));
  EXPECT_THAT(gate.out, HasSubstr("! La vague 1 n'est pas terminée."));
  std::vector<std::string> complete = {"rollout",    "complete",          "quotation/wave-1",
                                       "--decision", "CONTINUE",          "--reason",
                                       "It works.",  "--waive-check-ins", "Held by phone."};
  const Ran refused = Palierctl(complete);
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.err, HasSubstr("evidence_waiver"));
  complete.insert(complete.end(), {"--without-figures", "Nobody counts users."});
  const Ran completed = Palierctl(complete);
  EXPECT_EQ(completed.code, 0) << completed.err;
  EXPECT_EQ(GetWave(1)->gate().evidence_waiver(), "Nobody counts users.");
}

}  // namespace
}  // namespace palier::ctl
