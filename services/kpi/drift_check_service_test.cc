// SPDX-License-Identifier: Apache-2.0
// The calendar of what is watched for drift, over gRPC.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/alert_service.pb.h"
#include "palier/kpi/v1/drift_check_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Monday.
constexpr absl::CivilDay kToday(2026, 3, 9);

class DriftCheckServiceTest : public KpiFixture {
 protected:
  void AddKpi(const std::string& id) {
    v1::Kpi kpi = LeadTime();
    kpi.set_category(v1::Kpi::TECHNICAL);
    ASSERT_TRUE(Create(id, kpi).ok());
  }
  void Watch(const std::string& kpi, v1::AlertRule::Kind kind = v1::AlertRule::DRIFT) {
    v1::CreateAlertRuleRequest request;
    request.set_parent(KpiName(kpi));
    request.set_alert_rule_id("watch");
    request.mutable_alert_rule()->set_display_name(absl::StrCat("Watch ", kpi));
    request.mutable_alert_rule()->set_kind(kind);
    const auto made = Call<v1::AlertRule>("users/mia", "CreateAlertRule", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  // Weekly: `weeks` of them, the last one on that day; after 24 of them so much higher.
  void Measure(const std::string& kpi, int weeks, absl::CivilDay last, double slide) {
    std::vector<v1::Measurement> measurements;
    const double wobble[] = {0.3, -0.2, 0, 0.2, -0.3};
    for (int week = 0; week < weeks; ++week) {
      const double value = 4 + wobble[week % 5] + (week < 24 ? 0 : slide);
      measurements.push_back(
          Of(kpi, absl::StrCat(kpi, week), value, last - 7 * (weeks - 1 - week)));
    }
    ASSERT_TRUE(Ingest(measurements).ok());
  }
  absl::StatusOr<v1::QueryDriftChecksResponse> Ask(const v1::QueryDriftChecksRequest& request = {},
                                                   const std::string& language = "en") {
    v1::QueryDriftChecksRequest whole = request;
    whole.set_parent(kFirm);
    return Call<v1::QueryDriftChecksResponse>("users/vic", "QueryDriftChecks", whole, language);
  }
  // `errors 2026-03-02 due 2026-03-09 OK`.
  static std::vector<std::string> Lines(const v1::QueryDriftChecksResponse& response) {
    const auto text = [](const google::type::Date& date) {
      return absl::FormatCivilTime(absl::CivilDay(date.year(), date.month(), date.day()));
    };
    std::vector<std::string> lines;
    for (const v1::DriftCheck& check : response.checks()) {
      lines.push_back(
          absl::StrCat(check.display_name(), " ",
                       check.has_last_check_date() ? text(check.last_check_date()) : "never",
                       " due ", text(check.due_date()), " ", v1::Alert::State_Name(check.state()),
                       check.overdue() ? " overdue" : ""));
    }
    return lines;
  }
  void TellsWhatWasCheckedAndWhatIsDue();
};

void DriftCheckServiceTest::TellsWhatWasCheckedAndWhatIsDue() {
  for (const char* kpi : {"calm", "sliding", "forgotten", "new", "limit"}) AddKpi(kpi);
  for (const char* kpi : {"calm", "sliding", "forgotten", "new"}) Watch(kpi);
  Measure("calm", 30, kToday - 3, 0);
  Measure("sliding", 38, kToday - 1, 0.5);
  Measure("forgotten", 30, kToday - 40, 0);
  const auto told = Ask();
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_THAT(Lines(*told), ElementsAre("Watch forgotten 2026-01-28 due 2026-02-04 NO_DATA overdue",
                                        "Watch calm 2026-03-06 due 2026-03-13 OK",
                                        "Watch sliding 2026-03-08 due 2026-03-15 FIRING",
                                        "Watch new never due 2026-03-16 NO_DATA"));
  EXPECT_EQ(told->checks(2).rule(), absl::StrCat(KpiName("sliding"), "/alertRules/watch"));
  EXPECT_THAT(told->checks(2).explanation(), HasSubstr("Drifting up"));
  EXPECT_THAT(Ask({}, "fr")->checks(2).explanation(), HasSubstr("érive"));
  v1::QueryDriftChecksRequest this_week;
  *this_week.mutable_to_date() = DateFrom(kToday + 4);
  EXPECT_THAT(Ask(this_week)->checks(), SizeIs(2));
}

TEST_F(DriftCheckServiceTest, TellsWhatWasCheckedAndWhatIsDue) {
  RecordProperty("requirement", "S2-18");
  TellsWhatWasCheckedAndWhatIsDue();
}

TEST_F(DriftCheckServiceTest, WhatRunsAndNobodyWatchesIsNamed) {
  RecordProperty("requirement", "S2-18");
  const std::string running =
      ImportProject("Invoices,Firm,Finance,Operation and Maintenance,2/1/2025,2/1/2026,");
  ASSERT_FALSE(running.empty());
  AddKpi("errors");
  Watch("errors", v1::AlertRule::MISSING);
  const auto told = Ask();
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_THAT(told->checks(), IsEmpty()) << "another rule is no watch for drift";
  EXPECT_THAT(told->unwatched_projects(), ElementsAre(running)) << "an idea needs none";
}

TEST_F(DriftCheckServiceTest, WhatIsDeletedIsNotChecked) {
  AddKpi("errors");
  Watch("errors");
  v1::QueryDriftChecksRequest request;
  *request.mutable_to_date() = DateFrom(kToday);
  request.mutable_to_date()->set_month(14);
  EXPECT_TRUE(absl::IsInvalidArgument(Ask(request).status()));
  EXPECT_THAT(Ask()->checks(), SizeIs(1));
  v1::DeleteKpiRequest gone;
  gone.set_name(KpiName("errors"));
  gone.set_force(true);
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", gone).ok());
  EXPECT_THAT(Ask()->checks(), IsEmpty());
}

using DriftCheckOnPostgresTest = OnPostgres<DriftCheckServiceTest>;

TEST_F(DriftCheckOnPostgresTest, TellsTheSame) {
  TellsWhatWasCheckedAndWhatIsDue();
}

}  // namespace
}  // namespace palier::kpi
