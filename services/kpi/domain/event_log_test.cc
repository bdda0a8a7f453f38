// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/event_log.h"

#include <algorithm>
#include <random>
#include <set>

#include "gtest/gtest.h"
#include "kpi/domain/reference_logs.h"

namespace palier::kpi {
namespace {

constexpr double kSixDigits = 0.5000001e-6;  // what the references print

LogEvent Event(const char* case_id, const char* activity, int hour, const char* resource = "r") {
  LogEvent event;
  event.case_id = case_id;
  event.activity = activity;
  event.lifecycle = "complete";
  event.time = absl::FromUnixSeconds(1514764800) + absl::Hours(hour);  // 2018-01-01
  event.resource = resource;
  event.team = activity;
  return event;
}

TEST(EventLogTest, CasesRunFromTheFirstToTheLastEventInAnyOrder) {
  std::vector<LogEvent> events = {Event("b", "open", 0), Event("a", "close", 36),
                                  Event("a", "open", 0), Event("a", "work", 12)};
  const std::vector<CaseRecord> cases = CasesOf(events);
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].case_id, "a");
  EXPECT_EQ(cases[0].CycleDays(), 1.5);
  EXPECT_EQ(cases[0].events, 3);
  EXPECT_EQ(cases[0].first_team, "open");
  EXPECT_FALSE(cases[0].rework);
  EXPECT_EQ(cases[1].CycleDays(), 0);
}

TEST(EventLogTest, ReworkIsAStepTwice) {
  LogEvent started = Event("a", "work", 1);
  started.lifecycle = "start";
  EXPECT_FALSE(CasesOf({Event("a", "work", 2), started})[0].rework);
  EXPECT_TRUE(CasesOf({Event("a", "work", 2), started, Event("a", "work", 5)})[0].rework);
}

TEST(EventLogTest, ADuplicateIsAWholeRow) {
  LogEvent other = Event("a", "x", 1);
  other.rest = "7";
  const CleanLog log = RemoveExactDuplicates(
      {Event("a", "x", 1), Event("a", "x", 1), other, Event("a", "x", 1), Event("b", "x", 1)});
  EXPECT_EQ(log.exact_duplicates, 2);
  EXPECT_EQ(log.events, (std::vector<LogEvent>{Event("a", "x", 1), other, Event("b", "x", 1)}));
  EXPECT_TRUE(RemoveExactDuplicates({}).events.empty());
}

TEST(EventLogTest, PeopleCountOncePerWeek) {
  const auto weeks = DistinctResources(
      {Event("a", "x", 0, "ann"), Event("b", "x", 5, "ann"), Event("c", "x", 9, "bob"),
       Event("c", "x", 9, ""), Event("c", "x", 24 * 7, "ann")},
      PeriodUnit::kWeek, absl::UTCTimeZone());
  EXPECT_EQ(weeks, (std::map<std::string, int64_t>{{"2018-W01", 2}, {"2018-W02", 1}}));
}

TEST(EventLogTest, PenetrationIsOfTheEligibleCases) {
  RecordProperty("requirement", "S0-37");
  const auto event = [](const std::string& case_id, const std::string& activity) {
    return LogEvent{case_id, activity, "complete", absl::UnixEpoch(), "", "", ""};
  };
  const std::vector<LogEvent> events = {
      event("a", "open"), event("a", "draft by AI"), event("b", "open"),       event("b", "draft"),
      event("c", "open"), event("c", "reject"),      event("d", "check by AI")};
  const std::vector<CaseRecord> cases = CasesOf(events);
  using enum Penetration;
  struct Case {
    const char* why;
    AiStep step;
    std::vector<Penetration> expected;
  };
  const Case kCases[] = {
      {"every case is eligible", {{"draft by AI"}, {}}, {kThrough, kWithout, kWithout, kWithout}},
      {"any of several steps",
       {{"draft by AI", "check by AI"}, {}},
       {kThrough, kWithout, kWithout, kThrough}},
      {"only those that could be drafted; by AI says that it could",
       {{"draft by AI"}, {"draft"}},
       {kThrough, kWithout, kNotEligible, kNotEligible}},
      {"the whole name counts", {{"draft by"}, {}}, {kWithout, kWithout, kWithout, kWithout}},
  };
  for (const Case& one : kCases) {
    EXPECT_EQ(PenetrationOf(cases, events, one.step), one.expected) << one.why;
  }
}

TEST(EventLogTest, NoCasesIsAnError) {
  EXPECT_FALSE(Summarise({}).ok());
}

struct RealLog {
  const char* name;
  const char* team_column;
  int64_t rework_without_duplicates;
};

void PrintTo(const RealLog& log, std::ostream* out) {
  *out << log.name;
}

class RealLogTest : public testing::TestWithParam<RealLog> {
 protected:
  void SetUp() override {
    if (!HaveReferenceLogs()) GTEST_SKIP() << "the event logs of the test data are not here";
    events_ = ReadLog(GetParam().name, GetParam().team_column);
    reference_ = ReadReference(GetParam().name);
  }

