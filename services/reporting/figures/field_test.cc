// SPDX-License-Identifier: Apache-2.0
// Remarks, announcements, fears and the health of the change: as rollout tells them.
#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

using Parts = std::map<std::string, int64_t>;

class FieldTest : public PeerFigureFixture {
 protected:
  void Say(RolloutDossier& rollout, const std::string& id, const std::string& communication) {
    rollout.communications.push_back(Read<rollout::v1::Communication>(communication));
    rollout.communications.back().set_name(
        absl::StrCat(rollout.rollout.name(), "/communications/", id));
  }
};

TEST_F(FieldTest, WhatWasSaidAndWhatBecameOfIt) {
  RecordProperty("requirement", "S4-17");
  AddRollout("a").feedback = Read<rollout::v1::QueryFeedbackAnswersResponse>(
      "replies { source: 'x/1' said: 'too slow' state: DONE answer: 'faster now' } "
      "replies { source: 'x/2' said: 'too grey' state: REFUSED answer: 'it stays' } "
      "replies { source: 'x/3' said: 'a button' state: OPEN } waiting_count: 1");
  const Figure figure = Compute("remarks-answered");
  EXPECT_EQ(figure.value.number, 500);
  EXPECT_EQ(figure.value.basis, 4);
  EXPECT_EQ(PartsOf(figure), (Parts{{"DONE", 1}, {"ACCEPTED", 0}, {"REFUSED", 1}, {"OPEN", 2}}));
  EXPECT_EQ(figure.items[0].display_name, "too slow");
  EXPECT_EQ(figure.items[0].note.en, "faster now");
  EXPECT_TRUE(figure.warning.en.empty());
  AddRollout("b").feedback.set_overdue_count(1);
  EXPECT_FALSE(Compute("remarks-answered").warning.en.empty());
}

TEST_F(FieldTest, PublicAnnouncementsBeforeUse) {
  RecordProperty("requirement", "S4-21");
  RolloutDossier& rollout = AddRollout("a");
  Say(rollout, "early", "public: true state: PUBLISHED before_use: true");
  Say(rollout, "later", "public: true state: PUBLISHED");
  Say(rollout, "inside", "state: PUBLISHED");
  Say(rollout, "planned", "public: true state: PLANNED");
  const Figure figure = Compute("announced-before-use");
  EXPECT_EQ(ItemsOf(figure, ""), "early");
  EXPECT_EQ(figure.inputs[0].number, 2);
  EXPECT_FALSE(figure.warning.en.empty());
}

TEST_F(FieldTest, FearsOfTeamsWithAndWithoutAChampion) {
  RecordProperty("requirement", "S1-73");
  const std::string team = "organizations/acme/teams/";
  AddRollout("a").started_waves.push_back(
      Read<rollout::v1::Wave>(absl::StrCat("teams { team: '", team, "led' } teams { team: '", team,
                                           "alone' } teams { team: '", team, "alone-too' }")));
  rollout_->champions.push_back(Read<rollout::v1::Champion>(absl::StrCat("team: '", team, "led'")));
  Dossier& p = Add("p", "stage: ROLLOUT");
  const auto add = [&](const std::string& id, const std::string& of, int days) {
    AddEntry(p, id,
             absl::StrCat("concern { category: JOB team: '", team, of,
                          "' } create_time { seconds: ", SecondsBefore(days), " }"));
  };
  add("a", "led", 0);
  add("b", "led", 90);
  add("c", "led", 179);
  add("d", "led", 180);
  add("e", "alone", 89);
  add("f", "alone", 1);
  add("g", "alone-too", 1);
  add("h", "nobody-has-it-there", 1);
  const Figure figure = Compute("resistance-with-champion");
  EXPECT_EQ(
      PartsOf(figure),
      (Parts{{"WITH", 1000}, {"WITH_BEFORE", 2000}, {"WITHOUT", 1500}, {"WITHOUT_BEFORE", 0}}));
  EXPECT_EQ(figure.value.number, 667) << "one per team, by one and a half";
  EXPECT_EQ(figure.inputs[0].number, 1);
  EXPECT_EQ(figure.inputs[1].number, 2);
  EXPECT_EQ(ItemsOf(figure, "WITH_BEFORE"), "b c");
  rollout_->champions.clear();
  EXPECT_FALSE(Compute("resistance-with-champion").value.number.has_value())
      << "nothing to compare with";
}

TEST_F(FieldTest, AChangeIsAsHealthyAsItsWorstPart) {
  RecordProperty("requirement", "S1-60");
  EXPECT_FALSE(Compute("change-health").value.number.has_value());
  EXPECT_EQ(Compute("change-health").notes.size(), 4u);
  RolloutDossier& rollout = AddRollout("a");
  Say(rollout, "said", "state: PUBLISHED");
  Say(rollout, "late", "state: PLANNED planned_date { year: 2026 month: 6 day: 30 }");
  Say(rollout, "ahead", "state: PLANNED planned_date { year: 2026 month: 7 day: 2 }");
  rollout.learning.set_key_user_count(10);
  rollout.learning.set_trained_key_user_count(9);
  RolloutDossier& withheld = AddRollout("b");
  withheld.learning.set_key_user_count(4);
  withheld.learning.set_withheld(true);
  Dossier& p = Add("p", "stage: ROLLOUT");
  AddEntry(p, "shown", "quick_win { expected: 'x' achieved: 'y' published: true }");
  AddEntry(p, "kept-back", "quick_win { expected: 'x' achieved: 'y' }");
  AddEntry(p, "open", "quick_win { expected: 'x' }");
  AddEntry(p, "calm", "concern { category: JOB answer: 'no' }");
  AddEntry(p, "calm-too", "concern { category: JOB answer: 'no' }");
  AddEntry(p, "fear", "concern { category: JOB }");
  const Figure figure = Compute("change-health");
  EXPECT_EQ(PartsOf(figure),
            (Parts{{"TRANSPARENCY", 500}, {"TRAINING", 900}, {"QUICK_WINS", 500}, {"FEARS", 667}}));
  EXPECT_EQ(figure.value.number, 500);
  EXPECT_TRUE(figure.notes.empty());
  EXPECT_EQ(ItemsOf(figure, "QUICK_WINS"), "kept-back");
  EXPECT_EQ(ItemsOf(figure, "FEARS"), "fear");
}

}  // namespace
}  // namespace palier::reporting
