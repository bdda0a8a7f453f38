// SPDX-License-Identifier: Apache-2.0
// Sources end to end: declared, tried, fed, and corrected when a feed changes its form.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "kpi/testing/source_fixture.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kSource[] = "organizations/firm/sources/crm";

constexpr char kCrm[] = R"pb(
  display_name: "CRM"
  format: NDJSON
  mappings {
    filter: "v = 1"
    event_id: "$.id"
    order: "$.n"
    event_time { path: "$.at" }
    operation {
      path: "$.op"
      operations { key: "u" value: UPSERT }
      operations { key: "d" value: RETRACT }
    }
    project {
      path: "$.app"
      table { key: "bot" value: "quotation" }
    }
    user: "$.who"
    measures { kpi: "minutes" path: "$.ms" factor: "0.001" }
  }
)pb";

class SourceServiceTest : public SourceFixture {
 protected:
  // An amount of which users are counted too.
  static v1::Kpi Amount(const std::string& unit) { return AmountIn(unit, 3); }
  absl::StatusOr<v1::IngestRecordsResponse> Send(const std::string& data,
                                                 const std::string& id = "crm") {
    return SendRecords(id, data);
  }
  std::string Total(const std::string& kpi) {
    const auto answer = Query(kpi, v1::QUARTER);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok() || answer->series().empty() || answer->series(0).points().empty()) return "";
    return answer->series(0).points(0).decimal();
  }
};

std::string Record(int id, int n, const std::string& op, int ms, const std::string& app = "bot") {
  return absl::StrCat(R"({"v":1,"id":)", id, R"(,"n":)", n,
                      R"(,"at":"2026-03-02T10:00:00Z","op":")", op, R"(","app":")", app,
                      R"(","who":"zoe","ms":)", ms, "}\n");
}

TEST_F(SourceServiceTest, RecordsAreMeasuredUpdatedAndWithdrawn) {
  ASSERT_TRUE(Create("minutes", Amount("s")).ok());
  ASSERT_TRUE(CreateSource("crm", Parsed(kCrm)).ok());
  const auto sent = Send(Record(1, 1, "u", 1500) + Record(2, 1, "u", 2000));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->record_count(), 2);
  EXPECT_EQ(sent->counts().accepted_count(), 2);
  EXPECT_EQ(Total("minutes"), "3.500");
  ASSERT_TRUE(Send(Record(1, 2, "u", 1750)).ok());
  EXPECT_EQ(Total("minutes"), "3.750");
  ASSERT_TRUE(Send(Record(2, 5, "d", 0)).ok());
  EXPECT_EQ(Total("minutes"), "1.750");
  const auto late = Send(Record(2, 3, "u", 9999) + Record(1, 2, "u", 1750));
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_EQ(late->counts().superseded_count(), 1) << "withdrawn since";
  EXPECT_EQ(late->counts().duplicate_count(), 1);
  EXPECT_EQ(Total("minutes"), "1.750");
  EXPECT_EQ(Kept(kProject).measurements_size(), 0) << "an update is no defect";
}

TEST_F(SourceServiceTest, WhatASourceDoesNotKnowWaitsUntilItDoes) {
  RecordProperty("requirement", "S1-05");
  ASSERT_TRUE(Create("minutes", Amount("s")).ok());
  ASSERT_TRUE(CreateSource("crm", Parsed(kCrm)).ok());
  const auto sent = Send(Record(1, 1, "u", 1000) + Record(2, 1, "u", 2000, "app-9") + "{\"v\":\n" +
                         "{\"v\":2,\"id\":3}\n");
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->counts().accepted_count(), 1);
  EXPECT_EQ(sent->counts().quarantined_count(), 3);
  std::vector<std::pair<int, std::string>> refusals;
  for (const auto& refusal : sent->refusals())
    refusals.emplace_back(refusal.index(), refusal.reason());
  EXPECT_THAT(refusals, ::testing::UnorderedElementsAre(std::pair(1, "UNKNOWN_PROJECT"),
                                                        std::pair(2, "UNREADABLE_RECORD"),
                                                        std::pair(3, "FORMAT_CHANGED")));
  const auto kept = Kept(kFirm);
  ASSERT_EQ(kept.measurements_size(), 3);
  for (const auto& one : kept.measurements()) {
    EXPECT_THAT(one.name(), HasSubstr("organizations/firm/quarantine/"));
    EXPECT_THAT(one.raw(), ::testing::Not(HasSubstr("zoe"))) << "people are kept as hashes only";
  }

  v1::UpdateSourceRequest update;
  *update.mutable_source() = Parsed(kCrm);
  update.mutable_source()->set_name(kSource);
  auto& table = *update.mutable_source()->mutable_mappings(0)->mutable_project()->mutable_table();
  table["app-9"] = "quotation";
  const auto updated = Call<v1::Source>("users/mia", "UpdateSource", update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->mapping_version(), 2);

  v1::ReplayQuarantineResponse replayed = Replay(kFirm);
  EXPECT_EQ(replayed.tried_count(), 3);
  EXPECT_EQ(replayed.released_count(), 1);
  EXPECT_EQ(Total("minutes"), "3.000");
  EXPECT_EQ(Kept(kFirm).measurements_size(), 2) << "the others wait on";
  EXPECT_EQ(Query("minutes", v1::QUARTER)->series(0).points(0).distinct_users(), 1)
      << "the hash in a kept record is the user's own";
  replayed = Replay(kFirm);
  EXPECT_EQ(replayed.tried_count(), 2);
  EXPECT_EQ(replayed.released_count(), 0);
}

