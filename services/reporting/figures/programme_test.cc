// SPDX-License-Identifier: Apache-2.0
// Standards before roll-outs, and the health of the programme.
#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

using Parts = std::map<std::string, int64_t>;

class ProgrammeTest : public PeerFigureFixture {
 protected:
  void Start(const std::string& id, int days_ago) {
    AddRollout(id).started_waves.push_back(Read<rollout::v1::Wave>(
        absl::StrCat("actual_start_time { seconds: ", SecondsBefore(days_ago), " }")));
  }
};

TEST_F(ProgrammeTest, ARolloutBeforeTheFirstStandardIsFlagged) {
  RecordProperty("requirement", "S1-46");
  AddRollout("planned");
  EXPECT_FALSE(Compute("rollout-before-standard").value.number.has_value());
  Start("early", 11);
  Start("same-day", 10);
  Start("later", 1);
  EXPECT_EQ(ItemsOf(Compute("rollout-before-standard"), ""), "early later same-day")
      << "there is no standard at all";
  model_.first_standard_day = kToday - 10;
  const Figure figure = Compute("rollout-before-standard");
  EXPECT_EQ(figure.value.number, 333);
  EXPECT_EQ(ItemsOf(figure, ""), "early");
  EXPECT_EQ(figure.items[0].note.en, "first wave on 2026-06-20");
  EXPECT_EQ(figure.notes[0].en, "The first standard holds since 2026-06-21.");
  EXPECT_FALSE(figure.warning.en.empty());
}

TEST_F(ProgrammeTest, AProgrammeIsAsHealthyAsItsWorstPart) {
  RecordProperty("requirement", "S4-20");
  EXPECT_FALSE(Compute("programme-health").value.number.has_value());
  model_.objectives = {"organizations/acme/objectives/o"};
  Dossier& run = Add("run", "stage: RUN objectives: 'organizations/acme/objectives/o'");
  AddEntry(run, "talk", "involvement { type: INTERVIEW }");
  AddEntry(run, "seen",
           "run_review { conclusion: 'good' } event_date { year: 2026 month: 4 day: 1 }");
  AddEntry(run, "good",
           "data_readiness { source: 's' located: true accessible: true structured: true owned: "
           "true quality: FAIR }");
  AddEntry(run, "poor", "data_readiness { source: 't' located: true quality: POOR }");
  Dossier& forgotten = Add("forgotten", "stage: ROLLOUT");
  AddEntry(forgotten, "long-ago",
           absl::StrCat("run_review { conclusion: 'good' } create_time { seconds: ",
                        SecondsBefore(93), " }"));
  Add("idea", "stage: IDEA");
  Add("stopped", "stage: STOPPED");
  const Figure figure = Compute("programme-health");
  EXPECT_EQ(PartsOf(figure),
            (Parts{{"STRATEGY", 333}, {"DATA", 500}, {"INCLUSION", 333}, {"IMPROVEMENT", 500}}));
  EXPECT_EQ(figure.value.number, 333);
  EXPECT_EQ(ItemsOf(figure, "STRATEGY"), "forgotten idea");
  EXPECT_EQ(ItemsOf(figure, "DATA"), "poor");
  EXPECT_EQ(ItemsOf(figure, "IMPROVEMENT"), "forgotten");
}

}  // namespace
}  // namespace palier::reporting
