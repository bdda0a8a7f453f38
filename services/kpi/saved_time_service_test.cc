// SPDX-License-Identifier: Apache-2.0
// Saved time over gRPC: measured hours, where they went, and what of it is money.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/saved_time_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class SavedTimeServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    v1::Kpi hours;
    hours.set_display_name("Hours saved");
    hours.set_unit("h");
    hours.set_direction(v1::Kpi::INCREASE);
    hours.set_category(v1::Kpi::EFFICIENCY);
    hours.set_semantics(v1::Kpi::DELTA);
    hours.set_decimals(1);
    ASSERT_TRUE(KpiFixture::Create("hours", hours).ok());
    ASSERT_TRUE(Ingest({Of("hours", "1", 40.5, absl::CivilDay(2026, 1, 5)),
                        Of("hours", "2", 19.5, absl::CivilDay(2026, 1, 31)),
                        Of("hours", "3", 10, absl::CivilDay(2026, 2, 1))})
                    .ok());
  }

  static v1::SavedTime Of(v1::SavedTime::Kind kind, double hours, absl::CivilDay day) {
    v1::SavedTime saved;
    saved.set_display_name("Overtime");
    saved.set_kind(kind);
    saved.set_hours(hours);
    *saved.mutable_month_date() = DateFrom(day);
    saved.set_evidence("Pay slips of January");
    if (kind == v1::SavedTime::REDUCED_COST) {
      saved.mutable_hourly_cost()->set_currency_code("EUR");
      saved.mutable_hourly_cost()->set_units(42);
      saved.mutable_hourly_cost()->set_nanos(500'000'000);
    }
    return saved;
  }
  using KpiFixture::Of;
  absl::StatusOr<v1::SavedTime> Record(const v1::SavedTime& saved,
                                       const std::string& principal = "users/carl") {
    v1::CreateSavedTimeRequest request;
    request.set_parent(kProject);
    request.set_saved_time_id(absl::StrCat("record-", ++records_));
    *request.mutable_saved_time() = saved;
    return Call<v1::SavedTime>(principal, "CreateSavedTime", request);
  }
  // `2026-01 60.00 = 10.00 + 20.00 + 30.00 - 0.00, 850.0 EUR`.
  std::vector<std::string> Lines(absl::CivilDay from, absl::CivilDay to) {
    v1::QuerySavedTimeRequest request;
    request.set_parent(kProject);
    *request.mutable_from_date() = DateFrom(from);
    *request.mutable_to_date() = DateFrom(to);
    const auto answer = Call<v1::QuerySavedTimeResponse>("users/vic", "QuerySavedTime", request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::vector<std::string> lines;
    for (const v1::SavedTimeMonth& month : answer->months()) {
      lines.push_back(absl::StrCat(month.label(), " ", month.measured_hours(), " = ",
                                   month.reinvested_hours(), " + ", month.reduced_cost_hours(),
                                   " + ", month.unknown_hours(), " - ", month.excess_hours()));
      for (const google::type::Money& money : month.savings()) {
        absl::StrAppend(&lines.back(), ", ", money.units(), ".", money.nanos() / 100'000'000, " ",
                        money.currency_code());
      }
    }
    return lines;
  }

  int records_ = 0;
};

TEST_F(SavedTimeServiceTest, HoursAreUnknownUntilSomebodyRecordsThem) {
  RecordProperty("requirement", "S1-49");
  const absl::CivilDay january(2026, 1, 15);
  const absl::CivilDay february(2026, 2, 28);
  EXPECT_THAT(Lines(january, february), ElementsAre("2026-01 60.00 = 0.00 + 0.00 + 60.00 - 0.00",
                                                    "2026-02 10.00 = 0.00 + 0.00 + 10.00 - 0.00"));
  ASSERT_TRUE(Record(Of(v1::SavedTime::REINVESTED, 10, january)).ok());
  const auto reduced = Record(Of(v1::SavedTime::REDUCED_COST, 20.004, january + 9));
  ASSERT_TRUE(reduced.ok()) << reduced.status();
  EXPECT_EQ(reduced->recorder(), "users/carl");
  EXPECT_EQ(reduced->hours(), 20);
  EXPECT_THAT(Lines(january, january),
              ElementsAre("2026-01 60.00 = 10.00 + 20.00 + 30.00 - 0.00, 850.0 EUR"));
  ASSERT_TRUE(Record(Of(v1::SavedTime::REDUCED_COST, 11, february)).ok());
  EXPECT_THAT(Lines(february, february), ElementsAre("2026-02 10.00 = 0.00 + 11.00 + 0.00 - 1.00"))
      << "more than was measured is no money";
}

