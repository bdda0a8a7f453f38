// SPDX-License-Identifier: Apache-2.0
// Alert rules over gRPC: what they say of measurements that come in, late ones too.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/alert_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AlertServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    v1::Kpi kpi;
    kpi.set_display_name("Error rate");
    kpi.set_unit("%");
    kpi.set_direction(v1::Kpi::DECREASE);
    kpi.set_category(v1::Kpi::TECHNICAL);
    kpi.set_decimals(1);
    ASSERT_TRUE(Create("error-rate", kpi).ok());
  }

  absl::StatusOr<v1::AlertRule> Declare(const std::string& id, const v1::AlertRule& rule,
                                        const std::string& principal = "users/mia",
                                        const std::string& kpi = "error-rate") {
    v1::CreateAlertRuleRequest request;
    request.set_parent(KpiName(kpi));
    request.set_alert_rule_id(id);
    *request.mutable_alert_rule() = rule;
    return Call<v1::AlertRule>(principal, "CreateAlertRule", request);
  }
  static v1::AlertRule Above(double limit, double band) {
    v1::AlertRule rule;
    rule.set_display_name("Too many errors");
    rule.set_kind(v1::AlertRule::THRESHOLD);
    rule.set_side(v1::AlertRule::ABOVE);
    rule.set_limit(limit);
    rule.set_band(band);
    return rule;
  }
  void Measure(int week, double rate) {
    ASSERT_TRUE(Ingest({Of("error-rate", absl::StrCat("week-", week), rate,
                           absl::CivilDay(2026, 1, 6) + 7 * week)})
                    .ok());
  }
  std::vector<v1::Alert> Alerts(absl::CivilDay as_of, bool firing = false,
                                const std::string& language = "en") {
    v1::QueryAlertsRequest request;
    request.set_parent(kProject);
    *request.mutable_as_of_date() = DateFrom(as_of);
    request.set_firing(firing);
    const auto answer =
        Call<v1::QueryAlertsResponse>("users/vic", "QueryAlerts", request, language);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return {answer->alerts().begin(), answer->alerts().end()};
  }
  static std::vector<std::string> Story(const v1::Alert& alert) {
    std::vector<std::string> story;
    for (const auto& change : alert.changes()) {
      story.push_back(absl::StrCat(change.date().month(), "-", change.date().day(), " ",
                                   v1::Alert::State_Name(change.to_state())));
    }
    return story;
  }
};

TEST_F(AlertServiceTest, AThresholdTellsEachChangeOnce) {
  ASSERT_TRUE(Declare("errors", Above(5, 1)).ok());
  for (const auto& [week, rate] :
       std::vector<std::pair<int, double>>{{0, 4}, {1, 6}, {2, 4.5}, {3, 7}, {4, 3.9}}) {
    Measure(week, rate);
  }
  const auto alerts = Alerts(absl::CivilDay(2026, 2, 4));
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].state(), v1::Alert::OK);
  EXPECT_EQ(alerts[0].value(), 3.9);
  EXPECT_THAT(Story(alerts[0]), ElementsAre("1-6 OK", "1-13 FIRING", "2-3 OK"))
      << "4.5 is not back by the band";
  const auto firing = Alerts(absl::CivilDay(2026, 1, 28), true);
  ASSERT_EQ(firing.size(), 1u);
  EXPECT_EQ(firing[0].since_date().day(), 13);
  EXPECT_THAT(firing[0].explanation(), HasSubstr("7"));
  EXPECT_NE(Alerts(absl::CivilDay(2026, 1, 28), true, "fr")[0].explanation(),
            firing[0].explanation());
  EXPECT_TRUE(Alerts(absl::CivilDay(2026, 2, 4), true).empty());
}

