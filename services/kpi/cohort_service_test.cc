// SPDX-License-Identifier: Apache-2.0
// Cohorts against teams that had not started, over gRPC.
#include <gmock/gmock.h>

#include <cmath>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/comparison_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const absl::CivilDay kFirst(2025, 9, 1);   // a Monday
const absl::CivilDay kStart(2025, 12, 1);  // 13 weeks later
constexpr int kWeeks = 27;                 // the last one ends on Sunday 8 March, yesterday

class CohortServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    if (HasFatalFailure()) return;
    v1::Kpi kpi = LeadTime();
    kpi.set_cadence(v1::Kpi::WEEKLY);
    ASSERT_TRUE(Create("lead-time", kpi).ok());
  }
  // A season that all share, a wobble of each team, and `step` from `start` on.
  void Measure(const std::string& team, double level, int wobble, absl::CivilDay start, double step,
               double drift = 0, const std::string& kpi = "lead-time") {
    std::vector<v1::Measurement> measurements;
    for (int week = 0; week < kWeeks; ++week) {
      const absl::CivilDay day = kFirst + 7 * week + 2;
      const double season = 2 * std::sin(week / 4.0);
      const double own = 0.3 * ((week * wobble) % 7 - 3) / 3.0;
      measurements.push_back(Of(kpi, absl::StrCat(kpi, team, week),
                                level + season + own + drift * week + (day >= start ? step : 0),
                                day));
      measurements.back().set_team(team);
    }
    const auto answer = Ingest(measurements);
    ASSERT_TRUE(answer.ok()) << answer.status();
    ASSERT_EQ(answer->counts().accepted_count(), kWeeks);
  }
  static v1::TeamStart Since(const std::string& team, absl::CivilDay start) {
    v1::TeamStart since;
    since.set_team(team);
    *since.mutable_start_date() = DateFrom(start);
    return since;
  }
  static v1::TeamStart Waiting(const std::string& team) {
    v1::TeamStart waiting;
    waiting.set_team(team);
    return waiting;
  }
  absl::StatusOr<v1::CompareKpiCohortsResponse> Compare(const std::vector<v1::TeamStart>& teams,
                                                        const std::string& language = "en",
                                                        int confidence = 0) {
    v1::CompareKpiCohortsRequest request;
    request.set_name(KpiName("lead-time"));
    for (const v1::TeamStart& team : teams) *request.add_teams() = team;
    request.set_confidence_percent(confidence);
    return Call<v1::CompareKpiCohortsResponse>("users/vic", "CompareKpiCohorts", request, language);
  }
};

TEST_F(CohortServiceTest, ASeasonThatAllShareIsNoEffectOfTheStart) {
  Measure("sales", 10, 3, kStart, -2);
  Measure("legal", 14, 5, kStart, 0);
  const auto answer = Compare({Since("sales", kStart), Waiting("legal")});
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->period_unit(), v1::WEEK);
  EXPECT_EQ(answer->confidence_percent(), 95);
  EXPECT_THAT(answer->assumption(), HasSubstr("cannot be proven"));
  ASSERT_EQ(answer->cohorts_size(), 1);
  const v1::KpiCohortComparison& sales = answer->cohorts(0);
  EXPECT_EQ(sales.verdict(), v1::KpiCohortComparison::IMPROVED) << sales.explanation();
  EXPECT_THAT(sales.control_teams(), ElementsAre("legal"));
  EXPECT_EQ(sales.before_count(), 13);
  EXPECT_EQ(sales.after_count(), 14);
  EXPECT_EQ(sales.after_first_date().month(), 12);
  EXPECT_EQ(sales.after_last_date().day(), 8);
  EXPECT_THAT(Compare({Since("sales", kStart), Waiting("legal"), Waiting("lagal")})
                  .status()
                  .ToString(),
              HasSubstr("lagal was not measured"));
  EXPECT_NEAR(sales.effect(), -2, 0.15);
  EXPECT_LT(sales.lower(), -2);
  EXPECT_LT(sales.upper(), 0);
  EXPECT_GT(sales.e_value(), 1000);
  EXPECT_NEAR(sales.effect(),
              sales.after_value() - sales.before_value() -
                  (sales.control_after_value() - sales.control_before_value()),
              1e-9);
  const auto french = Compare({Since("sales", kStart), Waiting("legal")}, "fr");
  EXPECT_THAT(french->cohorts(0).explanation(), HasSubstr("Amélioration"));
  EXPECT_THAT(french->assumption(), HasSubstr("ne peut être prouvé"));
}