  double Number(const char* key) const { return reference_.fields().at(key).number_value(); }
  const google::protobuf::Map<std::string, google::protobuf::Value>& Table(const char* key) const {
    return reference_.fields().at(key).struct_value().fields();
  }

  std::vector<LogEvent> events_;
  google::protobuf::Struct reference_;
};

int64_t Reworked(const std::vector<CaseRecord>& cases) {
  return std::count_if(cases.begin(), cases.end(), [](const CaseRecord& c) { return c.rework; });
}

TEST_P(RealLogTest, CountsAndDuplicates) {
  EXPECT_EQ(events_.size(), Number("events"));
  EXPECT_EQ(Reworked(CasesOf(events_)), Number("cases_with_repeated_(activity,lifecycle)"));
  const CleanLog clean = RemoveExactDuplicates(events_);
  EXPECT_EQ(clean.exact_duplicates, Number("exact_duplicate_events"));
  EXPECT_EQ(clean.events.size() + clean.exact_duplicates, events_.size());
  EXPECT_EQ(Reworked(CasesOf(clean.events)), GetParam().rework_without_duplicates);
}

TEST_P(RealLogTest, CycleTimes) {
  const std::vector<CaseRecord> cases = CasesOf(RemoveExactDuplicates(events_).events);
  const CycleSummary summary = *Summarise(cases);
  EXPECT_EQ(summary.cases, Number("cases"));
  const auto& expected = Table("cycle_days");
  EXPECT_NEAR(summary.median_days, expected.at("median").number_value(), kSixDigits);
  EXPECT_NEAR(summary.mean_days, expected.at("mean").number_value(), kSixDigits);
  EXPECT_NEAR(summary.p90_days, expected.at("p90_nearest_rank").number_value(), kSixDigits);
  EXPECT_NEAR(summary.max_days, expected.at("max").number_value(), kSixDigits);
}

TEST_P(RealLogTest, MediansByMonthOfTheEnd) {
  const auto months = SummariseByEnd(CasesOf(events_), PeriodUnit::kMonth, absl::UTCTimeZone());
  const auto& expected = Table("by_end_month_utc");
  ASSERT_EQ(months.size(), expected.size());
  for (const auto& [month, summary] : months) {
    ASSERT_TRUE(expected.contains(month)) << month;
    const auto& row = expected.at(month).struct_value().fields();
    EXPECT_EQ(summary.cases, row.at("closed").number_value()) << month;
    EXPECT_NEAR(summary.median_days, row.at("median_days").number_value(), kSixDigits) << month;
  }
}

TEST_P(RealLogTest, DistinctResourcesByWeek) {
  const auto weeks = DistinctResources(events_, PeriodUnit::kWeek, absl::UTCTimeZone());
  const auto& expected = Table("weekly_distinct_resources_iso_utc");
  ASSERT_EQ(weeks.size(), expected.size());
  for (const auto& [week, count] : weeks) {
    ASSERT_TRUE(expected.contains(week)) << week;
    EXPECT_EQ(count, expected.at(week).number_value()) << week;
  }
}

TEST_P(RealLogTest, OrderIsNothing) {
  const auto before = SummariseByEnd(CasesOf(events_), PeriodUnit::kMonth, absl::UTCTimeZone());
  std::shuffle(events_.begin(), events_.end(), std::mt19937_64(9));
  const auto after = SummariseByEnd(CasesOf(events_), PeriodUnit::kMonth, absl::UTCTimeZone());
  ASSERT_EQ(before.size(), after.size());
  for (const auto& [month, summary] : before) {
    EXPECT_EQ(summary.mean_days, after.at(month).mean_days) << month;
    EXPECT_EQ(summary.median_days, after.at(month).median_days) << month;
  }
}

TEST_P(RealLogTest, TeamsOfTheFirstEvent) {
  if (*GetParam().team_column == '\0') return;  // this log has no teams
  std::map<std::string, std::vector<CaseRecord>> teams;
  for (const CaseRecord& record : CasesOf(events_)) teams[record.first_team].push_back(record);
  for (const auto& [team, value] : Table("teams")) {
    const auto& row = value.struct_value().fields();
    ASSERT_EQ(teams[team].size(), row.at("cases_by_first_event").number_value()) << team;
    if (teams[team].empty()) continue;
    EXPECT_NEAR(Summarise(teams[team])->median_days, row.at("median_cycle_days").number_value(),
                kSixDigits)
        << team;
  }
}

INSTANTIATE_TEST_SUITE_P(All, RealLogTest,
                         testing::Values(RealLog{"Helpdesk", "", 1147},
                                         RealLog{"Production", "", 209},
                                         RealLog{"env_permit", "org:group", 91},
                                         RealLog{"BPI2020_DomesticDeclarations", "org:role", 1006}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace palier::kpi