TEST_F(AlertServiceTest, ALateMeasureCorrectsWhatAnAlertSays) {
  ASSERT_TRUE(Declare("errors", Above(5, 0)).ok());
  Measure(0, 4);
  Measure(1, 6);
  EXPECT_EQ(Alerts(absl::CivilDay(2026, 1, 14))[0].state(), v1::Alert::FIRING);
  v1::Measurement restated = Of("error-rate", "week-1", 3, absl::CivilDay(2026, 1, 13));
  restated.set_order_key(2);
  ASSERT_TRUE(Ingest({restated}).ok());
  const auto alerts = Alerts(absl::CivilDay(2026, 1, 14));
  EXPECT_EQ(alerts[0].state(), v1::Alert::OK);
  EXPECT_THAT(Story(alerts[0]), ElementsAre("1-6 OK"));
}

TEST_F(AlertServiceTest, WhatIsNotMeasuredIsMissed) {
  RecordProperty("requirement", "S1-48");
  v1::AlertRule rule;
  rule.set_display_name("Nobody measures");
  rule.set_kind(v1::AlertRule::MISSING);
  rule.set_grace_days(2);
  ASSERT_TRUE(Declare("missing", rule).ok());
  Measure(0, 4);
  EXPECT_EQ(Alerts(absl::CivilDay(2026, 1, 14))[0].state(), v1::Alert::OK);
  EXPECT_EQ(Alerts(absl::CivilDay(2026, 1, 20))[0].state(), v1::Alert::FIRING);
  Measure(2, 4);
  EXPECT_EQ(Alerts(absl::CivilDay(2026, 1, 20))[0].state(), v1::Alert::OK);
}

TEST_F(AlertServiceTest, ActivationsOfTheFallbackAreCountedAndTooManyAreAnAlert) {
  RecordProperty("requirement", "S2-15");
  v1::Kpi kpi;
  kpi.set_display_name("Fallback activations");
  kpi.set_unit("activations");
  kpi.set_direction(v1::Kpi::DECREASE);
  kpi.set_category(v1::Kpi::TECHNICAL);
  kpi.set_semantics(v1::Kpi::DELTA);
  kpi.set_aggregation(v1::Kpi::COUNT);
  ASSERT_TRUE(Create("fallback", kpi).ok());
  ASSERT_TRUE(Declare("often", Above(2, 0), "users/mia", "fallback").ok());
  for (int activation = 0; activation < 3; ++activation) {
    ASSERT_TRUE(Ingest({Of("fallback", absl::StrCat("activation-", activation), 1,
                           absl::CivilDay(2026, 2, 17) + activation)})
                    .ok());
  }
  const auto weeks = Query("fallback", v1::WEEK);
  ASSERT_TRUE(weeks.ok()) << weeks.status();
  EXPECT_EQ(weeks->series(0).points(0).value(), 3);
  const auto alerts = Alerts(absl::CivilDay(2026, 2, 22));
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].state(), v1::Alert::FIRING) << alerts[0].explanation();
  EXPECT_EQ(alerts[0].value(), 3);
}

TEST_F(AlertServiceTest, ASlowSlideOfQualityIsADrift) {
  RecordProperty("requirement", "S2-18");
  v1::AlertRule rule;
  rule.set_display_name("Quality slides");
  rule.set_kind(v1::AlertRule::DRIFT);
  rule.set_side(v1::AlertRule::ABOVE);
  rule.set_history(12);
  ASSERT_TRUE(Declare("drift", rule).ok());
  const auto measure = [&](int week, double rate) {
    ASSERT_TRUE(Ingest({Of("error-rate", absl::StrCat("quality-", week), rate,
                           absl::CivilDay(2025, 6, 2) + 7 * week)})
                    .ok());
  };
  const double wobble[] = {0.3, -0.2, 0, 0.2, -0.3};
  for (int week = 0; week < 24; ++week) measure(week, 4 + wobble[week % 5]);
  const absl::CivilDay calm = absl::CivilDay(2025, 6, 2) + 7 * 23;
  EXPECT_EQ(Alerts(calm)[0].state(), v1::Alert::OK) << Alerts(calm)[0].explanation();
  for (int week = 24; week < 38; ++week) measure(week, 4.5 + wobble[week % 5]);
  const auto alerts = Alerts(absl::CivilDay(2025, 6, 2) + 7 * 37);
  EXPECT_EQ(alerts[0].state(), v1::Alert::FIRING) << alerts[0].explanation();
  EXPECT_THAT(alerts[0].explanation(), HasSubstr("Drifting up"));
}