TEST_F(SourceServiceTest, AMissingKpiIsMadeAndItsMeasurementsReplayed) {
  ASSERT_TRUE(CreateSource("crm", Parsed(kCrm)).ok());
  ASSERT_TRUE(Send(Record(1, 1, "u", 1000) + Record(2, 1, "u", 500)).ok());
  ASSERT_TRUE(Ingest({Of("minutes", "by-hand", 2, absl::CivilDay(2026, 3, 2))}).ok());
  EXPECT_EQ(Kept(kProject).counts_by_reason().at("UNKNOWN_KPI"), 3);
  ASSERT_TRUE(Create("minutes", Amount("s")).ok());
  EXPECT_EQ(Replay(kProject).released_count(), 3);
  EXPECT_EQ(Kept(kProject).measurements_size(), 0);
  EXPECT_EQ(Total("minutes"), "3.500");
}

TEST_F(SourceServiceTest, ADryRunSaysWhatRecordsMeanAndWritesNothing) {
  v1::DryRunSourceRequest request;
  request.set_name(kSource);
  *request.mutable_source() = Parsed(kCrm);
  request.set_data(Record(1, 1, "u", 1500) + Record(2, 1, "x", 1));
  const int64_t before = LastChange();
  const auto run = Call<v1::DryRunSourceResponse>("users/carl", "DryRunSource", request, "fr");
  ASSERT_TRUE(run.ok()) << run.status();
  ASSERT_EQ(run->records_size(), 2);
  EXPECT_EQ(run->records(0).project(), "quotation");
  EXPECT_EQ(run->records(0).mapping(), 0);
  ASSERT_EQ(run->records(0).measurements_size(), 1);
  EXPECT_EQ(run->records(0).measurements(0).decimal(), "1500e-3");
  EXPECT_EQ(run->records(1).reason(), "FORMAT_CHANGED");
  EXPECT_THAT(run->records(1).message(), HasSubstr("ne dit pas ce que fait l'opération x"));
  EXPECT_EQ(LastChange(), before);
  EXPECT_EQ(Kept(kFirm).measurements_size(), 0);
}

TEST_F(SourceServiceTest, AWrongMappingIsRefusedFieldByField) {
  v1::Source source = Parsed(kCrm);
  source.mutable_mappings(0)->mutable_event_time()->set_path("$.a b");
  source.mutable_mappings(0)->mutable_measures(0)->set_factor("half");
  const absl::Status status = CreateSource("crm", source).status();
  EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_FIELDS);
  EXPECT_THAT(status.ToString(), HasSubstr("mappings[0].event_time.path"));
  EXPECT_THAT(status.ToString(), HasSubstr("mappings[0].measures[0].factor"));
}

TEST_F(SourceServiceTest, OnlyAManagerDeclaresAndOnlyWhoMayMeasureSends) {
  EXPECT_TRUE(absl::IsPermissionDenied(CreateSource("crm", Parsed(kCrm), "users/carl").status()));
  EXPECT_TRUE(absl::IsNotFound(Send("{}\n").status()));
  v1::IngestRecordsRequest request;
  request.set_name(kSource);
  request.set_data("{}\n");
  EXPECT_TRUE(absl::IsPermissionDenied(
      Call<v1::IngestRecordsResponse>("users/vic", "IngestRecords", request).status()));
}

// The noisy feed of a real expense process against the clean log of its cases.
class NoisyFeedTest : public SourceServiceTest {
 protected:
  void SetUp() override {
    const char* data = std::getenv("PALIER_TEST_DATA");
    const std::string folder = absl::StrCat(data == nullptr ? "" : data, "/eventlogs/");
    std::ifstream file(folder + "noisy_slice.ndjson");
    if (!file) GTEST_SKIP() << "PALIER_TEST_DATA has no eventlogs/noisy_slice.ndjson";
    for (std::string line; std::getline(file, line);) lines_.push_back(line);
    std::ifstream reference(folder + "reference/noisy_slice.json");
    reference_ = nlohmann::json::parse(reference);
    SourceServiceTest::SetUp();
    for (const char* id : {"events", "cases"}) ASSERT_TRUE(Create(id, Amount("1")).ok());
  }

