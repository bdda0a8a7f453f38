// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/past_overruns.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "registry/domain/assessment.h"
#include "registry/domain/settings.h"
#include "registry/testing/ready_facts.h"

namespace palier::registry {
namespace {

using Overrun = v1::PastOverrun;
using ::testing::DoubleNear;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

constexpr absl::CivilDay kToday(2026, 3, 9);

template <typename Message>
Message Read(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// PoC from 2025-01-01 to 2025-04-01, in RUN since 2025-07-20 (200 days), promised after 100 days
// for EUR 1000, with two lines of cost (EUR 1500) and two integrations (30 days for 20).
Delivery AsRecorded() {
  Delivery delivery;
  delivery.project = Read<v1::Project>(R"pb(
    stage: RUN
    poc_start_time { seconds: 1735689600 }
    poc_end_time { seconds: 1743465600 }
    stage_time { seconds: 1752969600 }
    production_target_date { year: 2025 month: 4 day: 11 }
    production_budget { currency_code: "EUR" units: 1000 }
  )pb");
  for (const char* entry :
       {R"(cost_line { category: LICENCES amount { currency_code: "EUR" units: 900 } })",
        R"(cost_line { category: TRAINING amount { currency_code: "EUR" units: 600 } })",
        R"(integration { system: "erp" estimated_days: 15 actual_days: 15 })",
        R"(integration { system: "crm" estimated_days: 5 actual_days: 15 })"})
    delivery.entries.push_back(EntryOf(entry));
  return delivery;
}

struct RatioCase {
  const char* what;
  void (*change)(Delivery&);
  std::optional<double> ratio;
};

void Expect(std::optional<double> ratio, const RatioCase& one) {
  ASSERT_EQ(ratio.has_value(), one.ratio.has_value()) << one.what;
  if (ratio.has_value()) {
    EXPECT_THAT(*ratio, DoubleNear(*one.ratio, 1e-12)) << one.what;
  }
}

TEST(DurationRatio, IsOfTheDaysThatWerePromised) {
  RecordProperty("requirement", "S1-47 S2-01");
  const RatioCase cases[] = {
      {"by the target date", [](Delivery&) {}, 2.0},
      {"the plan before the target date",
       [](Delivery& d) {
         d.plan = Read<v1::ProductionPlan>(
             "steps { end_date { year: 2025 month: 2 day: 10 } } "
             "steps { end_date { year: 2025 month: 2 day: 1 } }");
       },
       5.0},
      {"a plan without dates",
       [](Delivery& d) { d.plan = Read<v1::ProductionPlan>("steps { effort_days: 3 }"); }, 2.0},
      {"early",
       [](Delivery& d) { d.project.mutable_stage_time()->set_seconds(1735689600 + 50 * 86400); },
       0.5},
      {"no promise", [](Delivery& d) { d.project.clear_production_target_date(); }, std::nullopt},
      {"half a date", [](Delivery& d) { d.project.mutable_production_target_date()->set_day(0); },
       std::nullopt},
      {"promised for the day it began",
       [](Delivery& d) {
         d.project.mutable_production_target_date()->set_month(1);
         d.project.mutable_production_target_date()->set_day(1);
       },
       std::nullopt},
      {"no start", [](Delivery& d) { d.project.clear_poc_start_time(); }, std::nullopt},
      {"no known entry into RUN", [](Delivery& d) { d.project.clear_stage_time(); }, std::nullopt},
      {"in RUN before it began",
       [](Delivery& d) { d.project.mutable_stage_time()->set_seconds(1735689600 - 86400); },
       std::nullopt},
      {"rolling out", [](Delivery& d) { d.project.set_stage(v1::Project::ROLLOUT); }, std::nullopt},
      {"retired: when it ran is not kept",
       [](Delivery& d) { d.project.set_stage(v1::Project::RETIRED); }, std::nullopt},
  };
  for (const RatioCase& one : cases) {
    Delivery delivery = AsRecorded();
    one.change(delivery);
    Expect(DurationRatio(delivery, absl::UTCTimeZone()), one);
  }
}

TEST(CostRatio, IsOfTheProductionBudgetInItsCurrency) {
  RecordProperty("requirement", "S0-09");
  const RatioCase cases[] = {
      {"both lines", [](Delivery&) {}, 1.5},
      {"a monthly line is no part of it",
       [](Delivery& d) { d.entries[1].mutable_cost_line()->set_monthly(true); }, 0.9},
      {"a line of the PoC",
       [](Delivery& d) {
         *d.entries[0].mutable_event_date() =
             Read<google::type::Date>("year: 2025 month: 3 day: 31");
       },
       0.6},
      {"a line of the day the PoC ended",
       [](Delivery& d) {
         *d.entries[0].mutable_event_date() =
             Read<google::type::Date>("year: 2025 month: 4 day: 1");
       },
       1.5},
      {"a line to come",
       [](Delivery& d) {
         *d.entries[0].mutable_event_date() =
             Read<google::type::Date>("year: 2026 month: 3 day: 10");
       },
       0.6},
      {"a line of today",
       [](Delivery& d) {
         *d.entries[0].mutable_event_date() =
             Read<google::type::Date>("year: 2026 month: 3 day: 9");
       },
       1.5},
      {"zero budget", [](Delivery& d) { d.project.mutable_production_budget()->set_units(0); },
       std::nullopt},
      {"no budget", [](Delivery& d) { d.project.clear_production_budget(); }, std::nullopt},
      {"no line", [](Delivery& d) { d.entries.clear(); }, std::nullopt},
      {"lines of nothing",
       [](Delivery& d) {
         for (int i : {0, 1}) d.entries[i].mutable_cost_line()->mutable_amount()->set_units(0);
       },
       std::nullopt},
      {"mixed currencies",
       [](Delivery& d) {
         d.entries[1].mutable_cost_line()->mutable_amount()->set_currency_code("CHF");
       },
       std::nullopt},
      {"a currency that is not said",
       [](Delivery& d) {
         d.entries[1].mutable_cost_line()->mutable_amount()->clear_currency_code();
       },
       std::nullopt},
      {"another currency in a line that does not count",
       [](Delivery& d) {
         d.entries[1].mutable_cost_line()->mutable_amount()->set_currency_code("CHF");
         d.entries[1].mutable_cost_line()->set_monthly(true);
       },
       0.9},
      {"stopped", [](Delivery& d) { d.project.set_stage(v1::Project::STOPPED); }, 1.5},
  };
  for (const RatioCase& one : cases) {
    Delivery delivery = AsRecorded();
    one.change(delivery);
    Expect(CostRatio(delivery, kToday, absl::UTCTimeZone()), one);
  }
}

TEST(IntegrationRatio, IsOverThoseThatHaveBoth) {
  RecordProperty("requirement", "S1-47");
  const RatioCase cases[] = {
      {"both", [](Delivery&) {}, 1.5},
      {"one without actual days",
       [](Delivery& d) { d.entries[3].mutable_integration()->clear_actual_days(); }, 1.0},
      {"one without an estimate",
       [](Delivery& d) { d.entries[2].mutable_integration()->clear_estimated_days(); }, 3.0},
      {"none", [](Delivery& d) { d.entries.resize(2); }, std::nullopt},
  };
  for (const RatioCase& one : cases) {
    Delivery delivery = AsRecorded();
    one.change(delivery);
    Expect(IntegrationRatio(delivery.entries), one);
  }
}

TEST(OverrunOf, TellsQuartilesFromFiveProjectsOn) {
  RecordProperty("requirement", "S1-47");
  const struct {
    std::vector<double> ratios;
    double lower, median, upper;  // 0: none
    const char* en;
    const char* fr;
  } cases[] = {
      {{},
       0,
       0,
       0,
       "Own past, cost against budget: 0 of 5 projects needed.",
       "Passé de l'entreprise, coût face au budget : 0 sur 5 projets nécessaires."},
      {{1, 2, 3, 4},
       0,
       0,
       0,
       "Own past, cost against budget: 4 of 5 projects needed.",
       "Passé de l'entreprise, coût face au budget : 4 sur 5 projets nécessaires."},
      {{5, 1, 4, 2, 3},
       2,
       3,
       4,
       "Own past, 5 projects: production cost 3.0x its budget (median; quartiles 2.0x and 4.0x).",
       "Passé de l'entreprise, 5 projets : la production a coûté 3.0x son budget (médiane ; "
       "quartiles 2.0x et 4.0x)."},
      {{0.5, 1, 1.5, 2.5, 3, 8},
       1,
       2,
       3,
       "Own past, 6 projects: production cost 2.0x its budget (median; quartiles 1.0x and 3.0x).",
       "Passé de l'entreprise, 6 projets : la production a coûté 2.0x son budget (médiane ; "
       "quartiles 1.0x et 3.0x)."},
  };
  for (const auto& one : cases) {
    const Overrun overrun = OverrunOf(Overrun::COST, one.ratios);
    EXPECT_EQ(overrun.project_count(), static_cast<int>(one.ratios.size()));
    EXPECT_EQ(overrun.needed_count(), 5);
    EXPECT_EQ(overrun.has_median(), one.median > 0);
    EXPECT_EQ(overrun.has_lower_quartile(), one.median > 0);
    EXPECT_EQ(overrun.has_upper_quartile(), one.median > 0);
    EXPECT_EQ(overrun.lower_quartile(), one.lower);
    EXPECT_EQ(overrun.median(), one.median);
    EXPECT_EQ(overrun.upper_quartile(), one.upper);
    EXPECT_EQ(TextOf(overrun).en, one.en);
    EXPECT_EQ(TextOf(overrun).fr, one.fr);
  }
}

// Each measure has its own count: of five projects one has no budget.
TEST(OverrunsOf, CountsEachMeasureByItself) {
  std::vector<Delivery> deliveries(5, AsRecorded());
  deliveries[4].project.clear_production_budget();
  const std::vector<Overrun> overruns = OverrunsOf(deliveries, kToday, absl::UTCTimeZone());
  ASSERT_EQ(overruns.size(), 3u);
  EXPECT_EQ(overruns[0].measure(), Overrun::DURATION);
  EXPECT_EQ(overruns[0].project_count(), 5);
  EXPECT_EQ(overruns[0].median(), 2.0);
  EXPECT_EQ(overruns[1].measure(), Overrun::COST);
  EXPECT_EQ(overruns[1].project_count(), 4);
  EXPECT_FALSE(overruns[1].has_median());
  EXPECT_EQ(overruns[2].measure(), Overrun::INTEGRATION_EFFORT);
  EXPECT_EQ(overruns[2].median(), 1.5);
  EXPECT_NE(KnownOverrun(overruns, Overrun::DURATION), nullptr);
  EXPECT_EQ(KnownOverrun(overruns, Overrun::COST), nullptr);
}

// A PoC of 30 000 and production at 60 000, where five projects cost 1.5 times their budget.
Facts CheapProduction(size_t past) {
  Facts facts = ReadyFacts(v1::Project::POST_POC);
  facts.project.mutable_production_budget()->set_units(60000);
  const std::vector<Delivery> deliveries(past, AsRecorded());
  facts.past_overruns = OverrunsOf(deliveries, kToday, absl::UTCTimeZone());
  return facts;
}

const RuleFinding FindingOf(const char* rule, const Facts& facts) {
  for (const Judgement& judgement : Evaluate(facts, ~Gates{0}, Tuning())) {
    if (judgement.rule->id == rule) return judgement.finding;
  }
  ADD_FAILURE() << rule;
  return {};
}

TEST(PastOverruns, StandBesideTheReferenceRangeAndChangeNoVerdict) {
  RecordProperty("requirement", "S0-09 S1-47");
  const RuleFinding four = FindingOf("BUDGET_RATIO_LOW", CheapProduction(4));
  EXPECT_EQ(four.explanation.en, "2.0x, below 5x (S2).");
  const RuleFinding five = FindingOf("BUDGET_RATIO_LOW", CheapProduction(5));
  EXPECT_EQ(five.verdict, four.verdict);
  EXPECT_EQ(five.explanation.en,
            "2.0x, below 5x (S2). Own past, 5 projects: production cost 1.5x its budget (median; "
            "quartiles 1.5x and 1.5x). At that median this budget becomes 90000 EUR.");
  EXPECT_THAT(five.explanation.fr, HasSubstr("ce budget devient 90000 EUR."));

  const char* const kOwn = "Own past, 5 projects: integrations took 1.5x their estimate";
  Facts facts = CheapProduction(5);
  const RuleFinding measured = FindingOf("INTEGRATION_OVERRUN", facts);
  EXPECT_EQ(measured.verdict, Verdict::kMet);
  EXPECT_THAT(measured.explanation.en, HasSubstr(kOwn));
  First(facts, v1::Entry::kIntegration).mutable_integration()->clear_actual_days();
  const RuleFinding open = FindingOf("INTEGRATION_OVERRUN", facts);
  EXPECT_EQ(open.verdict, Verdict::kUnknown);
  EXPECT_THAT(open.explanation.en, HasSubstr(kOwn));
}

TEST(PastOverruns, AreShownWithTheResultsInTheCallersLanguage) {
  RecordProperty("requirement", "S1-47");
  v1::OrganizationSettings settings;
  FillEffective(settings);
  const Facts facts = CheapProduction(3);
  const v1::Assessment english = Assess(facts, settings, /*french=*/false, /*with_results=*/true);
  ASSERT_EQ(english.past_overruns_size(), 3);
  EXPECT_EQ(english.past_overruns(0).text(),
            "Own past, duration against promise: 3 of 5 projects needed.");
  const v1::Assessment french = Assess(facts, settings, /*french=*/true, /*with_results=*/true);
  EXPECT_EQ(french.past_overruns(0).text(),
            "Passé de l'entreprise, durée face à la promesse : 3 sur 5 projets nécessaires.");
  EXPECT_EQ(Assess(facts, settings, false, /*with_results=*/false).past_overruns_size(), 0);
}

}  // namespace
}  // namespace palier::registry
