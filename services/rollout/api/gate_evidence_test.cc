// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/gate_evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A Monday.
constexpr absl::CivilDay kStart(2026, 3, 9);

std::string Team(const std::string& id) {
  return absl::StrCat("organizations/firm/teams/", id);
}

// Planned to start on kStart, live four days later.
StartedWave WaveOf(const std::vector<std::pair<std::string, int>>& teams,
                   absl::CivilDay start = kStart) {
  StartedWave started;
  started.start = start;
  *started.wave.mutable_start_date() = ToDate(kStart);
  for (const auto& [id, people] : teams) {
    v1::WaveTeam& team = *started.wave.add_teams();
    team.set_team(Team(id));
    team.set_people(people);
    *team.mutable_go_live_date() = ToDate(kStart + 4);
  }
  return started;
}

kpi::v1::AdoptionPeriod Period(absl::CivilDay first,
                               const std::vector<std::pair<std::string, int>>& used) {
  kpi::v1::AdoptionPeriod period;
  *period.mutable_first_date() = ToDate(first);
  for (const auto& [id, people] : used) {
    kpi::v1::AdoptionUnit& unit = *period.add_units();
    unit.set_unit(Team(id));
    unit.set_active_user_count(people);
  }
  return period;
}

kpi::v1::Adoption Weekly(const std::vector<kpi::v1::AdoptionPeriod>& periods) {
  kpi::v1::Adoption adoption;
  adoption.set_period_unit(kpi::v1::WEEK);
  adoption.mutable_periods()->Add(periods.begin(), periods.end());
  return adoption;
}

// Live on Friday 13 March; 21 days later it is 3 April, and the first week from there on begins on
// Monday 6 April.
constexpr absl::CivilDay kWeek(2026, 4, 6);

TEST(AdoptionEvidenceTest, EachTeamCountsOnceInAWeekOfItsOwn) {
  const kpi::v1::Adoption adoption =
      Weekly({Period(kWeek - 7, {{"a", 1}, {"b", 1}}), Period(kWeek, {{"a", 7}, {"b", 4}}),
              Period(kWeek + 7, {{"a", 10}, {"b", 10}})});
  const CriterionEvidence evidence =
      AdoptionEvidence({}, {WaveOf({{"a", 10}, {"b", 8}})}, {adoption, adoption}, kWeek + 30);
  EXPECT_FALSE(evidence.feed_missing);
  EXPECT_EQ(evidence.expected, 18);
  EXPECT_EQ(evidence.units, 18);
  EXPECT_EQ(evidence.successes, 11);
  EXPECT_THAT(evidence.team_units, ElementsAre(10, 8));
  EXPECT_THAT(evidence.arrivals, IsEmpty());
  EXPECT_FALSE(evidence.hidden);
}

TEST(AdoptionEvidenceTest, NobodyIsCountedBeforeTheWeekHasEnded) {
  const kpi::v1::Adoption adoption = Weekly({Period(kWeek, {{"a", 7}})});
  const std::vector<StartedWave> waves = {WaveOf({{"a", 10}})};
  const CriterionEvidence before = AdoptionEvidence({}, waves, {adoption, adoption}, kWeek + 6);
  EXPECT_EQ(before.expected, 0);
  EXPECT_EQ(before.units, 0);
  EXPECT_FALSE(before.feed_missing) << "nothing is due";
  ASSERT_EQ(before.arrivals.size(), 1u);
  EXPECT_EQ(before.arrivals[0].day, kWeek + 7);
  EXPECT_EQ(before.arrivals[0].units, 10);
  EXPECT_EQ(AdoptionEvidence({}, waves, {adoption, adoption}, kWeek + 7).units, 10);
}

TEST(AdoptionEvidenceTest, AWaveThatStartsLateIsCountedLate) {
  const kpi::v1::Adoption adoption =
      Weekly({Period(kWeek, {{"a", 1}}), Period(kWeek + 14, {{"a", 9}})});
  const CriterionEvidence evidence =
      AdoptionEvidence({}, {WaveOf({{"a", 10}}, kStart + 14)}, {adoption, adoption}, kWeek + 60);
  EXPECT_EQ(evidence.successes, 9);
}

