// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_people.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kDay(2026, 3, 9);

// Twelve of sales and eight of finance; legal is of no concern.
PeopleFacts Facts() {
  return {{{"finance", 8}, {"sales", 12}},
          {{InvolvementType::kWorkshop, {"legal", "sales"}},
           {InvolvementType::kInterview, {"sales"}},
           {InvolvementType::kWorkshop, {"legal"}}},
          {{"sales", kDay, false}, {"sales", kDay - 30, true}, {"legal", kDay, false}},
          {{"sales", true}, {"sales", false}, {"legal", true}},
          HumanAnswer::kUnsure};
}

std::vector<std::string> TypesOf(const Conditions& findings) {
  std::vector<std::string> types;
  for (const Condition& one : findings) types.push_back(absl::StrCat(one.subject, " ", one.type));
  return types;
}

TEST(WavePeople, OnlyTheTeamsOfTheWaveCount) {
  RecordProperty("requirement", "S0-11 S0-12 S0-26 S0-28");
  const WavePeople people = PeopleOf(Facts());
  EXPECT_EQ(people.people, 20);
  EXPECT_EQ(people.involved_teams, 1);
  EXPECT_EQ(people.involved_permille, 600);
  EXPECT_EQ(people.workshops, 1);
  EXPECT_EQ(people.open_concerns, 1);
  const TeamStanding& sales = people.teams.at("sales");
  EXPECT_EQ(sales.interviews, 1);
  EXPECT_EQ(sales.workshops, 1);
  EXPECT_EQ(sales.demonstrations, 0);
  EXPECT_EQ(sales.concerns, 2);
  EXPECT_EQ(sales.open_concerns, 1);
  EXPECT_EQ(sales.role_changes, 2);
  EXPECT_EQ(sales.signed_role_changes, 1);
  EXPECT_FALSE(people.teams.at("finance").involved());
  EXPECT_FALSE(people.teams.contains("legal"));
}

TEST(WavePeople, ConcernsHaveATrendByMonth) {
  RecordProperty("requirement", "S1-07 S0-12");
  const WavePeople people = PeopleOf(Facts());
  ASSERT_EQ(people.months.size(), 2u);
  EXPECT_EQ(people.months.at(absl::CivilMonth(2026, 2)).raised, 1);
  EXPECT_EQ(people.months.at(absl::CivilMonth(2026, 2)).open, 0);
  EXPECT_EQ(people.months.at(absl::CivilMonth(2026, 3)).open, 1);
}

TEST(WavePeople, SaysWhatIsNotSoAndShouldBe) {
  RecordProperty("requirement", "S0-11 S0-12 S0-19 S0-26 S0-28");
  PeopleFacts facts = Facts();
  EXPECT_THAT(
      TypesOf(FindingsOf(PeopleOf(facts), facts.human, "wave")),
      ElementsAre("finance TEAM_NOT_INVOLVED", "finance ROLE_CHANGE_MISSING", "sales CONCERN_OPEN",
                  "sales ROLE_CHANGE_UNSIGNED", "wave DIAGNOSTIC_MISSING"));
  facts.involvements = {{InvolvementType::kDemonstration, {"sales", "finance"}}};
  facts.concerns.clear();
  facts.role_changes = {{"sales", true}, {"finance", true}};
  facts.human = HumanAnswer::kYes;
  EXPECT_THAT(TypesOf(FindingsOf(PeopleOf(facts), facts.human, "wave")),
              ElementsAre("wave WORKSHOP_MISSING"));
  facts.involvements.push_back({InvolvementType::kWorkshop, {"finance"}});
  EXPECT_THAT(FindingsOf(PeopleOf(facts), facts.human, "wave"), IsEmpty());
  EXPECT_THAT(TypesOf(FindingsOf(PeopleOf(facts), std::nullopt, "wave")),
              ElementsAre("wave DIAGNOSTIC_MISSING"));
}

TEST(WavePeople, AMinimumOfInvolvementHoldsTheWave) {
  RecordProperty("requirement", "S0-11 S0-28");
  const WavePeople people = PeopleOf(Facts());
  EXPECT_THAT(UnmetBy(people, {}, "wave"), IsEmpty());
  EXPECT_THAT(UnmetBy(people, {600, 1}, "wave"), IsEmpty());
  const Conditions unmet = UnmetBy(people, {601, 2}, "wave");
  EXPECT_THAT(TypesOf(unmet), ElementsAre("wave INVOLVEMENT_TOO_LOW", "wave WORKSHOPS_TOO_FEW"));
  EXPECT_EQ(unmet[0].text.en,
            "60.0 % of its people are in teams that were involved before; at least 60.1 % are "
            "asked for.");
  EXPECT_EQ(unmet[1].text.fr, "Ateliers avec ses équipes : 1 sur 2 demandés.");
}

TEST(WavePeople, ReadsInBothLanguages) {
  const Conditions findings = FindingsOf(PeopleOf(Facts()), HumanAnswer::kYes, "wave");
  ASSERT_EQ(findings.size(), 4u);
  EXPECT_EQ(findings[2].text.en, "1 of 2 concerns are open.");
  EXPECT_EQ(findings[2].text.fr, "Craintes ouvertes : 1 sur 2.");
  EXPECT_EQ(findings[3].text.en, "HR has not signed 1 of 2 changes of its jobs.");
  EXPECT_EQ(findings[3].text.fr, "Évolutions de métier sans signature RH : 1 sur 2.");
}

}  // namespace
}  // namespace palier::rollout
