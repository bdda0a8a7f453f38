// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/rule.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::rollout {
namespace {

TEST(RuleTest, NamesAreFrozenAndDistinct) {
  std::set<std::string> names;
  for (int i = 0; i < kRuleCount; ++i) names.insert(std::string(RuleName(static_cast<Rule>(i))));
  EXPECT_EQ(names.size(), static_cast<size_t>(kRuleCount));
  EXPECT_EQ(RuleName(Rule::kHorizon), "HORIZON");
  EXPECT_EQ(RuleName(Rule::kGate), "GATE");
  EXPECT_EQ(RuleName(Rule::kTeamCapacity), "TEAM_CAPACITY");
  EXPECT_EQ(RuleName(Rule::kChampionShortage), "CHAMPION_SHORTAGE");
  EXPECT_EQ(RuleName(Rule::kDeadline), "DEADLINE");
  EXPECT_EQ(RuleName(Rule::kSponsorLoad), "SPONSOR_LOAD");
  EXPECT_EQ(RuleName(Rule::kFrozen), "FROZEN");
  EXPECT_EQ(RuleName(Rule::kGivesWay), "GIVES_WAY");
}

TEST(RuleTest, SentencesCarryTheNumbers) {
  const status::Text text =
      TextOf({Rule::kChampionShortage, "d", {{"needed", "3"}, {"eligible", "2"}, {"short", "1"}}});
  EXPECT_EQ(text.en, "Needs 3 champions, 2 are available: 1 short.");
  EXPECT_EQ(text.fr, "Demande 3 champions, 2 sont disponibles : il en manque 1.");
}

TEST(RuleTest, NoPlanFoundKeepsTwentyLimits) {
  const std::vector<RuleFinding> limits(25, {Rule::kPilotFirst, "team", {}});
  const absl::Status status = NoPlanFound("wave 1", true, limits);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "No plan exists (wave 1): The pilot teams go first.");
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  EXPECT_EQ(detail.reason(), error::v1::NO_PLAN_FOUND);
  EXPECT_EQ(detail.fr(), "Aucun plan n'existe (wave 1) : Les équipes pilotes passent d'abord.");
  EXPECT_EQ(detail.precondition_violations_size(), 20);
  EXPECT_EQ(detail.precondition_violations(0).type(), "PILOT_FIRST");
}

}  // namespace
}  // namespace palier::rollout