TEST(AdoptionEvidenceTest, AMissingFeedIsNotZero) {
  const std::vector<StartedWave> waves = {WaveOf({{"a", 10}, {"b", 8}})};
  const absl::CivilDay today = kWeek + 30;
  // No KPI; no period; a period in which nobody at all used it.
  for (const AdoptionAnswers& answers :
       {AdoptionAnswers{}, AdoptionAnswers{Weekly({}), Weekly({})},
        AdoptionAnswers{Weekly({Period(kWeek, {{"a", 0}, {"b", 0}})}), Weekly({})}}) {
    const CriterionEvidence evidence = AdoptionEvidence({}, waves, answers, today);
    EXPECT_TRUE(evidence.feed_missing);
    EXPECT_EQ(evidence.expected, 18);
    EXPECT_EQ(evidence.units, 0);
  }
  // Nobody of one team while others use it: that is zero. A team that is not told of: it is not.
  const kpi::v1::Adoption some = Weekly({Period(kWeek, {{"a", 0}, {"c", 3}})});
  const CriterionEvidence evidence = AdoptionEvidence({}, waves, {some, some}, today);
  EXPECT_FALSE(evidence.feed_missing);
  EXPECT_EQ(evidence.expected, 18);
  EXPECT_EQ(evidence.units, 10);
  EXPECT_EQ(evidence.successes, 0);
}

TEST(AdoptionEvidenceTest, MonthsAndQuartersAndDays) {
  const struct {
    kpi::v1::PeriodUnit unit;
    absl::CivilDay first;
  } cases[] = {{kpi::v1::DAY, absl::CivilDay(2026, 4, 3)},
               {kpi::v1::MONTH, absl::CivilDay(2026, 5, 1)},
               {kpi::v1::QUARTER, absl::CivilDay(2026, 7, 1)}};
  for (const auto& c : cases) {
    kpi::v1::Adoption adoption = Weekly({Period(c.first, {{"a", 6}})});
    adoption.set_period_unit(c.unit);
    const int days = c.unit == kpi::v1::DAY ? 1 : c.unit == kpi::v1::MONTH ? 31 : 92;
    const auto at = [&](absl::CivilDay today) {
      return AdoptionEvidence({}, {WaveOf({{"a", 10}})}, {adoption, adoption}, today).successes;
    };
    EXPECT_EQ(at(c.first + days - 1), 0);
    EXPECT_EQ(at(c.first + days), 6);
  }
}

TEST(AdoptionEvidenceTest, WhatIsFurtherBackThanKpiTellsIsLeftOut) {
  const kpi::v1::Adoption adoption = Weekly({Period(kWeek, {{"a", 7}})});
  const auto expected = [&](absl::CivilDay today) {
    return AdoptionEvidence({}, {WaveOf({{"a", 10}})}, {adoption, adoption}, today).expected;
  };
  EXPECT_EQ(expected(kWeek + 26 * 7), 10);
  EXPECT_EQ(expected(kWeek + 27 * 7), 0);
}

TEST(AdoptionEvidenceTest, OnlyWhatIsPublishedIsTold) {
  const kpi::v1::Adoption full = Weekly({Period(kWeek, {{"a", 7}, {"b", 4}})});
  const std::vector<StartedWave> waves = {WaveOf({{"a", 10}, {"b", 8}})};
  const auto hidden = [&](const kpi::v1::Adoption& published) {
    return AdoptionEvidence({}, waves, {full, published}, kWeek + 7).hidden;
  };
  EXPECT_FALSE(hidden(full));
  EXPECT_TRUE(hidden(Weekly({}))) << "the week has not closed";
  kpi::v1::Adoption published = full;
  published.mutable_periods(0)->mutable_units(1)->set_hidden(true);
  EXPECT_TRUE(hidden(published));
  published = full;
  published.mutable_periods(0)->mutable_units(0)->set_active_user_count(6);
  EXPECT_TRUE(hidden(published)) << "one came late: the difference would tell of one person";
}

// Answers by score from the lowest on.
kpi::v1::SurveyResults Answers(const std::map<std::string, std::vector<int>>& teams) {
  kpi::v1::SurveyResults results;
  for (const auto& [id, counts] : teams) {
    kpi::v1::SurveyUnitResult& unit = *results.add_units();
    unit.set_unit(Team(id));
    kpi::v1::SurveyQuestionResult& result = *unit.add_results();
    result.set_question_id("recommend");
    result.mutable_score_counts()->Add(counts.begin(), counts.end());
    int64_t count = 0;
    for (const int one : counts) count += one;
    result.set_answer_count(count);
  }
  return results;
}