TEST_F(AlertServiceTest, NoAlertTellsOfAFewPeople) {
  RecordProperty("requirement", "S4-14");
  v1::Kpi kpi;
  kpi.set_display_name("Users");
  kpi.set_unit("people");
  kpi.set_direction(v1::Kpi::INCREASE);
  kpi.set_category(v1::Kpi::ADOPTION);
  kpi.set_aggregation(v1::Kpi::DISTINCT_USERS);
  ASSERT_TRUE(Create("users", kpi).ok());
  ASSERT_TRUE(Declare("some", Above(0, 0), "users/mia", "users").ok());
  ASSERT_TRUE(Declare("more", Above(2, 0), "users/mia", "users").ok());
  const auto use = [&](int week, int users) {
    std::vector<v1::Measurement> uses;
    for (int user = 0; user < users; ++user) {
      uses.push_back(
          Of("users", absl::StrCat(week, "-", user), 1, absl::CivilDay(2026, 1, 6) + 7 * week));
      uses.back().set_user(absl::StrCat("user-", user));
    }
    ASSERT_TRUE(Ingest(uses).ok());
  };
  use(0, 3);
  for (const v1::Alert& alert : Alerts(absl::CivilDay(2026, 1, 11))) {
    EXPECT_EQ(alert.state(), v1::Alert::NO_DATA) << "whether it is above 0 or 2 would tell";
    EXPECT_FALSE(alert.has_value());
    EXPECT_THAT(alert.explanation(), HasSubstr("No measure yet"));
  }
  use(1, 6);
  for (const v1::Alert& alert : Alerts(absl::CivilDay(2026, 1, 18))) {
    EXPECT_EQ(alert.state(), v1::Alert::FIRING) << alert.explanation();
    EXPECT_EQ(alert.value(), 6);
    EXPECT_EQ(alert.changes_size(), 1);
  }
}

TEST_F(AlertServiceTest, ARuleThatItsKpiHasLeftBehindSaysSoAndTheOthersGoOn) {
  ASSERT_TRUE(Declare("huge", Above(1e12, 0)).ok());
  ASSERT_TRUE(Declare("usual", Above(5, 0)).ok());
  v1::UpdateKpiRequest update;
  update.mutable_kpi()->set_name(KpiName("error-rate"));
  update.mutable_kpi()->set_decimals(9);
  ASSERT_TRUE(Call<v1::Kpi>("users/mia", "UpdateKpi", update).ok());
  Measure(1, 6);
  const auto alerts = Alerts(absl::CivilDay(2026, 1, 14));
  ASSERT_EQ(alerts.size(), 2u);
  EXPECT_EQ(alerts[0].state(), v1::Alert::NO_DATA);
  EXPECT_THAT(alerts[0].explanation(), HasSubstr("does not fit its KPI any more"));
  EXPECT_EQ(alerts[1].state(), v1::Alert::FIRING);
}

TEST_F(AlertServiceTest, WrongRulesAreRefusedFieldByField) {
  v1::AlertRule rule = Above(5, 1);
  rule.clear_limit();
  EXPECT_THAT(Declare("r", rule).status().ToString(), HasSubstr("limit"));
  rule = Above(5, 1);
  rule.set_side(v1::AlertRule::EITHER);
  EXPECT_THAT(Declare("r", rule).status().ToString(), HasSubstr("side"));
  rule = Above(5, -1);
  EXPECT_THAT(Declare("r", rule).status().ToString(), HasSubstr("band"));
  EXPECT_TRUE(absl::IsNotFound(Declare("r", Above(5, 1), "users/mia", "nothing").status()));
  EXPECT_TRUE(absl::IsPermissionDenied(Declare("r", Above(5, 1), "users/carl").status()));
}

}  // namespace
}  // namespace palier::kpi