  static v1::RecordMapping Shape(int schema) {
    const bool first = schema == 1;
    v1::RecordMapping mapping;
    mapping.set_filter(absl::StrCat("schema = ", schema));
    mapping.add_event_id(first ? "$.id" : "$.event_id");
    mapping.mutable_event_time()->set_path(first ? "$.ts" : "$.event_time");
    mapping.mutable_event_time()->add_formats(v1::TimeMapping::RFC3339);
    mapping.mutable_event_time()->add_formats(v1::TimeMapping::UNIX_MS);
    mapping.mutable_project()->set_constant("quotation");
    v1::MeasureMapping& measure = *mapping.add_measures();
    measure.set_kpi("events");
    measure.set_constant("1");
    return mapping;
  }
  // Of the last event of each case.
  static v1::RecordMapping CaseShape(int schema) {
    v1::RecordMapping mapping = Shape(schema);
    mapping.add_business_key(schema == 1 ? "$.case" : "$.case_id");
    mapping.set_order_by_event_time(true);
    mapping.mutable_measures(0)->set_kpi("cases");
    return mapping;
  }
  static v1::Source Declared(const std::vector<v1::RecordMapping>& shapes) {
    v1::Source source;
    source.set_display_name("Expenses");
    source.set_format(v1::Source::NDJSON);
    for (const v1::RecordMapping& shape : shapes) *source.add_mappings() = shape;
    return source;
  }
  void SendAll(const std::string& id) {
    for (size_t begin = 0; begin < lines_.size(); begin += 500) {
      std::string piece;
      for (size_t i = begin; i < std::min(begin + 500, lines_.size()); ++i)
        piece += lines_[i] + "\n";
      const auto sent = Send(piece, id);
      ASSERT_TRUE(sent.ok()) << sent.status();
    }
  }
  std::map<std::string, int64_t> ByMonth(const std::string& kpi) {
    std::map<std::string, int64_t> months;
    const auto answer = Query(kpi, v1::MONTH);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok() || answer->series().empty()) return months;
    for (const auto& point : answer->series(0).points()) {
      months[point.label()] = point.measurement_count();
    }
    return months;
  }
  void ExpectTheCleanLog() {
    int64_t events = 0;
    for (const auto& [month, count] : ByMonth("events")) events += count;
    EXPECT_EQ(events, reference_["events"].get<int64_t>());
    EXPECT_EQ(
        ByMonth("cases"),
        (reference_["cases_by_month_of_last_event_utc"].get<std::map<std::string, int64_t>>()));
  }

  std::vector<std::string> lines_;
  nlohmann::json reference_;
};

TEST_F(NoisyFeedTest, TheFinalStateIsThatOfTheCleanLog) {
  RecordProperty("requirement", "S2-05");
  ASSERT_TRUE(CreateSource("events", Declared({Shape(1), Shape(2)})).ok());
  ASSERT_TRUE(CreateSource("cases", Declared({CaseShape(1), CaseShape(2)})).ok());
  for (const char* id : {"events", "cases"}) SendAll(id);
  ExpectTheCleanLog();
  EXPECT_EQ(Kept(kFirm).counts_by_reason().at("UNREADABLE_RECORD"),
            2 * reference_["unparseable_lines"].get<int64_t>())
      << "once for each source, though each has its good line";
}

TEST_F(NoisyFeedTest, AChangeOfFormIsKeptAsideByNameAndReplayed) {
  RecordProperty("requirement", "S2-05");
  for (const char* id : {"events", "cases"}) {
    const bool events = std::string(id) == "events";
    ASSERT_TRUE(CreateSource(id, Declared({events ? Shape(1) : CaseShape(1)})).ok());
    SendAll(id);
  }
  const auto kept = Kept(kFirm);
  const int64_t changed = kept.counts_by_reason().at("FORMAT_CHANGED");
  EXPECT_GT(changed, 5000) << "all different lines of the new form, for each source";
  for (const char* id : {"events", "cases"}) {
    const bool events = std::string(id) == "events";
    v1::UpdateSourceRequest update;
    *update.mutable_source() =
        events ? Declared({Shape(1), Shape(2)}) : Declared({CaseShape(1), CaseShape(2)});
    update.mutable_source()->set_name(absl::StrCat("organizations/firm/sources/", id));
    ASSERT_TRUE(Call<v1::Source>("users/mia", "UpdateSource", update).ok());
  }
  const auto replayed = Replay(kFirm);
  EXPECT_GT(replayed.released_count(), 5000);
  ExpectTheCleanLog();
}

}  // namespace
}  // namespace palier::kpi