v1::SurveyFigure Figure(v1::SurveyFigure::Answers answers) {
  v1::SurveyFigure figure;
  figure.set_question_id("recommend");
  figure.set_answers(answers);
  return figure;
}

TEST(SurveyEvidenceTest, CountsPromotersAndDetractors) {
  SurveyAnswers answers{kStart + 30, true, {}, {}};
  //                            0  1  2  3  4  5  6  7  8  9 10
  answers.full =
      Answers({{"a", {1, 0, 0, 0, 0, 0, 1, 2, 1, 2, 3}}, {"b", {0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0}}});
  answers.published = answers.full;
  const std::vector<StartedWave> waves = {WaveOf({{"a", 12}, {"b", 8}, {"c", 4}})};
  const CriterionEvidence good =
      SurveyEvidence(Figure(v1::SurveyFigure::FAVOURABLE), waves, answers);
  EXPECT_EQ(good.expected, 24);
  EXPECT_EQ(good.units, 14);
  EXPECT_EQ(good.successes, 6);
  EXPECT_THAT(good.team_units, ElementsAre(10, 4));
  EXPECT_FALSE(good.hidden);
  const CriterionEvidence bad =
      SurveyEvidence(Figure(v1::SurveyFigure::UNFAVOURABLE), waves, answers);
  EXPECT_EQ(bad.successes, 5);
}

TEST(SurveyEvidenceTest, CountsAgreement) {
  SurveyAnswers answers{kStart + 30, true, {}, {}};
  answers.full = Answers({{"a", {2, 1, 3, 4, 5}}});
  answers.published = answers.full;
  const std::vector<StartedWave> waves = {WaveOf({{"a", 20}})};
  EXPECT_EQ(SurveyEvidence(Figure(v1::SurveyFigure::FAVOURABLE), waves, answers).successes, 9);
  EXPECT_EQ(SurveyEvidence(Figure(v1::SurveyFigure::UNFAVOURABLE), waves, answers).successes, 3);
}

TEST(SurveyEvidenceTest, AnOpenSurveyIsNotLookedAt) {
  SurveyAnswers answers{kStart + 30, false, {}, {}};
  answers.full = Answers({{"a", {2, 1, 3, 4, 5}}});
  const CriterionEvidence evidence =
      SurveyEvidence(Figure(v1::SurveyFigure::FAVOURABLE), {WaveOf({{"a", 20}})}, answers);
  EXPECT_EQ(evidence.units, 0);
  EXPECT_EQ(evidence.expected, 0);
  EXPECT_FALSE(evidence.feed_missing);
  ASSERT_EQ(evidence.arrivals.size(), 1u);
  EXPECT_EQ(evidence.arrivals[0].day, kStart + 30);
  EXPECT_EQ(evidence.arrivals[0].units, 20);
}

TEST(SurveyEvidenceTest, ASurveyThatNobodyAnsweredSaysNothing) {
  const CriterionEvidence evidence =
      SurveyEvidence(Figure(v1::SurveyFigure::FAVOURABLE), {WaveOf({{"a", 20}})},
                     SurveyAnswers{kStart + 30, true, {}, {}});
  EXPECT_TRUE(evidence.feed_missing);
  EXPECT_EQ(evidence.expected, 20);
}

TEST(SurveyEvidenceTest, SharesOfAFewAndHiddenTeamsAreNotTold) {
  SurveyAnswers answers{kStart + 30, true, {}, {}};
  const std::vector<StartedWave> waves = {WaveOf({{"a", 20}})};
  const auto hidden = [&](const std::vector<int>& counts) {
    answers.full = Answers({{"a", counts}});
    answers.published = answers.full;
    return SurveyEvidence(Figure(v1::SurveyFigure::FAVOURABLE), waves, answers).hidden;
  };
  EXPECT_FALSE(hidden({5, 0, 0, 0, 5}));
  EXPECT_TRUE(hidden({6, 0, 0, 0, 4}));
  EXPECT_TRUE(hidden({4, 0, 0, 0, 6}));
  EXPECT_TRUE(hidden({0, 0, 0, 0, 10})) << "they all say the same";
  answers.full = Answers({{"a", {5, 0, 0, 0, 5}}});
  answers.published.mutable_units(0)->set_hidden(true);
  EXPECT_TRUE(SurveyEvidence(Figure(v1::SurveyFigure::FAVOURABLE), waves, answers).hidden);
}

}  // namespace
}  // namespace palier::rollout
