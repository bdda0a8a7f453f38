// SPDX-License-Identifier: Apache-2.0
// Obstacles, readiness, people, strategy.
#include "reporting/figures/model_fixture.h"

namespace palier::reporting {
namespace {

using Parts = std::map<std::string, int64_t>;

class FiguresTest : public FigureFixture {};

TEST_F(FiguresTest, BlockersByTypeAndByNature) {
  RecordProperty("requirement", "S0-03");
  Dossier& p = Add("p", "stage: POC");
  AddEntry(p, "a", "blocker { type: HUMAN nature: ORGANISATIONAL }");
  AddEntry(p, "b", "blocker { type: HUMAN nature: STRATEGIC }");
  AddEntry(p, "c", "blocker { type: POLITICAL }");
  AddEntry(p, "d", "blocker { type: TECHNICAL resolved: true }");
  AddEntry(Add("stopped", "stage: STOPPED"), "e", "blocker { type: TECHNICAL }");
  Add("free", "stage: POC");
  const Figure types = Compute("blockers-by-type");
  EXPECT_EQ(types.value.number, 3);
  EXPECT_EQ(PartsOf(types),
            (Parts{{"TECHNICAL", 0}, {"FINANCIAL", 0}, {"HUMAN", 667}, {"POLITICAL", 333}}));
  EXPECT_EQ(types.inputs[1].number, 1);
  const Figure natures = Compute("blockers-by-nature");
  EXPECT_EQ(ItemsOf(natures, "ORGANISATIONAL"), "a");
  EXPECT_EQ(ItemsOf(natures, "UNKNOWN"), "c");
  EXPECT_EQ(natures.notes.size(), 1u);
}

TEST_F(FiguresTest, AllItAndUnsignedGaps) {
  RecordProperty("requirement", "S1-70 S2-27");
  Assess(Add("it", "stage: POST_POC"), "pillars { group: 'PEOPLE' unmet: 'ALL_IT' }");
  AddEntry(Add("stated", "stage: RUN"), "g", "gap_statement { validated: 'x' }");
  AddEntry(Add("signed", "stage: RUN"), "g",
           "gap_statement { signer: 'organizations/acme/people/i' }");
  Add("early", "stage: POC");
  EXPECT_EQ(ItemsOf(Compute("all-it-projects"), ""), "it");
  const Figure gaps = Compute("unsigned-gap-statements");
  EXPECT_EQ(gaps.value.number, 2);
  EXPECT_EQ(ItemsOf(gaps, "UNSIGNED"), "stated");
  EXPECT_EQ(ItemsOf(gaps, "NOT_STATED"), "it");
}

TEST_F(FiguresTest, PillarsAndAxesAreSharesOfProjects) {
  RecordProperty("requirement", "S0-21 S2-04");
  Assess(Add("ready", "stage: RUN"),
         "pillars { group: 'PEOPLE' verdict: MET } pillars { group: 'PLATFORM' verdict: MET } "
         "axes { group: 'DATA' verdict: MET }");
  Assess(Add("open", "stage: POC"),
         "pillars { group: 'PEOPLE' verdict: UNMET unmet: 'A' unmet: 'B' } "
         "pillars { group: 'PLATFORM' verdict: UNKNOWN unknown: 'C' } axes { group: 'DATA' "
         "verdict: MET }");
  const Figure pillars = Compute("pillars");
  EXPECT_EQ(pillars.value.number, 500);
  EXPECT_EQ(PartsOf(pillars)["PEOPLE"], 500);
  EXPECT_EQ(PartsOf(pillars)["PROCESS"], 0);
  EXPECT_EQ(ItemsOf(pillars, "PEOPLE"), "open");
  EXPECT_EQ(ItemsOf(pillars, "PLATFORM"), "") << "unknown is no gap on record";
  EXPECT_EQ(pillars.items[0].note.en, "A + 1");
  EXPECT_EQ(PartsOf(Compute("gap-axes"))["DATA"], 1000);
}

TEST_F(FiguresTest, ThePipelineStandsBesideTheModel) {
  RecordProperty("requirement", "S2-21");
  const std::string good =
      "data_readiness { source: 's' located: true accessible: true structured: true owned: true "
      "quality: GOOD }";
  const std::string validated = "outcomes { group: 'HYPOTHESIS_VALIDATED' verdict: MET }";
  Dossier& ready = Add("ready", "stage: POC");
  AddEntry(ready, "d", good);
  AddEntry(ready, "c", "cost_line { category: DATA_PIPELINE }");
  Assess(ready, validated);
  Dossier& unpaid = Add("unpaid", "stage: POC");
  AddEntry(unpaid, "d", good);
  Assess(unpaid, validated);
  Dossier& poor = Add("poor", "stage: POC");
  AddEntry(poor, "d", "data_readiness { source: 's' located: true quality: POOR }");
  Add("idea", "stage: IDEA");
  const Figure figure = Compute("pipeline-beside-model");
  EXPECT_EQ(PartsOf(figure),
            (Parts{{"MODEL", 667}, {"PIPELINE", 333}, {"BEHIND", 1}, {"OPEN", 1}}));
  EXPECT_EQ(ItemsOf(figure, "BEHIND"), "unpaid");
  EXPECT_EQ(ItemsOf(figure, "OPEN"), "poor");
}

TEST_F(FiguresTest, QuickWinsAreShownOrHiddenOrLate) {
  RecordProperty("requirement", "S0-30");
  Dossier& p = Add("p", "stage: RUN");
  AddEntry(p, "a", "quick_win { expected: 'x' achieved: 'y' published: true }");
  AddEntry(p, "b", "quick_win { expected: 'x' achieved: 'y' }");
  AddEntry(p, "c", "quick_win { expected: 'x' expected_date { year: 2026 month: 6 day: 30 } }");
  AddEntry(p, "d", "quick_win { expected: 'x' expected_date { year: 2026 month: 7 day: 1 } }");
  const Figure figure = Compute("quick-wins");
  EXPECT_EQ(figure.value.number, 2);
  EXPECT_EQ(PartsOf(figure), (Parts{{"PUBLISHED", 1}, {"HIDDEN", 1}, {"OPEN", 1}, {"LATE", 1}}));
  EXPECT_FALSE(figure.warning.en.empty());
}

TEST_F(FiguresTest, PeopleWithAToolAndFears) {
  RecordProperty("requirement", "S4-13 S1-60");
  Dossier& p = Add("p", "stage: ROLLOUT");
  AddEvidence(p, "r",
              "subject: 'organizations/acme/rollouts/r' valid_until_time { seconds: 9999999999 } "
              "rollout { headcount: 40 live_headcount: 10 }");
  AddEntry(p, "a", "concern { category: JOB answer: 'no job is lost' }");
  AddEntry(p, "b", "concern { category: JOB }");
  const Figure figure = Compute("people-with-a-tool");
  EXPECT_EQ(figure.value.number, 250);
  EXPECT_EQ(ItemsOf(figure, ""), "r");
  EXPECT_TRUE(figure.notes.empty());
  AddEvidence(p, "old", "valid_until_time { seconds: 1 } rollout { headcount: 10 }");
  EXPECT_EQ(Compute("people-with-a-tool").notes.size(), 1u);
  EXPECT_EQ(Compute("concerns-answered").value.number, 500);
}

TEST_F(FiguresTest, IdeasByQuarter) {
  RecordProperty("requirement", "S4-22");
  auto& quarter = *model_.ideas.add_quarters();
  quarter.mutable_first_date()->set_year(2026);
  quarter.mutable_first_date()->set_month(4);
  quarter.set_submitted_count(4);
  quarter.set_accepted_count(1);
  quarter.set_open_count(2);
  Add("p", "stage: IDEA idea: 'organizations/acme/ideas/i'");
  const Figure figure = Compute("ideas-turned-projects");
  EXPECT_EQ(figure.value.number, 250);
  EXPECT_EQ(PartsOf(figure), (Parts{{"2026-Q2", 250}}));
  EXPECT_EQ(figure.parts[0].label.fr, "T2 2026");
  EXPECT_EQ(figure.items[0].note.en, "from organizations/acme/ideas/i");
}

}  // namespace
}  // namespace palier::reporting
