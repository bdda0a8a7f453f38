// SPDX-License-Identifier: Apache-2.0
// Cases whose events come in several deliveries, over gRPC: what is measured of them is what the
// import of the whole log says.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "kpi/import/inflate.h"
#include "kpi/testing/on_postgres.h"
#include "kpi/testing/source_fixture.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kTickets[] = R"pb(
  display_name: "Tickets"
  format: NDJSON
  mappings {
    filter: "v = 1"
    event_id: "$.id"
    order: "$.n"
    event_time { path: "$.at" }
    project { constant: "quotation" }
    team { path: "$.team" }
    user: "$.who"
    case_mapping { case_id: "$.ticket" activity: "$.step" activity: "$.phase" }
    measures { kpi: "cycle" of_case: CYCLE_DAYS }
    measures { kpi: "again" of_case: REWORK_PERCENT }
    measures { kpi: "done" of_case: CASE_COUNT }
    measures { kpi: "steps" constant: "1" }
  }
)pb";

std::string Step(int id, const std::string& ticket, const std::string& step, const std::string& at,
                 const std::string& team = "sales", int n = 1) {
  return absl::StrCat(R"({"v":1,"id":)", id, R"(,"n":)", n, R"(,"ticket":")", ticket,
                      R"(","step":")", step, R"(","phase":"complete","at":"2026-)", at,
                      R"(T12:00:00Z","team":")", team, R"(","who":"zoe"})", "\n");
}

class SourceCasesTest : public SourceFixture {
 protected:
  void Measure(const std::string& kpi, int decimals, v1::Kpi::Semantics semantics) {
    v1::Kpi made = AmountIn("1", decimals);
    made.set_semantics(semantics);
    ASSERT_TRUE(Create(kpi, made).ok());
  }
  void MeasureTickets() {
    Measure("cycle", 9, v1::Kpi::GAUGE);
    Measure("again", 2, v1::Kpi::GAUGE);
    Measure("done", 0, v1::Kpi::DELTA);
    Measure("steps", 0, v1::Kpi::DELTA);
  }
  v1::IngestCounts Send(const std::string& id, const std::string& data) {
    const auto sent = SendRecords(id, data);
    EXPECT_TRUE(sent.ok()) << sent.status();
    return sent.ok() ? sent->counts() : v1::IngestCounts();
  }
};

TEST_F(SourceCasesTest, ACaseGoesOnInTheNextDelivery) {
  RecordProperty("requirement", "S1-49");
  MeasureTickets();
  ASSERT_TRUE(CreateSource("tickets", Parsed(kTickets)).ok());
  EXPECT_EQ(
      Send("tickets", Step(2, "t-1", "check", "02-03", "ops") + Step(9, "t-2", "open", "02-10"))
          .accepted_count(),
      8);
  EXPECT_THAT(Series("cycle", v1::MONTH), ElementsAre("2026-02 0.000000000"));
  // The beginning came late, the end lies in another month, and something was done twice.
  const std::string rest = Step(1, "t-1", "open", "02-01", "sales") +
                           Step(3, "t-1", "check", "03-01", "ops") +
                           Step(3, "t-1", "check", "03-01", "ops");
  Send("tickets", rest);
  EXPECT_THAT(Series("cycle", v1::MONTH),
              ElementsAre("2026-02 0.000000000", "2026-03 28.000000000"));
  EXPECT_THAT(Series("again", v1::MONTH), ElementsAre("2026-02 0.00", "2026-03 100.00"));
  EXPECT_THAT(Series("done", v1::MONTH), ElementsAre("2026-02 1", "2026-03 1"));
  EXPECT_THAT(Series("steps", v1::MONTH), ElementsAre("2026-02 3", "2026-03 1"));
  const auto teams = Query("cycle", v1::MONTH, true);
  ASSERT_TRUE(teams.ok()) << teams.status();
  ASSERT_EQ(teams->series_size(), 1) << "of the first event";
  EXPECT_EQ(teams->series(0).team(), "sales");
  const auto again = Send("tickets", rest);
  EXPECT_EQ(again.duplicate_count(), 6);
  EXPECT_EQ(again.accepted_count() + again.restated_count(), 0);
  // An event that is corrected.
  Send("tickets", Step(3, "t-1", "release", "03-03", "ops", 2));
  EXPECT_THAT(Series("cycle", v1::MONTH),
              ElementsAre("2026-02 0.000000000", "2026-03 30.000000000"));
  EXPECT_THAT(Series("again", v1::MONTH), ElementsAre("2026-02 0.00", "2026-03 0.00"));
  EXPECT_THAT(Kept(kProject).measurements(), IsEmpty());
}