TEST_F(CohortServiceTest, WithoutAnEffectThereIsNoVerdictOfOne) {
  Measure("sales", 10, 3, kStart, 0);
  Measure("legal", 14, 5, kStart, 0);
  const auto answer = Compare({Since("sales", kStart), Waiting("legal")});
  ASSERT_TRUE(answer.ok()) << answer.status();
  const v1::KpiCohortComparison& sales = answer->cohorts(0);
  EXPECT_EQ(sales.verdict(), v1::KpiCohortComparison::NOT_ENOUGH_DATA) << sales.explanation();
  EXPECT_EQ(sales.reason(), v1::KpiCohortComparison::NOT_SIGNIFICANT);
  EXPECT_LT(sales.lower(), 0);
  EXPECT_GT(sales.upper(), 0);
}

TEST_F(CohortServiceTest, TrendsThatDifferedBeforeAreSaidSo) {
  Measure("sales", 10, 3, kStart, 0, -0.2);
  Measure("legal", 14, 5, kStart, 0);
  const auto answer = Compare({Since("sales", kStart), Waiting("legal")});
  ASSERT_TRUE(answer.ok()) << answer.status();
  const v1::KpiCohortComparison& sales = answer->cohorts(0);
  EXPECT_EQ(sales.verdict(), v1::KpiCohortComparison::NOT_COMPARABLE);
  EXPECT_EQ(sales.reason(), v1::KpiCohortComparison::TRENDS_DIFFER);
  EXPECT_NEAR(sales.trend(), -0.2, 0.03);
  EXPECT_LT(sales.trend_p_value(), 0.001);
  EXPECT_LT(sales.effect(), -2) << "what a comparison without the check would have praised";
  EXPECT_NEAR(sales.effect_beyond_trend(), 0, 0.5);
}

TEST_F(CohortServiceTest, CohortsByStartEachAgainstThoseThatHadNotStarted) {
  const absl::CivilDay second(2026, 1, 19);
  Measure("sales", 10, 3, kStart, -2);
  Measure("support", 12, 2, kStart, -2);
  Measure("plant", 9, 4, second, -1.5);
  const std::vector<v1::TeamStart> teams = {Since("plant", second), Since("sales", kStart),
                                            Since("support", kStart)};
  const auto all_started = Compare(teams);
  ASSERT_TRUE(all_started.ok()) << all_started.status();
  ASSERT_EQ(all_started->cohorts_size(), 2);
  EXPECT_THAT(all_started->cohorts(0).teams(), ElementsAre("sales", "support"));
  EXPECT_THAT(all_started->cohorts(0).control_teams(), ElementsAre("plant"));
  EXPECT_EQ(all_started->cohorts(0).after_count(), 7) << "until the plant starts";
  EXPECT_EQ(all_started->cohorts(0).verdict(), v1::KpiCohortComparison::IMPROVED);
  EXPECT_EQ(all_started->cohorts(1).verdict(), v1::KpiCohortComparison::NOT_COMPARABLE);
  EXPECT_EQ(all_started->cohorts(1).reason(), v1::KpiCohortComparison::NO_CONTROL);
  Measure("legal", 14, 5, kStart, 0);
  std::vector<v1::TeamStart> with_control = teams;
  with_control.push_back(Waiting("legal"));
  const auto answer = Compare(with_control);
  EXPECT_THAT(answer->cohorts(0).control_teams(), ElementsAre("legal"));
  EXPECT_EQ(answer->cohorts(0).after_count(), 14);
  EXPECT_NEAR(answer->cohorts(1).effect(), -1.5, 0.2);
  EXPECT_EQ(answer->cohorts(1).verdict(), v1::KpiCohortComparison::IMPROVED);
  const auto alone = Compare({Since("plant", second), Waiting("legal")});
  EXPECT_LT(alone->cohorts(0).upper() - alone->cohorts(0).lower(),
            answer->cohorts(1).upper() - answer->cohorts(1).lower())
      << "two cohorts share the 5 %";
}

TEST_F(CohortServiceTest, WrongQuestionsAreRefused) {
  const auto refused = [&](const std::vector<v1::TeamStart>& teams, int confidence = 0) {
    return Compare(teams, "en", confidence).status().ToString();
  };
  EXPECT_THAT(refused({Since("sales", kStart)}), HasSubstr("teams"));
  EXPECT_THAT(refused({Since("sales", kStart), Waiting("sales")}), HasSubstr("each once"));
  EXPECT_THAT(refused({Waiting("sales"), Waiting("legal")}), HasSubstr("None of the teams"));
  EXPECT_THAT(refused({Since("sales", kStart), Waiting("legal")}, 100),
              HasSubstr("confidence_percent"));
  const auto empty = Compare({Since("sales", kStart), Waiting("legal")});
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_EQ(empty->cohorts(0).reason(), v1::KpiCohortComparison::TOO_FEW_BEFORE);
}

}  // namespace
}  // namespace palier::kpi
