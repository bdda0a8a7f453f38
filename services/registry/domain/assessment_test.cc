// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "registry/domain/price.h"
#include "registry/domain/recommendation.h"
#include "registry/domain/settings.h"
#include "registry/testing/ready_facts.h"

namespace palier::registry {
namespace {

using D = v1::Direction;
using E = v1::Entry;
using P = v1::Project;
using ::testing::Contains;
using ::testing::IsEmpty;

v1::OrganizationSettings Preset() {
  v1::OrganizationSettings settings;
  FillEffective(settings);
  return settings;
}

v1::Assessment Of(const Facts& facts) {
  return Assess(facts, Preset(), /*french=*/false, /*with_results=*/true);
}

// Five projects after their PoC: one held by each cause, and one that nothing holds.
TEST(Assessment, NamesTheCauseTheOwnerAndTheNextAction) {
  RecordProperty("requirement", "S0-03 S0-16 S0-40");
  const struct {
    const char* cause;
    const char* rule;
    const char* owner;
    void (*change)(Facts&);
  } cases[] = {
      {"TECHNICAL", "DATA_NOT_READY", "organizations/acme/people/ines",
       [](Facts& f) { Drop(f, E::kDataReadiness); }},
      {"FINANCIAL", "PLAN_WITHOUT_BUDGET", "organizations/acme/people/lea",
       [](Facts& f) { f.plan->clear_budget(); }},
      {"HUMAN", "CONCERN_UNANSWERED", "organizations/acme/people/lea",
       [](Facts& f) { Drop(f, E::kConcern); }},
      {"POLITICAL", "SPONSOR_NOT_EXECUTIVE", "organizations/acme/people/marc",
       [](Facts& f) { f.sponsor->set_executive_committee(false); }},
  };
  for (const auto& one : cases) {
    Facts facts = ReadyFacts(P::POST_POC);
    one.change(facts);
    const v1::Assessment assessment = Of(facts);
    EXPECT_EQ(assessment.blocking().cause(), one.cause);
    EXPECT_EQ(assessment.blocking().rule(), one.rule);
    EXPECT_EQ(assessment.blocking().owner(), one.owner);
    EXPECT_FALSE(assessment.blocking().next_action().empty());
    EXPECT_EQ(assessment.blocking().verdict(), v1::RuleResult::UNMET);
  }
}

TEST(Assessment, NothingHoldsAHealthyProject) {
  Facts facts = ReadyFacts(P::INDUSTRIALISATION);
  const v1::Assessment assessment = Of(facts);
  EXPECT_FALSE(assessment.has_blocking()) << assessment.blocking().rule();
  EXPECT_EQ(assessment.overall().score_percent(), 100);
  for (const v1::RuleGroup& outcome : assessment.outcomes())
    EXPECT_EQ(outcome.verdict(), v1::RuleResult::MET) << outcome.group();
  EXPECT_EQ(assessment.purgatory().state(), v1::Purgatory::NOT_CONCERNED);
}

TEST(Assessment, OverallIsTheLowestAndPeopleFirstAmongEquals) {
  RecordProperty("requirement", "S0-21 S0-40");
  v1::Assessment assessment = Of(ReadyFacts(P::INDUSTRIALISATION));
  EXPECT_EQ(assessment.overall().group(), "PEOPLE");  // all are at 100
  Facts facts = ReadyFacts(P::INDUSTRIALISATION);
  facts.project.clear_hosting();
  assessment = Of(facts);
  EXPECT_EQ(assessment.overall().group(), "PLATFORM");
  EXPECT_LT(assessment.overall().score_percent(), 100);
}

TEST(Assessment, EveryGroupingIsOfTheSameEvaluation) {
  RecordProperty("requirement", "S2-04 S3-03 S0-17 S0-18");
  Facts facts = ReadyFacts(P::POST_POC);
  Drop(facts, E::kDataReadiness);
  Drop(facts, E::kIntegration);
  facts.project.clear_owner();
  const v1::Assessment assessment = Of(facts);
  std::map<std::string, v1::RuleResult::Verdict> verdicts;
  for (const v1::RuleResult& result : assessment.results()) {
    v1::RuleResult::Verdict& worst = verdicts[result.rule()];
    if (worst != v1::RuleResult::UNMET) worst = std::max(worst, result.verdict());
    if (result.verdict() == v1::RuleResult::UNMET) worst = v1::RuleResult::UNMET;
  }
  for (const auto* groups : {&assessment.pillars(), &assessment.causes(), &assessment.axes()}) {
    size_t rules = 0;
    for (const v1::RuleGroup& group : *groups) {
      rules += group.rule_count();
      for (const std::string& rule : group.unmet())
        EXPECT_EQ(verdicts.at(rule), v1::RuleResult::UNMET) << rule;
    }
    EXPECT_EQ(rules, verdicts.size());
  }
  std::vector<std::string> lacking;
  for (const v1::RuleGroup& lack : assessment.lacks()) {
    if (lack.verdict() == v1::RuleResult::UNMET) lacking.push_back(lack.group());
  }
  EXPECT_THAT(lacking, ::testing::ElementsAre("CLEAR_OWNER", "LASTING_INTEGRATION"));
}

TEST(Assessment, TheTwoOutcomesAreNeverOne) {
  RecordProperty("requirement", "S0-34 S3-13");
  Facts facts = ReadyFacts(P::POST_POC);
  for (v1::Evidence& one : facts.evidence) one.set_grade(v1::Evidence::DEMO);
  const v1::Assessment assessment = Of(facts);
  ASSERT_EQ(assessment.outcomes_size(), 3);
  EXPECT_EQ(assessment.outcomes(0).group(), "HYPOTHESIS_VALIDATED");
  EXPECT_EQ(assessment.outcomes(0).verdict(), v1::RuleResult::MET);
  EXPECT_EQ(assessment.outcomes(1).group(), "VALUE_PROVEN");
  EXPECT_EQ(assessment.outcomes(1).verdict(), v1::RuleResult::UNMET);
}

TEST(Assessment, AZombieIsUsedAndNobodysBusiness) {
  Facts facts = ReadyFacts(P::RUN);
  EXPECT_FALSE(Of(facts).zombie());
  Drop(facts, E::kRunReview);
  EXPECT_TRUE(Of(facts).zombie());
  for (v1::Evidence& one : facts.evidence) one.mutable_kpi()->set_measurement_count(0);
  EXPECT_FALSE(Of(facts).zombie());
}

TEST(Price, IsRunningCostsAndPeople) {
  RecordProperty("requirement", "S0-39");
  Facts facts = ReadyFacts(P::POST_POC);
  // 260 EUR a month are 60 a week; 7 hours at 60 EUR are 420.
  const WeeklyPrice price = WeeklyPriceOf(facts);
  ASSERT_TRUE(price.amount.has_value());
  EXPECT_EQ(price.amount->units(), 480);
  EXPECT_EQ(price.amount->nanos(), 0);
  EXPECT_EQ(price.inputs.size(), 5u);
  facts.project.mutable_staffed_hours()->mutable_loaded_rate()->set_currency_code("CHF");
  EXPECT_FALSE(WeeklyPriceOf(facts).amount.has_value());
  facts.project.clear_staffed_hours();
  Drop(facts, E::kCostLine);
  EXPECT_FALSE(WeeklyPriceOf(facts).amount.has_value());
  EXPECT_FALSE(Of(facts).purgatory().has_weekly_price());
}

TEST(Purgatory, CountsFromTheEndOfThePoc) {
  RecordProperty("requirement", "S0-01");
  Facts facts = ReadyFacts(P::POST_POC);
  const absl::Time end = TimeOf(facts.project.poc_end_time());
  const struct {
    int days;
    v1::Purgatory::State state;
  } cases[] = {{90, v1::Purgatory::RUNNING},
               {91, v1::Purgatory::WARNING},
               {180, v1::Purgatory::WARNING},
               {181, v1::Purgatory::IN_PURGATORY}};
  for (const auto& [days, state] : cases) {
    facts.now = end + absl::Hours(24 * days);
    EXPECT_EQ(Of(facts).purgatory().state(), state) << days;
    EXPECT_EQ(Of(facts).purgatory().age_days(), days);
  }
}

TEST(Recommend, FollowsTheFacts) {
  RecordProperty("requirement", "S3-01 S3-09");
  Facts facts = ReadyFacts(P::POST_POC);
  facts.direction.reset();
  EXPECT_EQ(Recommend(facts, Tuning()), D::INDUSTRIALISE);
  facts.plan->clear_budget();
  EXPECT_EQ(Recommend(facts, Tuning()), D::LIMIT);
  First(facts, E::kCriterionResult).mutable_criterion_result()->set_value(50);
  EXPECT_EQ(Recommend(facts, Tuning()), D::STOP);
}

TEST(Assessment, WhatARegisterDoesNotTellIsUnknown) {
  Facts facts;
  facts.now = ReadyNow();
  facts.project.set_name("organizations/acme/projects/p");
  facts.project.set_stage(P::POST_POC);
  facts.project.mutable_origin()->set_profile("us-ai-inventory-2024");
  facts.project.mutable_update_time()->set_seconds(absl::ToUnixSeconds(facts.now));
  const v1::Assessment assessment = Of(facts);
  EXPECT_EQ(assessment.blocking().verdict(), v1::RuleResult::UNKNOWN);
  for (const v1::RuleGroup& pillar : assessment.pillars()) {
    EXPECT_THAT(pillar.unmet(), IsEmpty()) << pillar.group();
  }
}

}  // namespace
}  // namespace palier::registry
