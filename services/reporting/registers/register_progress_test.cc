// SPDX-License-Identifier: Apache-2.0
#include "reporting/registers/register_progress.h"

#include <gtest/gtest.h>

#include "reporting/figures/model_fixture.h"

namespace palier::reporting {
namespace {

using Step = RegisterStep;

TEST(RegisterStepTest, EveryPairOfStages) {
  const struct {
    const char *earlier, *later;
    Step step;
  } cases[] = {{"IDEA", "BUILD", Step::kAdvanced},
               {"IDEA", "PRODUCTION", Step::kAdvanced},
               {"PILOT", "PILOT", Step::kSameStage},
               {"PRODUCTION", "PRODUCTION", Step::kSameStage},
               {"RETIRED", "RETIRED", Step::kSameStage},
               {"PRODUCTION", "PILOT", Step::kWentBack},
               {"RETIRED", "BUILD", Step::kWentBack},
               {"CLOSED", "IDEA", Step::kWentBack},
               {"PRODUCTION", "RETIRED", Step::kLeftProduction},
               {"PRODUCTION", "CLOSED", Step::kLeftProduction},
               {"BUILD", "RETIRED", Step::kStoppedBefore},
               {"PILOT", "CLOSED", Step::kStoppedBefore},
               {"RETIRED", "CLOSED", Step::kNotComparable},
               {"UNKNOWN", "UNKNOWN", Step::kNotComparable},
               {"UNKNOWN", "PRODUCTION", Step::kNotComparable},
               {"BUILD", "UNKNOWN", Step::kNotComparable}};
  for (const auto& c : cases)
    EXPECT_EQ(StepBetween(c.earlier, c.later), c.step) << c.earlier << " " << c.later;
}

class RegisterProgressTest : public FigureFixture {
 protected:
  void AddTo(const std::string& profile, const std::string& id, const std::string& name,
             const std::string& stage) {
    Dossier& dossier = Add(absl::StrCat(profile, "-", id), "stage: POC");
    dossier.project.set_display_name(name);
    dossier.project.mutable_origin()->set_profile(profile);
    if (!stage.empty())
      (*dossier.project.mutable_origin()->mutable_attributes())["register_stage"] = stage;
  }
};

TEST_F(RegisterProgressTest, FollowsWhatHasOneNameInBoth) {
  AddTo("y1", "a", "Claim  Sorter", "BUILD");
  AddTo("y2", "a", "claim sorter", "PRODUCTION");
  AddTo("y1", "b", "Chatbot", "PRODUCTION");
  AddTo("y2", "b", "Chatbot", "RETIRED");
  AddTo("y1", "c", "Twice", "IDEA");
  AddTo("y1", "d", "twice", "IDEA");
  AddTo("y2", "c", "Twice", "BUILD");
  AddTo("y1", "e", "Twin", "IDEA");
  AddTo("y2", "e", "Twin", "IDEA");
  AddTo("y2", "f", "TWIN", "IDEA");
  AddTo("y1", "g", "Gone", "PILOT");
  AddTo("y2", "h", "New", "IDEA");
  AddTo("y1", "i", "Écran", "PILOT");
  AddTo("y2", "i", "ecran", "");
  AddTo("other", "z", "Chatbot", "IDEA");
  Add("own", "stage: POC").project.set_display_name("Chatbot");
  const RegisterProgress progress = CompareRegisters(model_, "y1", "y2");
  EXPECT_EQ(progress.earlier_count, 7);
  EXPECT_EQ(progress.later_count, 7);
  ASSERT_EQ(progress.followed.size(), 3u);
  EXPECT_EQ(progress.ambiguous, 3);
  EXPECT_EQ(progress.gone, 1);
  EXPECT_EQ(progress.fresh, 1);
  EXPECT_EQ(progress.followed[0].display_name, "claim sorter");
  EXPECT_EQ(progress.followed[0].step, Step::kAdvanced);
  EXPECT_EQ(progress.followed[1].step, Step::kLeftProduction);
  EXPECT_EQ(progress.followed[2].later_stage, "UNKNOWN");
  EXPECT_EQ((progress.transitions.at({"BUILD", "PRODUCTION"})), 1);
  EXPECT_EQ(progress.reached.whole, 2) << "one whose later stage is unknown is not there";
  EXPECT_EQ(progress.reached.part, 1);
}

}  // namespace
}  // namespace palier::reporting
