// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/authorisation_rule.h"

#include <gtest/gtest.h>

#include <functional>

namespace palier::registry {
namespace {

using Rule = v1::AuthorisationRule;

TEST(AuthorisationRuleTest, Check) {
  struct Case {
    const char* what;
    std::function<void(Rule&)> change;
    int violations;
  };
  const Case cases[] = {
      {"plain", [](Rule&) {}, 0},
      {"conditional with a condition",
       [](Rule& rule) {
         rule.set_effect(Rule::CONDITIONAL);
         rule.set_condition("names are removed");
       },
       0},
      {"conditional without", [](Rule& rule) { rule.set_effect(Rule::CONDITIONAL); }, 1},
      {"conditional with spaces",
       [](Rule& rule) {
         rule.set_effect(Rule::CONDITIONAL);
         rule.set_condition("  ");
       },
       1},
      {"provisional",
       [](Rule& rule) {
         rule.mutable_expire_time()->set_seconds(20);
         rule.set_then(Rule::DENIED);
       },
       0},
      {"then without an end", [](Rule& rule) { rule.set_then(Rule::DENIED); }, 1},
      {"conditional afterwards",
       [](Rule& rule) {
         rule.mutable_expire_time()->set_seconds(20);
         rule.set_then(Rule::CONDITIONAL);
       },
       1},
      {"ends as it starts",
       [](Rule& rule) {
         rule.mutable_start_time()->set_seconds(20);
         rule.mutable_expire_time()->set_seconds(20);
       },
       1},
      {"a class of spaces", [](Rule& rule) { rule.add_data_classes("  "); }, 1},
  };
  for (const Case& each : cases) {
    Rule rule;
    rule.set_effect(Rule::ALLOWED);
    each.change(rule);
    const absl::Status status = CheckRule(rule).ToStatus();
    EXPECT_EQ(status::DetailOf(status).field_violations_size(), each.violations) << each.what;
  }
}

TEST(AuthorisationRuleTest, WithoutTimesItAlwaysSaysTheSame) {
  Rule rule;
  rule.set_effect(Rule::DENIED);
  const EffectInTime in_time(rule);
  for (const absl::Time now : {absl::UnixEpoch() - absl::Hours(1), absl::FromUnixSeconds(1 << 30)})
    EXPECT_EQ(in_time.At(now), Rule::DENIED);
}

}  // namespace
}  // namespace palier::registry