TEST_F(SourceCasesTest, WhatIsWrongWithAnEventIsNoPartOfItsCase) {
  MeasureTickets();
  ASSERT_TRUE(CreateSource("tickets", Parsed(kTickets)).ok());
  const auto counts =
      Send("tickets", Step(1, "t-1", "open", "02-01") + Step(2, "t-1", "end", "12-31") +
                          Step(3, std::string(201, 'x'), "end", "02-02") + "{\"v\":2}\n");
  EXPECT_EQ(counts.quarantined_count(), 3);
  EXPECT_THAT(Series("cycle", v1::MONTH), ElementsAre("2026-02 0.000000000"));
  const auto reasons = Kept(kFirm).counts_by_reason();
  EXPECT_EQ(reasons.at("INVALID_TIME"), 1) << "the end of the year is not yet";
  EXPECT_EQ(reasons.at("INVALID_FIELDS"), 1);
  SetTime(absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone()));
  EXPECT_EQ(Replay(kFirm).released_count(), 1);
  EXPECT_THAT(Series("cycle", v1::MONTH), ElementsAre("2026-12 333.000000000"));
}

TEST_F(SourceCasesTest, CasesWaitForTheirKpi) {
  ASSERT_TRUE(CreateSource("tickets", Parsed(kTickets)).ok());
  EXPECT_EQ(Send("tickets", Step(1, "t-1", "open", "02-01")).quarantined_count(), 4);
  Send("tickets", Step(2, "t-1", "end", "02-03"));
  MeasureTickets();
  Replay(kProject);
  EXPECT_THAT(Series("cycle", v1::MONTH), ElementsAre("2026-02 2.000000000"));
  EXPECT_THAT(Series("steps", v1::MONTH), ElementsAre("2026-02 2"));
  EXPECT_EQ(Query("steps", v1::MONTH)->series(0).points(0).distinct_users(), 1);
  EXPECT_EQ(Query("cycle", v1::MONTH)->series(0).points(0).distinct_users(), 0);
  EXPECT_THAT(Kept(kProject).measurements(), IsEmpty());
}

TEST_F(SourceCasesTest, ADryRunNamesTheCase) {
  ASSERT_TRUE(CreateSource("tickets", Parsed(kTickets)).ok());
  const auto run = DryRun("tickets", Step(1, "t-1", "open", "02-01"));
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_EQ(run->records(0).case_id(), "t-1");
  ASSERT_EQ(run->records(0).measurements_size(), 1);
  EXPECT_EQ(run->records(0).measurements(0).kpi(), "steps");
}

TEST_F(SourceCasesTest, AWrongCaseIsRefusedFieldByField) {
  v1::Source source = Parsed(kTickets);
  v1::RecordMapping& mapping = *source.mutable_mappings(0);
  mapping.mutable_measures(1)->set_of_case(v1::MeasureMapping::CYCLE_DAYS);
  mapping.mutable_operation()->set_path("$.op");
  (*mapping.mutable_operation()->mutable_operations())["d"] = v1::OperationMapping::RETRACT;
  const absl::Status twice = CreateSource("tickets", source).status();
  EXPECT_THAT(twice.ToString(), HasSubstr("mappings[0].measures[1].of_case"));
  EXPECT_THAT(twice.ToString(), HasSubstr("mappings[0].operation.operations[d]"));
  source = Parsed(kTickets);
  source.mutable_mappings(0)->mutable_measures()->DeleteSubrange(0, 3);
  EXPECT_THAT(CreateSource("tickets", source).status().ToString(),
              HasSubstr("mappings[0].case_mapping"));
  source = Parsed(kTickets);
  source.mutable_mappings(0)->mutable_case_mapping()->clear_activity();
  EXPECT_THAT(CreateSource("tickets", source).status().ToString(),
              HasSubstr("mappings[0].case_mapping.activity"));
  source = Parsed(kTickets);
  source.mutable_mappings(0)->clear_case_mapping();
  EXPECT_THAT(CreateSource("tickets", source).status().ToString(),
              HasSubstr("mappings[0].measures[0].of_case"));
}

// A real log: as a whole by the import, and as a source in pieces, shuffled, repeated, at once.
class LogInPiecesTest : public SourceCasesTest, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    zipped_ = ReadData(absl::StrCat("eventlogs/", GetParam(), ".csv.gz"));
    if (zipped_.empty()) GTEST_SKIP() << "PALIER_TEST_DATA has no eventlogs";
    SourceCasesTest::SetUp();
  }
  void ImportItWhole();
  void SendItInPieces();
  void ExpectTheSame();

  std::string zipped_;
};

