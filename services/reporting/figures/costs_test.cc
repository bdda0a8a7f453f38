// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/model_fixture.h"

namespace palier::reporting {
namespace {

class MoneyFiguresTest : public FigureFixture {
 protected:
  static std::string Euros(int amount) {
    return absl::StrCat("{ currency_code: 'EUR' units: ", amount, " }");
  }
  static std::string Monthly(const std::string& category, int euros,
                             const std::string& since = "") {
    return absl::StrCat("cost_line { category: ", category, " monthly: true amount ", Euros(euros),
                        " } ", since);
  }
};

TEST_F(MoneyFiguresTest, DebtsAreAddedWhileTheyStand) {
  RecordProperty("requirement", "S0-06");
  Dossier& p = Add("p", "stage: POC");
  AddEntry(p, "a", "debt { type: CODE cost " + Euros(1000) + " }");
  AddEntry(p, "b", "debt { type: DATA cost { currency_code: 'USD' units: 7 } }");
  AddEntry(p, "c", "debt { type: CODE removed: true cost " + Euros(5000) + " }");
  AddEntry(p, "d", "debt { type: SHORTCUT }");
  AddEntry(Add("gone", "stage: RETIRED"), "e", "debt { type: CODE cost " + Euros(9) + " }");
  const Figure figure = Compute("open-debt");
  EXPECT_EQ(MoneyText(figure.value), "1000EUR 7USD");
  EXPECT_EQ(ItemsOf(figure, "SHORTCUT"), "d");
  EXPECT_EQ(figure.inputs[1].number, 1);
  EXPECT_EQ(figure.notes.size(), 1u) << "at least that much";
}

TEST_F(MoneyFiguresTest, TwoPhasesHaveTwoBudgets) {
  RecordProperty("requirement", "S2-25 S2-14");
  Add("a", "stage: POC poc_budget " + Euros(30000) + " production_budget " + Euros(60000));
  Add("b", "stage: POC poc_budget " + Euros(10000));
  Add("c", "stage: POC");
  const Figure figure = Compute("two-budgets");
  EXPECT_EQ(MoneyText(figure.parts[0].value), "40000EUR");
  EXPECT_EQ(MoneyText(figure.parts[1].value), "60000EUR");
  EXPECT_EQ(figure.parts[2].value.number, 2000) << "2.0 x, over the one that has both";
  EXPECT_EQ(figure.parts[2].value.basis, 1);
  EXPECT_EQ(ItemsOf(figure, "POC"), "a b");
  const Figure missing = Compute("no-production-budget");
  EXPECT_EQ(ItemsOf(missing, ""), "b c");
  EXPECT_FALSE(missing.warning.en.empty());
}

TEST_F(MoneyFiguresTest, ShowcasesAndIslandsCostWhatIsRecorded) {
  RecordProperty("requirement", "S4-02 S4-04 S1-01");
  AddEntry(Add("show", "stage: RUN"), "l", Monthly("LICENCES", 100));
  AddEntry(Add("island", "stage: RUN applications: 'x' applications: 'y'"), "l",
           Monthly("LICENCES", 10));
  AddEntry(Add("joined", "stage: RUN applications: 'x' applications: 'z'"), "l",
           Monthly("LICENCES", 1));
  AddEntry(Add("both", "stage: RUN applications: 'x'"), "l", Monthly("LICENCES", 1000));
  model_.objectives = {"growth"};
  for (const char* id : {"island", "joined"}) Serve(id, "growth");
  Serve("show", "an-objective-that-is-gone");
  model_.islands.add_islands("x");
  model_.islands.add_islands("y");
  model_.islands.set_ai_applications(3);
  const Figure figure = Compute("unlinked-cost");
  EXPECT_EQ(MoneyText(figure.parts[0].value), "13200EUR");
  EXPECT_EQ(MoneyText(figure.parts[1].value), "12120EUR");
  EXPECT_EQ(MoneyText(figure.value), "13320EUR") << "who is both counts once";
  EXPECT_EQ(Compute("showcases").value.number, 500);
  EXPECT_EQ(ItemsOf(Compute("showcases"), ""), "both show");
  EXPECT_EQ(Compute("islands").value.number, 667);
}

TEST_F(MoneyFiguresTest, TheHumanShareIsOfOneCurrency) {
  RecordProperty("requirement", "S1-39");
  Dossier& p = Add("p", "stage: RUN");
  AddEntry(p, "a", Monthly("TRAINING", 100));
  AddEntry(p, "b", Monthly("LICENCES", 300));
  AddEntry(p, "c", "involvement { type: WORKSHOP participants: 7 minutes: 120 }");
  AddEntry(p, "d", "integration { actual_days: 6 }");
  const Figure figure = Compute("human-share");
  EXPECT_EQ(figure.value.number, 250);
  EXPECT_FALSE(figure.warning.en.empty()) << "far under the reference";
  EXPECT_EQ(figure.parts[2].value.number, 250) << "14 hours are two days, beside six";
  AddEntry(p, "huge", "involvement { participants: 100000 minutes: 100000 }");
  EXPECT_EQ(Compute("human-share").parts[2].value.number, 1000);
  AddEntry(
      p, "e",
      "cost_line { category: SUPPORT monthly: true amount { currency_code: 'USD' units: 1 } }");
  EXPECT_FALSE(Compute("human-share").value.number.has_value());
}

TEST_F(MoneyFiguresTest, CostForEachEmployeeAndForEachWhoHasATool) {
  RecordProperty("requirement", "S1-58");
  Dossier& p = Add("p", "stage: RUN");
  AddEntry(p, "a", Monthly("LICENCES", 1000));
  AddEntry(p, "b", Monthly("INTEGRATION", 500));
  AddEntry(p, "c", Monthly("SERVING", 7));
  AddEvidence(p, "r", "rollout { live_headcount: 25 headcount: 50 }");
  EXPECT_TRUE(Compute("cost-per-employee").value.amounts.empty())
      << "nobody said how many there are";
  model_.employee_count = 100;
  const Figure figure = Compute("cost-per-employee");
  EXPECT_EQ(MoneyText(figure.value), "120EUR");
  EXPECT_EQ(MoneyText(figure.parts[1].value), "480EUR");
  EXPECT_EQ(MoneyText(figure.parts[2].value), "60EUR");
  EXPECT_EQ(ItemsOf(figure, "INTEGRATION"), "b");
}

TEST_F(MoneyFiguresTest, FiveIntegrationsAreEnoughForAFactor) {
  RecordProperty("requirement", "S1-47");
  Dossier& p = Add("p", "stage: RUN");
  for (int i = 0; i < 4; ++i)
    AddEntry(p, absl::StrCat("i", i), "integration { estimated_days: 10 actual_days: 15 }");
  AddEntry(p, "no-estimate", "integration { actual_days: 15 }");
  EXPECT_EQ(Compute("integration-overrun").value.number, 1500);
  EXPECT_TRUE(Compute("integration-overrun").warning.en.empty());
  AddEntry(p, "i4", "integration { estimated_days: 10 actual_days: 10 }");
  EXPECT_EQ(Compute("integration-overrun").value.number, 1400);
  EXPECT_EQ(Compute("integration-overrun").warning.en,
            "Multiply new estimates of integrations by 1.4.");
}

TEST_F(MoneyFiguresTest, GrowingCostsWithoutAMeasure) {
  RecordProperty("requirement", "S0-10");
  const std::string recent = "event_date { year: 2026 month: 6 day: 1 }";
  const std::string old = "event_date { year: 2025 month: 1 day: 1 }";
  const std::string future =
      absl::StrCat(absl::ToUnixSeconds(absl::FromCivil(kToday + 9, absl::UTCTimeZone())));
  const std::string measured = "valid_until_time { seconds: " + future +
                               " } kpi { nature: BUSINESS latest_time { seconds: 1 } }";
  AddEntry(Add("dearer", "stage: POC"), "l", Monthly("SERVING", 100, recent));
  AddEntry(Add("steady", "stage: POC"), "l", Monthly("SERVING", 100, old));
  Dossier& known = Add("dearer-and-measured", "stage: POC");
  AddEntry(known, "l", Monthly("SERVING", 100, recent));
  AddEvidence(known, "k", measured);
  Dossier& technical = Add("measured-by-uptime", "stage: POC");
  AddEntry(technical, "l", Monthly("SERVING", 100, recent));
  AddEvidence(technical, "k",
              "valid_until_time { seconds: " + future +
                  " } kpi { nature: TECHNICAL latest_time { seconds: 1 } }");
  Dossier& expired = Add("measured-long-ago", "stage: POC");
  AddEntry(expired, "l", Monthly("SERVING", 100, recent));
  AddEvidence(expired, "k", "valid_until_time { seconds: 5 } kpi { latest_time { seconds: 1 } }");
  const Figure figure = Compute("promising-but-costly");
  EXPECT_EQ(ItemsOf(figure, ""), "dearer measured-by-uptime measured-long-ago");
  EXPECT_EQ(figure.inputs[0].number, 4);
}

}  // namespace
}  // namespace palier::reporting
