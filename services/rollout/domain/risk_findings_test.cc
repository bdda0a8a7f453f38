// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/risk_findings.h"

#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

PlanRisk OnTime() {
  PlanRisk risk;
  risk.end = {absl::CivilDay(2026, 6, 1), absl::CivilDay(2026, 6, 8), absl::CivilDay(2026, 7, 1)};
  risk.on_time_permille = 600;
  risk.stopped_permille = 50;
  risk.teams = {{"often", std::nullopt, 499, false}, {"alone", std::nullopt, 1000, true}};
  return risk;
}

TEST(RiskFindings, NothingOfAPlanThatHolds) {
  EXPECT_TRUE(RiskFindings(OnTime(), GrowthCheck{0.1, 0.1}).empty());
  EXPECT_TRUE(RiskFindings(OnTime(), std::nullopt).empty());
}

TEST(RiskFindings, AnEndThatIsLaterMoreOftenThanNot) {
  PlanRisk risk = OnTime();
  risk.on_time_permille = 400;
  const auto findings = RiskFindings(risk, std::nullopt);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].en,
            "The planned end is more hope than plan: 55.0 % of the runs are later; half of those "
            "that come to the end are over by 2026-06-08.");
  EXPECT_EQ(findings[0].fr,
            "La fin prévue tient plus de l'espoir que du plan : 55,0 % des essais finissent plus "
            "tard ; la moitié de ceux qui aboutissent finit au 2026-06-08.");
  risk.end.reset();
  EXPECT_TRUE(RiskFindings(risk, std::nullopt).empty()) << "no run came to an end";
}

TEST(RiskFindings, ATeamThatDecidesForOthers) {
  PlanRisk risk = OnTime();
  risk.teams[0].critical_permille = 505;
  const auto findings = RiskFindings(risk, std::nullopt);
  ASSERT_EQ(findings.size(), 1u) << "who is alone decides for nobody else";
  EXPECT_EQ(findings[0].en, "often decides when its wave ends in 50.5 % of the runs.");
  EXPECT_EQ(findings[0].fr, "often décide de la fin de sa vague dans 50,5 % des essais.");
}

TEST(RiskFindings, GrowthBeyondTheChampions) {
  const auto findings = RiskFindings(OnTime(), GrowthCheck{0.2, 0.0921});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].en,
            "The plan grows by 20.0 % a week; the hours of its champions allow 9.2 % in the long "
            "run.");
  EXPECT_EQ(findings[0].fr,
            "Le plan croît de 20,0 % par semaine ; les heures de ses référents en permettent "
            "9,2 % dans la durée.");
}

}  // namespace
}  // namespace palier::rollout
