// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/preparation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

using ::testing::ElementsAreArray;

struct Case {
  const char* what;
  bool card;
  std::set<std::string> told, upskilled;
  std::vector<std::string> unmet;
};

TEST(Preparation, SaysWhatIsMissingBeforeTheFirstWave) {
  RecordProperty("requirement", "S0-29 S1-07");
  const std::set<std::string> both = {"sales", "finance"};
  const Case cases[] = {
      {"all", true, both, both, {}},
      {"a team more than the roll-out's", true, {"sales", "finance", "legal"}, both, {}},
      {"no card", false, both, both, {"TOOL_CARD_MISSING"}},
      {"one team untold", true, {"sales"}, both, {"COMMUNICATION_PLAN_MISSING"}},
      {"one team without a plan", true, both, {"finance"}, {"UPSKILLING_PLAN_MISSING"}},
      {"nothing",
       false,
       {},
       {},
       {"TOOL_CARD_MISSING", "COMMUNICATION_PLAN_MISSING", "UPSKILLING_PLAN_MISSING"}}};
  for (const Case& one : cases) {
    std::vector<std::string> types;
    for (const Condition& condition :
         UnmetBy({"rollout", {"sales", "finance"}, one.card, one.told, one.upskilled})) {
      EXPECT_EQ(condition.subject, "rollout") << one.what;
      types.push_back(condition.type);
    }
    EXPECT_THAT(types, ElementsAreArray(one.unmet)) << one.what;
  }
}

TEST(Preparation, NamesTheTeamsInBothLanguages) {
  const Conditions unmet = UnmetBy({"rollout", {"sales", "finance"}, true, {}, {"sales"}});
  ASSERT_EQ(unmet.size(), 2u);
  EXPECT_EQ(unmet[0].text.en, "No communication says what changes for: sales, finance.");
  EXPECT_EQ(unmet[0].text.fr, "Aucune communication ne dit ce qui change pour : sales, finance.");
  EXPECT_EQ(unmet[1].text.en, "No upskilling plan covers: finance.");
  EXPECT_EQ(unmet[1].text.fr, "Aucun plan de montée en compétences ne couvre : finance.");
}

TEST(Preparation, NamesTenAtMost) {
  std::vector<std::string> names;
  for (int i = 1; i <= 10; ++i) names.push_back(absl::StrCat("t", i));
  EXPECT_EQ(NamesOf(names).en, "t1, t2, t3, t4, t5, t6, t7, t8, t9, t10");
  names.push_back("t11");
  EXPECT_EQ(NamesOf(names).en, "t1, t2, t3, t4, t5, t6, t7, t8, t9, t10 and 1 more");
  EXPECT_EQ(NamesOf(names).fr, "t1, t2, t3, t4, t5, t6, t7, t8, t9, t10 et 1 autre");
  names.push_back("t12");
  EXPECT_EQ(NamesOf(names).fr, "t1, t2, t3, t4, t5, t6, t7, t8, t9, t10 et 2 autres");
}

}  // namespace
}  // namespace palier::rollout
