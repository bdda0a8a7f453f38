// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/survey_tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;

QuestionTally Of(Scale scale, const std::vector<int>& scores) {
  QuestionTally tally(scale);
  for (const int score : scores) tally.Add(score);
  return tally;
}

TEST(SurveyTally, AddsAnswersUp) {
  QuestionTally agreement = Of(Scale::kAgreement, {1, 5, 5});
  EXPECT_THAT(agreement.counts(), ElementsAre(1, 0, 0, 0, 2));
  EXPECT_DOUBLE_EQ(agreement.Mean(), 11.0 / 3);
  agreement += Of(Scale::kAgreement, {2});
  EXPECT_EQ(agreement.n(), 4);
  EXPECT_DOUBLE_EQ(agreement.Mean(), 3.25);
  EXPECT_EQ(Of(Scale::kAgreement, {}).Mean(), 0);
  const NpsCounts kinds = Of(Scale::kRecommendation, {0, 6, 7, 8, 8, 9, 10}).Kinds();
  EXPECT_EQ(kinds.detractors, 2);
  EXPECT_EQ(kinds.passives, 3);
  EXPECT_EQ(kinds.promoters, 2);
}

TEST(SurveyTally, KnowsWhoIsOfOneMind) {
  struct Case {
    const char* why;
    Scale scale;
    std::vector<int> scores;
    bool safe;
  };
  const Case cases[] = {
      {"all say 4", Scale::kAgreement, {4, 4, 4, 4, 4, 4}, false},
      {"one says 5", Scale::kAgreement, {4, 4, 4, 4, 4, 5}, true},
      {"all are promoters, which is what the score tells",
       Scale::kRecommendation,
       {9, 10, 9, 10, 9, 10},
       false},
      {"one is passive", Scale::kRecommendation, {9, 10, 9, 10, 9, 8}, true},
      {"four people", Scale::kAgreement, {1, 2, 3, 4}, false},
  };
  for (const Case& one : cases) {
    const SurveyTally tally{static_cast<int64_t>(one.scores.size()), {Of(one.scale, one.scores)}};
    EXPECT_EQ(IsSafe(CrowdOf(tally)), one.safe) << one.why;
  }
}

TEST(SurveyQuestion, StandardOnesAreDistinctAndInBothLanguages) {
  std::set<std::string> seen;
  for (const StandardQuestion& question : StandardQuestions()) {
    EXPECT_TRUE(seen.insert(question.id).second) << question.id;
    EXPECT_TRUE(seen.insert(question.text.en).second) << question.id;
    EXPECT_TRUE(seen.insert(question.text.fr).second) << question.id;
    EXPECT_EQ(FindStandardQuestion(question.id), &question);
  }
  for (const char* id : {"recommend", "our-tool", "clear-objectives", "enough-training", "trust"}) {
    EXPECT_NE(FindStandardQuestion(id), nullptr) << id;
  }
  EXPECT_EQ(FindStandardQuestion("own"), nullptr);
}

}  // namespace
}  // namespace palier::kpi
