// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "kpi/domain/reference_logs.h"
#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/comparison_service.pb.h"

namespace palier::kpi {
namespace {

using google::protobuf::Struct;

std::string FileOf(const std::string& log) {
  const char* data = std::getenv("PALIER_TEST_DATA");
  const char* source = std::getenv("PALIER_SOURCE_DIR");
  const std::string root =
      data != nullptr ? data : absl::StrCat(source == nullptr ? "." : source, "/../shared/data");
  std::ifstream file(absl::StrCat(root, "/eventlogs/", log, ".csv.gz"), std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

double Number(const Struct& fields, const std::string& key) {
  return fields.fields().at(key).number_value();
}

v1::DateRange RangeOf(const Struct& test, const std::string& key) {
  const auto& days = test.fields().at(key).list_value();
  const auto day = [&](int i) {
    return absl::ToCivilDay(UtcDay(days.values(i).string_value()), absl::UTCTimeZone());
  };
  v1::DateRange range;
  *range.mutable_first_date() = DateFrom(day(0));
  *range.mutable_last_date() = DateFrom(day(1) - 1);
  return range;
}

class EventLogServiceTest : public KpiFixture {
 protected:
  static v1::ImportEventLogRequest First(const std::string& team_column = "") {
    v1::ImportEventLogRequest first;
    first.set_parent(kProject);
    first.set_profile("event-log");
    first.mutable_columns()->set_team(team_column);
    return first;
  }

  v1::EventLogSummary ImportLog(const std::string& log, const std::string& team_column = "") {
    const auto summary = Import(FileOf(log), First(team_column));
    EXPECT_TRUE(summary.ok()) << summary.status();
    return summary.ok() ? *summary : v1::EventLogSummary();
  }

  v1::CompareKpiResponse Compare(const std::string& test) {
    const Struct all = ReadReference("kpi_tests");
    reference_ = all.fields().at(test).struct_value();
    v1::CompareKpiRequest request;
    request.set_name(KpiName("cycle-time"));
    *request.mutable_before() = RangeOf(reference_, "before");
    *request.mutable_after() = RangeOf(reference_, "after");
    const auto response = Call<v1::CompareKpiResponse>("users/vic", "CompareKpi", request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::CompareKpiResponse();
  }

  // Every figure of the reference, to its last printed digit.
  void ExpectFigures(const v1::CompareKpiResponse& found) {
    EXPECT_EQ(found.before().size(), Number(reference_, "n_before"));
    EXPECT_EQ(found.after().size(), Number(reference_, "n_after"));
    EXPECT_NEAR(found.before().median(), Number(reference_, "median_before"), 1e-6);
    EXPECT_NEAR(found.after().median(), Number(reference_, "median_after"), 1e-6);
    EXPECT_NEAR(found.before().mean(), Number(reference_, "mean_before"), 1e-6);
    EXPECT_NEAR(found.after().mean(), Number(reference_, "mean_after"), 1e-6);
    EXPECT_NEAR(found.hodges_lehmann(), Number(reference_, "hodges_lehmann_before_minus_after"),
                1e-6);
    EXPECT_EQ(found.test().u(), Number(reference_, "U1"));
    EXPECT_NEAR(found.test().z(), Number(reference_, "z"), 1e-6);
    const double p = Number(reference_, "p_two_sided_normal_tie_corrected_no_cc");
    EXPECT_NEAR(found.test().p_value() / p, 1, 1e-6);
    EXPECT_NEAR(found.test().cliffs_delta(), Number(reference_, "cliffs_delta"), 1e-6);
  }

  void ExpectWeeklyUsers(const Struct& log) {
    const auto weeks = Query("weekly-users", v1::WEEK);
    ASSERT_TRUE(weeks.ok()) << weeks.status();
    std::map<std::string, int64_t> found;
    for (const auto& point : weeks->series(0).points())
      found[point.label()] = point.distinct_users();
    std::map<std::string, int64_t> expected;
    const auto& table = log.fields().at("weekly_distinct_resources_iso_utc").struct_value();
    for (const auto& [week, users] : table.fields()) {
      expected[week] = static_cast<int64_t>(users.number_value());
    }
    EXPECT_FALSE(expected.empty());
    EXPECT_EQ(found, expected);
  }

  // The medians of months, whose nearest rank is the usual median when their number is odd.
  void ExpectMonthlyMedians(const Struct& log) {
    const auto months = Query("cycle-time", v1::MONTH);
    ASSERT_TRUE(months.ok()) << months.status();
    const auto& table = log.fields().at("by_end_month_utc").struct_value();
    int compared = 0;
    for (const auto& point : months->series(0).points()) {
      const Struct& expected = table.fields().at(point.label()).struct_value();
      ASSERT_EQ(point.measurement_count(), Number(expected, "closed")) << point.label();
      if (point.measurement_count() % 2 == 0) continue;
      const double median = Number(expected, "median_days");
      // The reference is printed, and the values are kept, to six digits.
      EXPECT_NEAR(point.median(), median, median / 128 + 1e-6) << point.label();
      EXPECT_GE(point.ninetieth_percentile(), point.median()) << point.label();
      ++compared;
    }
    EXPECT_GT(compared, 5);
  }

  Struct reference_;
};

TEST_F(EventLogServiceTest, PermitsGotFasterAndWeeklyUsersAreExact) {
  RecordProperty("requirement", "S1-49");
  if (!HaveReferenceLogs()) GTEST_SKIP() << "PALIER_SKIPPED: no test data";
  const v1::EventLogSummary summary = ImportLog("env_permit");
  const Struct log = ReadReference("env_permit");
  EXPECT_EQ(summary.row_count(), Number(log, "events"));
  EXPECT_EQ(summary.case_count(), Number(log, "cases"));
  EXPECT_EQ(summary.counts().accepted_count(), summary.measurement_count());
  EXPECT_EQ(summary.created_kpis_size(), 3);
  const v1::CompareKpiResponse found = Compare("env_permit_before_after");
  ExpectFigures(found);
  EXPECT_EQ(found.verdict(), v1::CompareKpiResponse::IMPROVED);
  EXPECT_EQ(found.magnitude(), v1::CompareKpiResponse::LARGE);
  ExpectWeeklyUsers(log);
  ExpectMonthlyMedians(log);
}

TEST_F(EventLogServiceTest, ImportingTheSameLogAgainWritesNothing) {
  if (!HaveReferenceLogs()) GTEST_SKIP() << "PALIER_SKIPPED: no test data";
  const v1::EventLogSummary first = ImportLog("env_permit");
  const int64_t changes = LastChange();
  const v1::EventLogSummary second = ImportLog("env_permit");
  EXPECT_EQ(second.counts().duplicate_count(), first.measurement_count());
  EXPECT_EQ(second.counts().accepted_count(), 0);
  EXPECT_EQ(second.created_kpis_size(), 0);
  EXPECT_EQ(LastChange(), changes);
}

TEST_F(EventLogServiceTest, ClaimsAnAAPairIsNotMaterialAndAugustIsASeason) {
  if (!HaveReferenceLogs()) GTEST_SKIP() << "PALIER_SKIPPED: no test data";
  const v1::EventLogSummary summary = ImportLog("BPI2020_DomesticDeclarations");
  EXPECT_EQ(summary.case_count(), 10357);
  ExpectMonthlyMedians(ReadReference("BPI2020_DomesticDeclarations"));
  const v1::CompareKpiResponse same = Compare("domestic_A/A_2018-03_vs_2018-10");
  ExpectFigures(same);
  EXPECT_EQ(same.verdict(), v1::CompareKpiResponse::NO_MATERIAL_CHANGE);
  EXPECT_LT(same.test().p_value(), 0.05);
  EXPECT_LT(same.mean_change().lower(), 0) << "what may be looked at again and again is not fooled";
  EXPECT_GT(same.mean_change().upper(), 0);
  const v1::CompareKpiResponse august = Compare("domestic_aug2018_vs_jun2018(seasonal trap)");
  ExpectFigures(august);
  EXPECT_EQ(august.verdict(), v1::CompareKpiResponse::NOT_COMPARABLE);
  EXPECT_EQ(august.reason(), v1::CompareKpiResponse::SEASON);
  EXPECT_TRUE(august.has_control()) << "August and June of the year before are in the store";
  ExpectWeeklyUsers(ReadReference("BPI2020_DomesticDeclarations"));
}

TEST_F(EventLogServiceTest, ExactDuplicatesOfTicketsCountOnce) {
  if (!HaveReferenceLogs()) GTEST_SKIP() << "PALIER_SKIPPED: no test data";
  const v1::EventLogSummary summary = ImportLog("Helpdesk");
  EXPECT_EQ(summary.row_count(), 21348);
  EXPECT_EQ(summary.duplicate_row_count(), 127);
  EXPECT_EQ(summary.case_count(), 4580);
  ExpectFigures(Compare("helpdesk_2011_vs_2013"));
  const Struct log = ReadReference("Helpdesk");
  ExpectWeeklyUsers(log);
  const auto months = Query("cycle-time", v1::MONTH);
  ASSERT_TRUE(months.ok()) << months.status();
  const auto& table = log.fields().at("by_end_month_utc").struct_value();
  ASSERT_EQ(months->series(0).points_size(), static_cast<int>(table.fields().size()));
  for (const auto& point : months->series(0).points()) {
    EXPECT_EQ(point.measurement_count(),
              Number(table.fields().at(point.label()).struct_value(), "closed"))
        << point.label();
  }
}

TEST_F(EventLogServiceTest, TeamsComeFromTheColumnNamed) {
  if (!HaveReferenceLogs()) GTEST_SKIP() << "PALIER_SKIPPED: no test data";
  ImportLog("env_permit", "org:group");
  const auto teams = Query("cycle-time", v1::QUARTER, /*by_team=*/true);
  ASSERT_TRUE(teams.ok()) << teams.status();
  const Struct log = ReadReference("env_permit");
  const auto& reference = log.fields().at("teams").struct_value();
  int64_t cases = 0;
  for (const auto& series : teams->series()) {
    int64_t of_team = 0;
    for (const auto& point : series.points()) of_team += point.measurement_count();
    EXPECT_EQ(of_team,
              Number(reference.fields().at(series.team()).struct_value(), "cases_by_first_event"))
        << series.team();
    cases += of_team;
  }
  EXPECT_EQ(cases, 1434);
}

// The figures were worked out from the file by another program: cases by their last event, in weeks
// of UTC, of the team of their first event; the confirmation that is printed and sent stands for
// the AI step.
TEST_F(EventLogServiceTest, PenetrationPerTeamAndWeekIsExact) {
  RecordProperty("requirement", "S0-37");
  if (!HaveReferenceLogs()) GTEST_SKIP() << "PALIER_SKIPPED: no test data";
  v1::ImportEventLogRequest first = First("org:group");
  first.mutable_penetration()->add_ai_activities("T05 Print and send confirmation of receipt");
  const auto summary = Import(FileOf("env_permit"), first);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->eligible_case_count(), 1434);
  EXPECT_EQ(summary->ai_case_count(), 1300);
  EXPECT_EQ(summary->created_kpis_size(), 4);
  const auto weeks = Query("penetration", v1::WEEK);
  ASSERT_TRUE(weeks.ok()) << weeks.status();
  std::map<std::string, std::string> found;
  double through = 0;
  int64_t eligible = 0;
  for (const auto& point : weeks->series(0).points()) {
    found[point.label()] = absl::StrCat(point.decimal(), " of ", point.measurement_count());
    through += point.mean() / 100 * static_cast<double>(point.measurement_count());
    eligible += point.measurement_count();
  }
  EXPECT_EQ(eligible, 1434);
  EXPECT_NEAR(through, 1300, 0.5);
  EXPECT_EQ(found["2010-W43"], "66.67 of 3");
  EXPECT_EQ(found["2010-W47"], "50.00 of 10");
  EXPECT_EQ(found["2010-W49"], "100.00 of 40");
  EXPECT_EQ(found["2011-W03"], "77.78 of 18");
  EXPECT_EQ(found["2011-W50"], "72.73 of 11");
  const auto teams = Query("penetration", v1::WEEK, /*by_team=*/true);
  ASSERT_TRUE(teams.ok()) << teams.status();
  for (const auto& series : teams->series()) {
    for (const auto& point : series.points()) {
      found[series.team() + " " + point.label()] = point.decimal();
    }
  }
  EXPECT_EQ(found["Group 1 2010-W47"], "44.44");
  EXPECT_EQ(found["EMPTY 2011-W33"], "66.67");
  EXPECT_EQ(found["Group 1 2011-W33"], "78.57");
  EXPECT_EQ(found["EMPTY 2011-W19"], "92.50");
  const auto again = Import(FileOf("env_permit"), first);
  EXPECT_EQ(again->counts().accepted_count(), 0);
}

TEST_F(EventLogServiceTest, PenetrationOfEligibleCasesOnly) {
  RecordProperty("requirement", "S0-37");
  if (!HaveReferenceLogs()) GTEST_SKIP() << "PALIER_SKIPPED: no test data";
  v1::ImportEventLogRequest first = First("org:group");
  v1::EventLogPenetration& penetration = *first.mutable_penetration();
  penetration.add_ai_activities("T07-1 Draft intern advice aspect 1");
  penetration.add_ai_activities("T07-2 Draft intern advice aspect 2");
  penetration.add_ai_activities("T07-5 Draft intern advice aspect 5");
  penetration.add_eligible_activities("T06 Determine necessity of stop advice");
  const auto summary = Import(FileOf("env_permit"), first);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->eligible_case_count(), 1309);
  EXPECT_EQ(summary->ai_case_count(), 52);
  const auto weeks = Query("penetration", v1::WEEK);
  ASSERT_TRUE(weeks.ok()) << weeks.status();
  std::map<std::string, std::string> found;
  for (const auto& point : weeks->series(0).points()) found[point.label()] = point.decimal();
  EXPECT_EQ(found["2011-W02"], "10.26");
  EXPECT_EQ(found["2011-W19"], "0.00");
  first.mutable_penetration()->clear_ai_activities();
  EXPECT_TRUE(absl::IsInvalidArgument(Import("x", first).status()));
}

TEST_F(EventLogServiceTest, RowsThatAreNoEventsAreQuarantinedAndTheOthersCount) {
  const std::string log =
      "case_id,activity,lifecycle,timestamp,resource\n"
      "1,open,complete,2026-01-05T08:00:00Z,ann\n"
      "1,close,complete,2026-01-07T20:00:00Z,bob\n"
      ",open,complete,2026-01-05T08:00:00Z,ann\n"
      "2,open,complete,05/01/2026,ann\n"
      "3,open,complete,2099-01-05T08:00:00Z,ann\n"
      "4,open,complete\n";
  const auto summary = Import(log, First());
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->row_count(), 6);
  EXPECT_EQ(summary->rejected_row_count(), 4);
  EXPECT_EQ(summary->case_count(), 1);
  EXPECT_EQ(Query("cycle-time", v1::DAY)->series(0).points(0).decimal(), "2.500000000");
  const auto kept = Quarantine();
  EXPECT_EQ(kept.measurements_size(), 4);
  EXPECT_EQ(kept.counts_by_reason().at("INVALID_TIME"), 2);
  EXPECT_EQ(kept.counts_by_reason().at("INVALID_FIELDS"), 2);
}

TEST_F(EventLogServiceTest, ValidateOnlyReportsAndWritesNothing) {
  v1::ImportEventLogRequest first = First();
  first.set_validate_only(true);
  const int64_t changes = LastChange();
  const auto summary = Import("case_id,activity,timestamp\n1,open,2026-01-05 08:00:00\n", first);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->case_count(), 1);
  EXPECT_EQ(summary->measurement_count(), 2);
  EXPECT_EQ(LastChange(), changes);
}

TEST_F(EventLogServiceTest, FilesThatAreNoLogsAreRefusedAsAWhole) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"empty", ""},
      {"no such column", "a,b,c\n1,2,3\n"},
      {"cut gzip", std::string("\x1f\x8b\x08\x00\x00", 5)},
  };
  for (const auto& [name, bytes] : cases) {
    const auto summary = Import(bytes, First());
    EXPECT_EQ(status::ReasonOf(summary.status()), error::v1::UNREADABLE_FILE)
        << name << ": " << summary.status();
  }
  v1::ImportEventLogRequest other = First();
  other.set_profile("sap");
  EXPECT_EQ(status::ReasonOf(Import("x", other).status()), error::v1::UNKNOWN_PROFILE);
}

}  // namespace
}  // namespace palier::kpi
