// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate_criteria.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "common/status/error.h"

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Criterion Use() {
  Criterion criterion;
  criterion.id = "use";
  criterion.label = {"Use", "Usage"};
  criterion.minimum = 0.4;
  criterion.target = 0.6;
  return criterion;
}

std::vector<std::string> Paths(const std::vector<Criterion>& criteria) {
  std::vector<std::string> paths;
  const error::v1::ErrorDetail detail = status::DetailOf(CheckCriteria(criteria).ToStatus());
  for (const auto& violation : detail.field_violations()) paths.push_back(violation.subject());
  return paths;
}

TEST(CheckCriteriaTest, WhatIsWrongIsNamed) {
  EXPECT_TRUE(CheckCriteria({Use()}).empty());
  EXPECT_THAT(Paths({}), ElementsAre("criteria")) << "nothing says when to go on";
  const struct {
    std::function<void(Criterion&)> change;
    const char* path;
  } cases[] = {
      {[](Criterion& c) { c.id = ""; }, "criteria[0].criterion_id"},
      {[](Criterion& c) { c.id = "Use"; }, "criteria[0].criterion_id"},
      {[](Criterion& c) { c.id = std::string(41, 'a'); }, "criteria[0].criterion_id"},
      {[](Criterion& c) { c.label.fr = ""; }, "criteria[0].french_label"},
      {[](Criterion& c) { c.label.en = std::string(201, 'a'); }, "criteria[0].english_label"},
      {[](Criterion& c) { c.target = 1.01; }, "criteria[0].target_permille"},
      {[](Criterion& c) { c.minimum = -0.1; }, "criteria[0].minimum_permille"},
      {[](Criterion& c) { c.target = 0.39; }, "criteria[0].target_permille"},
      {[](Criterion& c) { c.better = Better::kLower; }, "criteria[0].target_permille"},
      {[](Criterion& c) { c.minimum_sample = 0; }, "criteria[0].minimum_sample"},
      {[](Criterion& c) { c.minimum_coverage_permille = 1001; },
       "criteria[0].minimum_coverage_permille"},
      {[](Criterion& c) { c.hold_days = 367; }, "criteria[0].hold_days"},
      {[](Criterion& c) { c.intraclass_correlation = 1; }, "criteria[0].correlation_permille"},
      {[](Criterion& c) { c.tuned_sample = 0; }, "criteria[0].tuned_sample"},
  };
  for (const auto& c : cases) {
    Criterion criterion = Use();
    c.change(criterion);
    EXPECT_THAT(Paths({criterion}), ElementsAre(c.path));
  }
}

TEST(CheckCriteriaTest, OneMustSayWhenToGoOnAndGuardrailsHaveNoTarget) {
  Criterion guardrail = Use();
  guardrail.kind = CriterionKind::kGuardrail;
  EXPECT_THAT(Paths({guardrail}), ElementsAre("criteria[0].target_permille", "criteria"));
  guardrail.target = guardrail.minimum;
  EXPECT_THAT(Paths({Use(), guardrail}), ElementsAre("criteria[1].criterion_id"));
  guardrail.id = "errors";
  EXPECT_THAT(Paths({Use(), guardrail}), IsEmpty());
  std::vector<Criterion> many(kMaxCriteria + 1, Use());
  for (size_t i = 0; i < many.size(); ++i) many[i].id = "use-" + std::to_string(i);
  EXPECT_THAT(Paths(many), ElementsAre("criteria"));
}

TEST(CheckCriteriaTest, ASumOfMoneyMayBeAnyNumber) {
  Criterion cost = Use();
  cost.figure = FigureKind::kMean;
  cost.better = Better::kLower;
  cost.minimum = 900;
  cost.target = 700;
  EXPECT_TRUE(CheckCriteria({cost}).empty());
}

TEST(FingerprintTest, WhatDecidesChangesIt) {
  const std::string fingerprint = FingerprintOf({Use()});
  EXPECT_EQ(fingerprint.size(), 64u);
  const std::function<void(Criterion&)> changes[] = {
      [](Criterion& c) { c.id = "usage"; },
      [](Criterion& c) { c.kind = CriterionKind::kSignal; },
      [](Criterion& c) { c.better = Better::kLower; },
      [](Criterion& c) { c.figure = FigureKind::kBounded; },
      [](Criterion& c) { c.minimum += 1e-12; },
      [](Criterion& c) { c.target += 1e-12; },
      [](Criterion& c) { c.target_rule = TargetRule::kEstimated; },
      [](Criterion& c) { ++c.minimum_sample; },
      [](Criterion& c) { ++c.minimum_coverage_permille; },
      [](Criterion& c) { ++c.hold_days; },
      [](Criterion& c) { c.intraclass_correlation += 1e-12; },
      [](Criterion& c) { ++c.tuned_sample; },
      [](Criterion& c) { c.source = "surveys/spring"; },
  };
  std::set<std::string> seen = {fingerprint};
  for (const auto& change : changes) {
    Criterion criterion = Use();
    change(criterion);
    EXPECT_TRUE(seen.insert(FingerprintOf({criterion})).second) << seen.size();
  }
}

TEST(FingerprintTest, WordsAndOrderDoNot) {
  Criterion other = Use();
  other.id = "trust";
  Criterion renamed = Use();
  renamed.label = {"Daily use", "Usage quotidien"};
  EXPECT_EQ(FingerprintOf({Use(), other}), FingerprintOf({other, renamed}));
}

TEST(ChangesBetweenTest, SaysWhatIsNotWhatItWas) {
  Criterion trust = Use();
  trust.id = "trust";
  Criterion softer = Use();
  softer.minimum = 0.3;
  softer.hold_days = 14;
  Criterion errors = Use();
  errors.id = "errors";
  const std::vector<CriterionChange> changes = ChangesBetween({Use(), trust}, {softer, errors});
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].text.en, "errors is new.");
  EXPECT_EQ(changes[1].text.en, "use was changed: minimum 0.4 -> 0.3, hold_days 28 -> 14.");
  EXPECT_EQ(changes[1].text.fr, "use a été modifié : minimum 0.4 -> 0.3, hold_days 28 -> 14.");
  EXPECT_EQ(changes[2].text.fr, "trust a été retiré.");
  EXPECT_THAT(ChangesBetween({Use()}, {Use()}), IsEmpty());
}

}  // namespace
}  // namespace palier::rollout
