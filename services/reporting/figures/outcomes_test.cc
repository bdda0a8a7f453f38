// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/model_fixture.h"

namespace palier::reporting {
namespace {

using Parts = std::map<std::string, int64_t>;

class OutcomesTest : public FigureFixture {};

TEST_F(OutcomesTest, ValueIsProvenOnlyWhereSomebodyKnows) {
  RecordProperty("requirement", "S0-34 S4-01");
  Add("a", "stage: RUN");
  Add("not-there-yet", "stage: LIMITED");
  EXPECT_FALSE(Compute("value-proven").value.number.has_value()) << "unknown is not 0";
  Assess(Add("b", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: MET }");
  Assess(Add("c", "stage: ROLLOUT"), "outcomes { group: 'VALUE_PROVEN' verdict: UNMET }");
  Assess(Add("d", "stage: RUN"), "outcomes { group: 'HYPOTHESIS_VALIDATED' verdict: MET }");
  const Figure figure = Compute("value-proven");
  EXPECT_EQ(figure.value.number, 250);
  EXPECT_EQ(figure.value.basis, 4);
  EXPECT_EQ(PartsOf(figure), (Parts{{"PROVEN", 1}, {"NOT_PROVEN", 1}, {"UNKNOWN", 2}}));
  EXPECT_EQ(ItemsOf(figure, "PROVEN"), "b");
  EXPECT_EQ(ItemsOf(figure, "UNKNOWN"), "a d") << "a validated hypothesis is no proven value";
}

TEST_F(OutcomesTest, ValidatedAndReadyAreTwoColumns) {
  RecordProperty("requirement", "S2-19");
  Assess(Add("both", "stage: INDUSTRIALISATION"),
         "outcomes { group: 'HYPOTHESIS_VALIDATED' verdict: MET } "
         "outcomes { group: 'OPERABLE' verdict: MET rule_count: 4 }");
  Assess(Add("gap", "stage: POST_POC"),
         "outcomes { group: 'HYPOTHESIS_VALIDATED' verdict: MET } "
         "outcomes { group: 'OPERABLE' verdict: UNMET rule_count: 4 unmet: 'A' unknown: 'B' }");
  Assess(Add("poc", "stage: POC"), "outcomes { group: 'HYPOTHESIS_VALIDATED' verdict: MET }");
  Assess(Add("stopped", "stage: STOPPED poc_end_time { seconds: 1 }"),
         "outcomes { group: 'HYPOTHESIS_VALIDATED' verdict: MET }");
  const Figure figure = Compute("validated-and-ready");
  EXPECT_EQ(figure.value.number, 1);
  EXPECT_EQ(PartsOf(figure), (Parts{{"VALIDATED", 2}, {"READY", 1}, {"GAP", 1}}));
  EXPECT_EQ(ItemsOf(figure, "GAP"), "gap");
  EXPECT_FALSE(figure.warning.fr.empty());
  for (const FigureItem& item : figure.items)
    EXPECT_EQ(item.note.en, item.part == "GAP" ? "2 of 4 conditions of production are open" : "");
}

TEST_F(OutcomesTest, ConversionWithAndWithoutSealedCriteria) {
  RecordProperty("requirement", "S2-17");
  const std::string sealed = " poc_start_time { seconds: 1 } seal: 's' exit_criteria { id: 'c' }";
  for (int i = 0; i < 9; ++i) Add(absl::StrCat("with", i), "stage: RUN" + sealed);
  Add("with9", "stage: POST_POC" + sealed);
  for (int i = 0; i < 3; ++i)
    Add(absl::StrCat("without", i), "stage: RUN poc_start_time { seconds: 1 }");
  for (int i = 3; i < 10; ++i)
    Add(absl::StrCat("without", i),
        "stage: STOPPED poc_start_time { seconds: 1 } poc_end_time { seconds: 2 }");
  Add("imported", "stage: RUN");
  Add("in-poc", "stage: POC" + sealed);
  const Figure figure = Compute("conversion-with-sealed-criteria");
  EXPECT_EQ(PartsOf(figure), (Parts{{"WITH", 900}, {"WITHOUT", 300}}));
  EXPECT_EQ(figure.parts[0].value.basis, 10);
  EXPECT_TRUE(figure.parts[0].value.range.has_value());
  // Newcombe 1998, example 9/10 - 3/10: 0.1705 to 0.8090.
  EXPECT_EQ(figure.notes[0].en,
            "Difference with - without: +60 points, at 95 % between +17 and +81.");
  EXPECT_EQ(figure.inputs[1].number, 1) << "of the imported one nobody knows";
}

TEST_F(OutcomesTest, AnEmptyGroupIsNotCompared) {
  Add("one", "stage: RUN poc_start_time { seconds: 1 }");
  const Figure figure = Compute("conversion-with-sealed-criteria");
  EXPECT_FALSE(figure.value.number.has_value());
  EXPECT_EQ(figure.notes.size(), 1u);
}

TEST_F(OutcomesTest, ASponsorFromTheStartWasThereWhenThePocBegan) {
  RecordProperty("requirement", "S2-16");
  const std::string began = "stage: RUN poc_start_time { seconds: 100 } ";
  Add("none", began);
  Add("early", began + "technical_sponsor: 's' technical_sponsor_time { seconds: 99 }");
  Add("late", began + "technical_sponsor: 's' technical_sponsor_time { seconds: 101 }");
  Add("nobody-knows", began + "technical_sponsor: 's'");
  Add("left", began + "technical_sponsor_time { seconds: 99 }");
  const Figure figure = Compute("conversion-with-technical-sponsor");
  EXPECT_EQ(ItemsOf(figure, "WITH"), "early left");
  EXPECT_EQ(ItemsOf(figure, "WITHOUT"), "late none");
  EXPECT_EQ(figure.inputs[1].number, 1);
}

TEST_F(OutcomesTest, StopsZombiesAndOverdueDecisions) {
  RecordProperty("requirement", "S1-41 S3-10 S3-04");
  AddEntry(Add("learned", "stage: STOPPED"), "l", "lesson { text: 'too early' }");
  Add("silent", "stage: STOPPED");
  Assess(Add("alone", "stage: LIMITED"), "zombie: true");
  Assess(Add("late", "stage: POST_POC"),
         "purgatory { state: IN_PURGATORY age_days: 40 } pillars { group: 'PROCESS' unmet: "
         "'DECISION_OVERDUE' }");
  Assess(Add("in-time", "stage: POST_POC"), "purgatory { state: RUNNING age_days: 4 }");
  const Figure stops = Compute("stops-with-lessons");
  EXPECT_EQ(stops.value.number, 500);
  EXPECT_EQ(ItemsOf(stops, "LEARNED"), "learned");
  EXPECT_TRUE(stops.warning.en.empty()) << "a stop is no alarm";
  EXPECT_EQ(ItemsOf(Compute("zombies"), ""), "alone");
  const Figure overdue = Compute("decisions-overdue");
  EXPECT_EQ(ItemsOf(overdue, ""), "late");
  EXPECT_EQ(overdue.items[0].value->number, 40);
  EXPECT_EQ(overdue.inputs[0].number, 2);
}

}  // namespace
}  // namespace palier::reporting
