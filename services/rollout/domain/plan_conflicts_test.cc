// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/plan_conflicts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Kind = WantedThing::Kind;

const WantedThing kSales = {Kind::kTeam, "organizations/o/teams/sales"};
const WantedThing kAnne = {Kind::kSponsor, "organizations/o/people/anne"};

absl::CivilDay Day(int day) {
  return absl::CivilDay(2026, 3, 1) + (day - 1);
}

PlanClaim Claim(const WantedThing& wanted, const std::string& rollout, int first, int last) {
  return {wanted, "organizations/o/rollouts/" + rollout, Day(first), Day(last)};
}

std::set<std::string> Named(std::initializer_list<const char*> ids) {
  std::set<std::string> names;
  for (const char* id : ids) names.insert(std::string("organizations/o/rollouts/") + id);
  return names;
}

TEST(PlanConflictsTest, OnlyDaysInCommonAreAConflict) {
  RecordProperty("requirement", "S0-15");
  EXPECT_THAT(ConflictsOf({Claim(kSales, "mail", 1, 9), Claim(kSales, "chat", 10, 20)}, {}),
              IsEmpty());
  EXPECT_THAT(ConflictsOf({Claim(kSales, "mail", 1, 9), Claim(kSales, "mail", 5, 20)}, {}),
              IsEmpty())
      << "two waves of one roll-out are no conflict";
  EXPECT_THAT(ConflictsOf({Claim(kSales, "mail", 1, 10), Claim(kSales, "chat", 10, 20)}, {}),
              ElementsAre(PlanConflict{kSales, Named({"mail", "chat"}), Day(10), Day(10), 1}));
}

TEST(PlanConflictsTest, AStretchNamesAllThatWantItInThatTime) {
  EXPECT_THAT(
      ConflictsOf({Claim(kSales, "mail", 1, 10), Claim(kSales, "chat", 4, 30),
                   Claim(kSales, "quotes", 8, 14), Claim(kSales, "mail", 40, 50),
                   Claim(kSales, "quotes", 45, 60)},
                  {}),
      ElementsAre(PlanConflict{kSales, Named({"mail", "chat", "quotes"}), Day(4), Day(14), 1},
                  PlanConflict{kSales, Named({"mail", "quotes"}), Day(45), Day(50), 1}));
}

TEST(PlanConflictsTest, ASponsorBearsSeveral) {
  const std::vector<PlanClaim> claims = {Claim(kAnne, "mail", 1, 30), Claim(kAnne, "chat", 5, 20),
                                         Claim(kAnne, "quotes", 18, 40)};
  EXPECT_THAT(ConflictsOf(claims, {{kAnne, 3}}), IsEmpty());
  const auto conflicts = ConflictsOf(claims, {{kAnne, 2}});
  EXPECT_THAT(conflicts, ElementsAre(PlanConflict{kAnne, Named({"mail", "chat", "quotes"}), Day(18),
                                                  Day(20), 2}));
  EXPECT_EQ(TextOf(conflicts[0]).en,
            "anne sponsors more than 2 of these roll-outs at once from 2026-03-18 to 2026-03-20: "
            "chat, mail, quotes.");
  EXPECT_EQ(ConflictsOf({claims[0]}, {{kAnne, -1}}).size(), 1u) << "who carries too much already";
}

}  // namespace
}  // namespace palier::rollout