TEST_F(SavedTimeServiceTest, TheLastTwelveMonthsUnlessAskedOtherwise) {
  v1::QuerySavedTimeRequest request;
  request.set_parent(kProject);
  const auto answer = Call<v1::QuerySavedTimeResponse>("users/vic", "QuerySavedTime", request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->kpis(), ElementsAre(KpiName("hours")));
  ASSERT_THAT(answer->months(), SizeIs(12));
  EXPECT_EQ(answer->months(0).label(), "2025-04");
  EXPECT_EQ(answer->months(11).label(), "2026-03");
  *request.mutable_from_date() = DateFrom(absl::CivilDay(2001, 1, 1));
  EXPECT_TRUE(absl::IsInvalidArgument(
      Call<v1::QuerySavedTimeResponse>("users/vic", "QuerySavedTime", request).status()));
}

// A project that has been in production since 1 February 2026.
class ProductionTest : public SavedTimeServiceTest {
 protected:
  void SetUp() override {
    SavedTimeServiceTest::SetUp();
    project_ = ImportProject("Invoices,Firm,Finance,Operation and Maintenance,2/1/2025,2/1/2026,");
    ASSERT_FALSE(project_.empty());
  }

  void AddKpi(const std::string& id, const v1::Kpi& kpi) {
    v1::CreateKpiRequest request;
    request.set_parent(project_);
    request.set_kpi_id(id);
    *request.mutable_kpi() = kpi;
    request.mutable_kpi()->set_display_name(id);
    const auto made = Call<v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Measure(const std::string& kpi, double number, absl::CivilDay day,
               const std::string& user = "") {
    v1::IngestMeasurementsRequest request;
    request.set_parent(project_);
    *request.add_measurements() =
        Of(kpi, absl::StrCat(kpi, absl::FormatCivilTime(day)), number, day);
    request.mutable_measurements(0)->set_user(user);
    const auto taken =
        Call<v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", request);
    ASSERT_EQ(taken->counts().accepted_count(), 1) << taken->DebugString();
  }
  void RecordIn(absl::CivilDay day) {
    v1::CreateSavedTimeRequest request;
    request.set_parent(project_);
    *request.mutable_saved_time() = Of(v1::SavedTime::REDUCED_COST, 8, day);
    request.set_saved_time_id(absl::StrCat("in-", day.month()));
    const auto made = Call<v1::SavedTime>("users/carl", "CreateSavedTime", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  v1::QuerySavedTimeResponse JanuaryAndFebruary(const std::string& project) {
    v1::QuerySavedTimeRequest request;
    request.set_parent(project);
    *request.mutable_from_date() = DateFrom(absl::CivilDay(2026, 1, 1));
    *request.mutable_to_date() = DateFrom(absl::CivilDay(2026, 2, 1));
    const auto answer = Call<v1::QuerySavedTimeResponse>("users/vic", "QuerySavedTime", request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return *answer;
  }
  static v1::Kpi Hours() {
    v1::Kpi kpi;
    kpi.set_unit("h");
    kpi.set_direction(v1::Kpi::INCREASE);
    kpi.set_category(v1::Kpi::EFFICIENCY);
    kpi.set_semantics(v1::Kpi::DELTA);
    return kpi;
  }

  std::string project_;
};

TEST_F(ProductionTest, MoneyIsRealisedInProductionWithRealUsersOnly) {
  RecordProperty("requirement", "S2-22 S1-51");
  const absl::CivilDay january(2026, 1, 12), february(2026, 2, 9);
  ASSERT_TRUE(Record(Of(v1::SavedTime::REDUCED_COST, 20, january)).ok());
  const v1::QuerySavedTimeResponse idea = JanuaryAndFebruary(kProject);
  EXPECT_FALSE(idea.has_production_date());
  EXPECT_THAT(idea.months(0).savings(), SizeIs(1)) << "recorded";
  EXPECT_EQ(idea.months(0).standing(), v1::SavedTimeMonth::NOT_IN_PRODUCTION);
  EXPECT_THAT(idea.months(0).realised_savings(), SizeIs(0)) << "and not realised";

  AddKpi("hours", Hours());
  v1::Kpi users = Hours();
  users.set_unit("users");
  users.set_category(v1::Kpi::ADOPTION);
  users.set_aggregation(v1::Kpi::DISTINCT_USERS);
  AddKpi("users", users);
  v1::Kpi cost = Hours();
  cost.set_unit("EUR");
  cost.set_decimals(2);
  cost.set_category(v1::Kpi::ROI);
  cost.set_direction(v1::Kpi::DECREASE);
  AddKpi("run-cost", cost);
  for (const absl::CivilDay day : {january, february}) {
    Measure("hours", 10, day);
    Measure("run-cost", 100.25, day);
    RecordIn(day);
  }
  Measure("users", 1, january, "ana");
  EXPECT_EQ(JanuaryAndFebruary(project_).months(1).standing(), v1::SavedTimeMonth::NO_REAL_USERS);
  Measure("users", 1, february, "ana");
  const v1::QuerySavedTimeResponse run = JanuaryAndFebruary(project_);
  EXPECT_EQ(run.production_date().month(), 2);
  EXPECT_EQ(run.months(0).standing(), v1::SavedTimeMonth::NOT_IN_PRODUCTION) << "still a PoC";
  EXPECT_THAT(run.months(0).realised_savings(), SizeIs(0));
  EXPECT_EQ(run.months(1).standing(), v1::SavedTimeMonth::REALISED);
  ASSERT_THAT(run.months(1).realised_savings(), SizeIs(1));
  EXPECT_EQ(run.months(1).realised_savings(0).units(), 340);
  ASSERT_THAT(run.months(1).run_costs(), SizeIs(1));
  EXPECT_EQ(run.months(1).run_costs(0).units(), 100);
  EXPECT_EQ(run.months(1).run_costs(0).nanos(), 250'000'000);
  EXPECT_TRUE(run.months(0).has_realised_return());
  EXPECT_EQ(run.months(0).realised_return(), 0) << "by rule, whatever it cost";
  EXPECT_DOUBLE_EQ(run.months(1).realised_return(), (340 - 100.25) / 100.25);
  ASSERT_THAT(run.quarters(), SizeIs(1));
  EXPECT_EQ(run.quarters(0).label(), "2026-Q1");
  EXPECT_EQ(run.quarters(0).realised_month_count(), 1);
  EXPECT_DOUBLE_EQ(run.quarters(0).realised_return(), (340 - 100.25) / 100.25);
  EXPECT_EQ(run.quarters(0).run_costs(0).units(), 100) << "of the realised month";
  EXPECT_EQ(idea.quarters(0).realised_return(), 0);
}

TEST_F(ProductionTest, DemoDataRealiseNothing) {
  v1::Kpi hours = Hours();
  hours.set_evidence_grade(v1::Kpi::DEMO);
  AddKpi("hours", hours);
  Measure("hours", 10, absl::CivilDay(2026, 2, 9));
  RecordIn(absl::CivilDay(2026, 2, 9));
  EXPECT_EQ(JanuaryAndFebruary(project_).months(1).standing(), v1::SavedTimeMonth::DATA_NOT_REAL);
}

TEST_F(SavedTimeServiceTest, WrongRecordsAreRefusedFieldByField) {
  const absl::CivilDay day(2026, 1, 15);
  struct Case {
    const char* why;
    void (*bend)(v1::SavedTime&);
    const char* field;
  };
  const Case cases[] = {
      {"no price", [](auto& s) { s.clear_hourly_cost(); }, "hourly_cost"},
      {"a price of what is no cost", [](auto& s) { s.set_kind(v1::SavedTime::REINVESTED); },
       "hourly_cost"},
      {"a price of 0",
       [](auto& s) {
         s.mutable_hourly_cost()->set_units(0), s.mutable_hourly_cost()->set_nanos(0);
       },
       "hourly_cost"},
      {"no currency", [](auto& s) { s.mutable_hourly_cost()->clear_currency_code(); },
       "hourly_cost"},
      {"a currency in small letters",
       [](auto& s) { s.mutable_hourly_cost()->set_currency_code("eur"); }, "hourly_cost"},
      {"a price out of this world", [](auto& s) { s.mutable_hourly_cost()->set_units(1'000'001); },
       "hourly_cost"},
      {"more than a whole in the fraction",
       [](auto& s) { s.mutable_hourly_cost()->set_nanos(1'000'000'000); }, "hourly_cost"},
      {"next to no time", [](auto& s) { s.set_hours(0.004); }, "hours"},
      {"no such day", [](auto& s) { s.mutable_month_date()->set_day(40); }, "month_date"},
      {"nothing that shows it", [](auto& s) { s.clear_evidence(); }, "evidence"},
  };
  for (const Case& one : cases) {
    v1::SavedTime wrong = Of(v1::SavedTime::REDUCED_COST, 5, day);
    one.bend(wrong);
    const absl::Status status = Record(wrong).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << one.why << ": " << status;
    EXPECT_THAT(status.ToString(), HasSubstr(one.field)) << one.why;
  }
  EXPECT_TRUE(absl::IsPermissionDenied(
      Record(Of(v1::SavedTime::REINVESTED, 5, day), "users/vic").status()));
}

}  // namespace
}  // namespace palier::kpi
