// SPDX-License-Identifier: Apache-2.0
// A business case as planned, as measured and as it looks now, with real services behind it.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/saved_time_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/case_service.pb.h"
#include "reporting/testing/services.h"

namespace palier::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Progress = v1::QueryCaseProgressResponse;
using Side = v1::CaseSideProgress;

constexpr char kProject[] = "organizations/acme/projects/assistant";

google::type::Money Euros(int64_t units) {
  google::type::Money money;
  money.set_currency_code("EUR");
  money.set_units(units);
  return money;
}

google::type::Date DateOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// From the beginning of 2026 on, 7,300 a year for serving and 73,000 a year of gains.
class CaseProgressServiceTest : public ::testing::Test {
 protected:
  CaseProgressServiceTest() {
    registry::v1::CreateBusinessCaseRequest create;
    create.set_parent(kProject);
    create.set_business_case_id("case");
    registry::v1::BusinessCase& made = *create.mutable_business_case();
    made.set_display_name("Case");
    *made.mutable_start_date() = DateOf(2026, 1, 1);
    made.set_horizon_years(3);
    for (int year = 1; year <= 3; ++year) {
      registry::v1::CaseGain& gain = *made.add_gains();
      gain.set_kpi("hours");
      gain.set_year(year);
      *gain.mutable_amount() = Euros(73'000);
      registry::v1::CaseCost& cost = *made.add_costs();
      cost.set_category(registry::v1::CostLine::SERVING);
      cost.set_year(year);
      *cost.mutable_amount() = Euros(7'300);
    }
    const auto stored =
        services_.Call<registry::v1::BusinessCase>("users/mia", "CreateBusinessCase", create);
    EXPECT_TRUE(stored.ok()) << stored.status();
  }

  absl::StatusOr<Progress> Ask(const std::string& language = "en") {
    v1::QueryCaseProgressRequest request;
    request.set_name(absl::StrCat(kProject, "/businessCases/case"));
    request.set_discount_rate_permille(0);
    return services_.Call<Progress>("users/mia", "QueryCaseProgress", request, language);
  }
  static std::vector<std::string> RulesOf(const absl::StatusOr<Progress>& progress) {
    EXPECT_TRUE(progress.ok()) << progress.status();
    std::vector<std::string> rules;
    if (progress.ok())
      for (const v1::CaseReportFinding& finding : progress->findings())
        rules.push_back(finding.rule());
    return rules;
  }

  // `hours` of March saved a cost of 50 an hour.
  void RecordSaving(double hours) {
    kpi::v1::CreateSavedTimeRequest request;
    request.set_parent(kProject);
    request.set_saved_time_id("march");
    kpi::v1::SavedTime& saved = *request.mutable_saved_time();
    saved.set_display_name("Overtime");
    saved.set_kind(kpi::v1::SavedTime::REDUCED_COST);
    saved.set_hours(hours);
    *saved.mutable_month_date() = DateOf(2026, 3, 1);
    *saved.mutable_hourly_cost() = Euros(50);
    saved.set_evidence("Pay slips");
    const auto made = services_.Call<kpi::v1::SavedTime>("users/carl", "CreateSavedTime", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void WriteDownCost(int64_t units) {
    registry::v1::CreateEntryRequest request;
    request.set_parent(kProject);
    request.set_entry_id("serving");
    request.mutable_entry()->set_display_name("Serving");
    request.mutable_entry()->mutable_cost_line()->set_category(registry::v1::CostLine::SERVING);
    *request.mutable_entry()->mutable_cost_line()->mutable_amount() = Euros(units);
    const auto made = services_.Call<registry::v1::Entry>("users/carl", "CreateEntry", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void MeasureCost(double euros) {
    kpi::v1::CreateKpiRequest request;
    request.set_parent(kProject);
    request.set_kpi_id("run-cost");
    kpi::v1::Kpi& kpi = *request.mutable_kpi();
    kpi.set_display_name("Run cost");
    kpi.set_unit("EUR");
    kpi.set_direction(kpi::v1::Kpi::DECREASE);
    kpi.set_category(kpi::v1::Kpi::ROI);
    kpi.set_semantics(kpi::v1::Kpi::DELTA);
    const auto made = services_.Call<kpi::v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
    kpi::v1::IngestMeasurementsRequest measure;
    measure.set_parent(kProject);
    measure.set_source("erp");
    kpi::v1::Measurement& measurement = *measure.add_measurements();
    measurement.set_kpi("run-cost");
    measurement.set_event_id("invoice");
    measurement.set_number(euros);
    resource::SetStandardTime(measurement, "event_time",
                              absl::FromCivil(absl::CivilDay(2026, 3, 5), absl::UTCTimeZone()));
    const auto taken = services_.Call<kpi::v1::IngestMeasurementsResponse>(
        "users/carl", "IngestMeasurements", measure);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }

  Services services_;
};

TEST_F(CaseProgressServiceTest, PlanFactAndForecastStandApart) {
  RecordProperty("requirement", "S1-51");
  // 9 March: nothing is over, nothing is known.
  const auto first = Ask();
  EXPECT_THAT(RulesOf(first), ElementsAre("TOO_EARLY", "COSTS_NOT_KNOWN", "GAINS_NOT_KNOWN"));
  EXPECT_EQ(first->elapsed_permille(), 1000 * 68 / 1096);
  EXPECT_EQ(first->gains().planned().units(), 219'000);
  EXPECT_EQ(first->gains().planned_so_far().units(), 200 * 68);
  EXPECT_FALSE(first->gains().has_actual_so_far()) << "unknown is not 0";
  EXPECT_EQ(first->net_present_value().units(), 3 * (73'000 - 7'300));

  // A cost is noted, 270 hours are saved: half of them worth money, as pay slips say.
  WriteDownCost(1'800);
  services_.SaveHours(270);
  RecordSaving(180);
  services_.Advance(absl::Hours(24 * 23));  // 1 April
  const auto second = Ask();
  EXPECT_THAT(RulesOf(second), ElementsAre("COSTS_RECORDED", "AS_PLANNED"));
  EXPECT_EQ(second->closed_quarter_count(), 1);
  EXPECT_EQ(second->costs().basis(), Side::RECORDED);
  EXPECT_EQ(second->costs().actual_so_far().units(), 1'800);
  EXPECT_EQ(second->gains().basis(), Side::MEASURED);
  EXPECT_EQ(second->gains().actual_so_far().units(), 9'000) << "180 hours at 50";
  // Half of the 18,000 that the quarter should have brought: the rest of the plan by half too.
  EXPECT_EQ(second->gains().forecast().likely().units(), 9'000 + (219'000 - 200 * 91) / 2);
  // Nothing is known of costs that come again: they are as planned.
  EXPECT_EQ(second->net_present_value_forecast().likely().units(),
            9'000 + (219'000 - 200 * 91) / 2 - 1'800 - (21'900 - 20 * 91));
  ASSERT_EQ(second->promises_size(), 1);
  EXPECT_EQ(second->promises(0).kpi(), "hours");
  EXPECT_EQ(second->promises(0).planned().units(), 219'000);

  // What is measured replaces what was noted.
  MeasureCost(900);
  const auto third = Ask("fr");
  EXPECT_THAT(RulesOf(third), IsEmpty());
  EXPECT_EQ(third->costs().basis(), Side::MEASURED);
  EXPECT_EQ(third->costs().actual_so_far().units(), 900);
}

TEST_F(CaseProgressServiceTest, WithoutKpiNothingIsMadeUp) {
  services_.Stop("kpi");
  const auto refused = Ask();
  EXPECT_TRUE(absl::IsUnavailable(refused.status())) << refused.status();
  EXPECT_THAT(std::string(refused.status().message()), ::testing::HasSubstr("kpi"));
}

}  // namespace
}  // namespace palier::reporting
