// SPDX-License-Identifier: Apache-2.0
// The commands about KPIs against a running registry and kpi service.
#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/alert_service.pb.h"
#include "palierctl/errors.h"
#include "palierctl/testing/ran.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;
using ::testing::HasSubstr;

class KpiCommandTest : public kpi::KpiFixture {
 protected:
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }
  // Days per case, weekly, from Monday 17 November 2025 to today.
  void Measure(double first, double step) {
    v1::Kpi lead_time = LeadTime();
    lead_time.set_cadence(v1::Kpi::WEEKLY);
    ASSERT_TRUE(Create("lead-time", lead_time).ok());
    for (int week = 0; week < 17; ++week) {
      ASSERT_TRUE(Ingest({Of("lead-time", absl::StrCat("week-", week), first + step * week,
                             absl::CivilDay(2025, 11, 17) + 7 * week)})
                      .ok());
    }
  }
};

TEST_F(KpiCommandTest, AForecastReadsAsATableInTheCallersLanguage) {
  Measure(12, -0.125);  // 10 today
  const Ran ran = Palierctl({"kpi", "forecast", "quotation/lead-time", "--periods", "2"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("forecast (d)"));
  EXPECT_THAT(ran.out, HasSubstr("2026-W12"));
  EXPECT_THAT(ran.out, HasSubstr("2026-W13"));
  EXPECT_THAT(ran.err, HasSubstr("A forecast, not a measurement"));
  EXPECT_THAT(ran.err, HasSubstr("too late for 2026-07-01"));
  const Ran french = Palierctl({"kpi", "forecast", "lead-time", "--project", "quotation",
                                "--periods", "2", "--language", "fr"});
  EXPECT_THAT(french.out, HasSubstr("prévision (d)"));
  EXPECT_THAT(french.err, HasSubstr("Une prévision, pas une mesure"));
  EXPECT_THAT(Palierctl({"kpi", "forecast", "quotation/lead-time", "-o", "json"}).out,
              HasSubstr("\"state\": \"FORECAST\""));
}

TEST_F(KpiCommandTest, AlertsAndWhatWasToldOfThem) {
  Measure(12, 0);
  v1::CreateAlertRuleRequest request;
  request.set_parent(kpi::KpiName("lead-time"));
  request.set_alert_rule_id("slow");
  request.mutable_alert_rule()->set_display_name("Too slow");
  request.mutable_alert_rule()->set_kind(v1::AlertRule::THRESHOLD);
  request.mutable_alert_rule()->set_side(v1::AlertRule::ABOVE);
  request.mutable_alert_rule()->set_limit(11);
  ASSERT_TRUE(Call<v1::AlertRule>("users/mia", "CreateAlertRule", request).ok());
  const Ran alerts = Palierctl({"kpi", "alerts", "quotation", "--firing"});
  ASSERT_EQ(alerts.code, 0) << alerts.err;
  EXPECT_THAT(alerts.out, HasSubstr("Too slow"));
  EXPECT_THAT(alerts.out, HasSubstr("Above 11.00: 12.00 on 2026-03-09"));
  EXPECT_THAT(Palierctl({"kpi", "alerts", "quotation", "--language", "fr"}).out,
              HasSubstr("déclenchée"));
  std::string told;
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (!absl::StrContains(told, "raised") && absl::Now() < deadline) {
    told = Palierctl({"kpi", "notices", "quotation"}).out;
  }
  EXPECT_THAT(told, HasSubstr("2026-03-09"));
  EXPECT_THAT(told, HasSubstr("raised"));
  EXPECT_THAT(Palierctl({"kpi", "notices", "quotation", "--language", "fr"}).out,
              HasSubstr("Au-dessus de 11,00"));
}

TEST_F(KpiCommandTest, GainsOfSynergiesBesideTheirEstimates) {
  Measure(12, 0);
  for (const char* id : {"a", "b"}) {
    ASSERT_EQ(Palierctl({"create", "application", "--id", id, "--set",
                         std::string("display_name=") + id, "--set", "state=DEPLOYED"})
                  .code,
              0);
  }
  const Ran made = Palierctl({"create", "synergy",
                              "--id",   "orders",
                              "--set",  "display_name=Orders",
                              "--set",  "type=WORKFLOW",
                              "--set",  "source=organizations/firm/applications/a",
                              "--set",  "target=organizations/firm/applications/b",
                              "--set",  "yearly_gain.currency_code=EUR",
                              "--set",  "yearly_gain.units=15000",
                              "--set",  "kpi=organizations/firm/projects/quotation/kpis/lead-time",
                              "--set",  "start_date=2026-02-01"});
  ASSERT_EQ(made.code, 0) << made.err;
  const Ran gains = Palierctl({"map", "gains"});
  ASSERT_EQ(gains.code, 0) << gains.err;
  EXPECT_THAT(gains.out, HasSubstr("orders"));
  EXPECT_THAT(gains.out, HasSubstr("15000.00 EUR"));
  EXPECT_THAT(gains.out, HasSubstr("not enough data"));
  EXPECT_THAT(Palierctl({"map", "gains", "--language", "fr"}).out,
              HasSubstr("pas assez de données"));
}

TEST_F(KpiCommandTest, TheCalendarOfDriftChecks) {
  Measure(12, 0);
  v1::CreateAlertRuleRequest request;
  request.set_parent(kpi::KpiName("lead-time"));
  request.set_alert_rule_id("slide");
  request.mutable_alert_rule()->set_display_name("Slides");
  request.mutable_alert_rule()->set_kind(v1::AlertRule::DRIFT);
  ASSERT_TRUE(Call<v1::AlertRule>("users/mia", "CreateAlertRule", request).ok());
  const Ran ran = Palierctl({"kpi", "drift-checks", "--to", "2026-03-16"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("quotation/lead-time/slide"));
  EXPECT_THAT(ran.out, HasSubstr("2026-03-16"));
  EXPECT_THAT(Palierctl({"kpi", "drift-checks", "--language", "fr"}).out, HasSubstr("échéance"));
}

TEST_F(KpiCommandTest, QualityOfProofsOfConcept) {
  const Ran ran = Palierctl({"kpi", "quality", "--filter", "stage = POC"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("value measured"));
  EXPECT_THAT(Palierctl({"kpi", "quality", "--language", "fr"}).out, HasSubstr("valeur mesurée"));
  EXPECT_NE(Palierctl({"kpi", "quality", "--filter", "nonsense = 1"}).code, 0);
}

TEST_F(KpiCommandTest, APromiseBesideWhatIsShownToday) {
  Measure(12, 0);
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 12, 8), absl::UTCTimeZone()));
  v1::UpdateKpiRequest update;
  update.mutable_kpi()->set_name(kpi::KpiName("lead-time"));
  update.mutable_kpi()->mutable_target()->set_relative_percent(5);
  ASSERT_TRUE(Call<v1::Kpi>("users/mia", "UpdateKpi", update).ok());
  const Ran ran = Palierctl({"kpi", "promise", "quotation/lead-time", "--at", "2026-03-10"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("when promised"));
  EXPECT_THAT(ran.out, HasSubstr("today, by the promise"));
  EXPECT_THAT(ran.out, HasSubstr("9.5")) << "the target of today";
  EXPECT_THAT(ran.err, HasSubstr("target.relative_percent: 20 → 5"));
  const Ran french = Palierctl({"kpi", "promise", "lead-time", "--project", "quotation", "--at",
                                "2026-03-10T12:00:00Z", "--language", "fr"});
  ASSERT_EQ(french.code, 0) << french.err;
  EXPECT_THAT(french.out, HasSubstr("aujourd'hui, selon la promesse"));
  EXPECT_EQ(Palierctl({"kpi", "promise", "quotation/lead-time", "--at", "noon"}).code, kUsage);
}

TEST_F(KpiCommandTest, ReturnsByDomainAndByProject) {
  v1::Kpi cost;
  cost.set_display_name("Run cost");
  cost.set_unit("EUR");
  cost.set_decimals(2);
  cost.set_category(v1::Kpi::ROI);
  cost.set_direction(v1::Kpi::DECREASE);
  cost.set_semantics(v1::Kpi::DELTA);
  ASSERT_TRUE(Create("run-cost", cost).ok());
  ASSERT_TRUE(Ingest({Of("run-cost", "1", 100.25, absl::CivilDay(2026, 2, 2))}).ok());
  const Ran domains = Palierctl({"returns", "--quarters"});
  ASSERT_EQ(domains.code, 0) << domains.err;
  EXPECT_THAT(domains.out, HasSubstr("(none)"));
  EXPECT_THAT(domains.out, HasSubstr("2026-Q1"));
  EXPECT_THAT(domains.out, HasSubstr("100.25 EUR"));
  EXPECT_THAT(domains.out, HasSubstr("0 %")) << "never in production";
  const Ran french = Palierctl({"returns", "--by", "project", "--language", "fr"});
  EXPECT_THAT(french.out, HasSubstr("dépensé avant"));
  EXPECT_THAT(french.out, HasSubstr("quotation"));
  EXPECT_EQ(Palierctl({"returns", "--by", "moon"}).code, kUsage);
}

TEST_F(KpiCommandTest, WatchingBeginsWithWhereTheKpisStand) {
  Measure(12, 0);
  const Ran ran = Palierctl({"kpi", "watch", "quotation", "--once"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("lead-time"));
  EXPECT_THAT(ran.out, HasSubstr("behind"));
  EXPECT_THAT(Palierctl({"kpi", "watch", "quotation", "--once", "--language", "fr"}).out,
              HasSubstr("en retard"));
}

TEST_F(KpiCommandTest, CohortsAgainstATeamThatHasNotStarted) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  const absl::CivilDay first(2025, 9, 1);
  for (int week = 0; week < 27; ++week) {
    const double both = 10 + week % 3;
    v1::Measurement sales = Of("lead-time", absl::StrCat("s", week),
                               both + 0.1 * (week % 2) - (week >= 13 ? 2 : 0), first + 7 * week);
    sales.set_team("sales");
    v1::Measurement legal = Of("lead-time", absl::StrCat("l", week), both, first + 7 * week);
    legal.set_team("legal");
    ASSERT_TRUE(Ingest({sales, legal}).ok());
  }
  const std::vector<std::string> line = {
      "kpi",  "cohorts", "quotation/lead-time", "--team", "sales=2025-12-01", "--team", "legal",
      "--by", "week"};
  const Ran ran = Palierctl(line);
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("2025-12-01"));
  EXPECT_THAT(ran.out, HasSubstr("Improved: -2"));
  EXPECT_THAT(ran.err, HasSubstr("cannot be proven"));
  std::vector<std::string> french = line;
  french.insert(french.end(), {"--language", "fr"});
  EXPECT_THAT(Palierctl(french).out, HasSubstr("Amélioration : -2"));
}

TEST_F(KpiCommandTest, AWrongForecastIsRefused) {
  Measure(12, 0);
  EXPECT_EQ(Palierctl({"kpi", "forecast", "quotation/lead-time", "--periods", "many"}).code,
            kUsage);
  EXPECT_THAT(Palierctl({"kpi", "forecast", "quotation/lead-time", "--periods", "9999"}).err,
              HasSubstr("horizon"));
}

}  // namespace
}  // namespace palier::ctl