void LogInPiecesTest::ImportItWhole() {
  v1::ImportEventLogRequest whole;
  whole.set_parent(kProject);
  whole.set_profile("event-log");
  const auto imported = Import(zipped_, whole);
  ASSERT_TRUE(imported.ok()) << imported.status();
}

void LogInPiecesTest::SendItInPieces() {
  Measure("parts-cycle", 9, v1::Kpi::GAUGE);
  Measure("parts-again", 2, v1::Kpi::GAUGE);
  ASSERT_TRUE(
      CreateSource(
          "log", Parsed(R"pb(
            display_name: "Permits"
            format: CSV
            mappings {
              event_id: "$.case_id"
              event_id: "$.activity"
              event_id: "$.lifecycle"
              event_id: "$.timestamp"
              event_id: "$.resource"
              event_time {
                path: "$.timestamp"
                formats: RFC3339
                formats: PATTERN
                pattern: "%Y-%m-%d %H:%M:%S"
              }
              project { constant: "quotation" }
              case_mapping { case_id: "$.case_id" activity: "$.activity" activity: "$.lifecycle" }
              measures { kpi: "parts-cycle" of_case: CYCLE_DAYS }
              measures { kpi: "parts-again" of_case: REWORK_PERCENT }
            }
          )pb"))
          .ok());
  const auto log = Inflate(zipped_, size_t{64} << 20);
  ASSERT_TRUE(log.ok()) << log.status();
  std::vector<std::string> rows = absl::StrSplit(*log, '\n', absl::SkipEmpty());
  const std::string header = rows.front() + "\n";
  rows.erase(rows.begin());
  std::mt19937 random(3);
  std::shuffle(rows.begin(), rows.end(), random);
  std::vector<std::string> pieces;
  for (size_t begin = 0; begin < rows.size();) {
    const size_t end = std::min(rows.size(), begin + 200 + random() % 800);
    std::string& piece = pieces.emplace_back(header);
    for (size_t i = begin; i < end; ++i) absl::StrAppend(&piece, rows[i], "\n");
    // Some of it comes again in the next one, and some pieces come twice.
    begin = end == rows.size() ? end : end - random() % 50;
    if (random() % 2 == 0) pieces.push_back(pieces[random() % pieces.size()]);
  }
  // Three at a time; the connections are made before.
  EXPECT_EQ(Send("log", pieces[0]).quarantined_count(), 0);
  std::atomic<size_t> next = 0;
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 3; ++sender) {
    senders.emplace_back([&] {
      for (size_t piece = next++; piece < pieces.size(); piece = next++) {
        EXPECT_EQ(Send("log", pieces[piece]).quarantined_count(), 0);
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
}

void LogInPiecesTest::ExpectTheSame() {
  for (const auto& [part, of_log] :
       {std::pair("parts-cycle", "cycle-time"), {"parts-again", "rework"}}) {
    const auto months = Series(of_log, v1::MONTH);
    EXPECT_GT(months.size(), 10u);
    EXPECT_EQ(Series(part, v1::MONTH), months) << part;
    const auto expected = Query(of_log, v1::QUARTER);
    const auto found = Query(part, v1::QUARTER);
    ASSERT_EQ(expected->series(0).points_size(), found->series(0).points_size());
    for (int i = 0; i < expected->series(0).points_size(); ++i) {
      EXPECT_EQ(found->series(0).points(i).measurement_count(),
                expected->series(0).points(i).measurement_count());
      EXPECT_EQ(found->series(0).points(i).maximum(), expected->series(0).points(i).maximum());
    }
  }
}

TEST_P(LogInPiecesTest, IsTheLog) {
  RecordProperty("requirement", "S2-05");
  ImportItWhole();
  SendItInPieces();
  ExpectTheSame();
}

using LogInPiecesOnPostgresTest = OnPostgres<LogInPiecesTest>;

TEST_P(LogInPiecesOnPostgresTest, IsTheLog) {
  ImportItWhole();
  SendItInPieces();
  ExpectTheSame();
}

INSTANTIATE_TEST_SUITE_P(Logs, LogInPiecesTest,
                         ::testing::Values("env_permit", "Helpdesk",
                                           "BPI2020_DomesticDeclarations"));
INSTANTIATE_TEST_SUITE_P(Logs, LogInPiecesOnPostgresTest, ::testing::Values("env_permit"));

}  // namespace
}  // namespace palier::kpi
