// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/source_mapping.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "common/status/error.h"
#include "common/time/proto_time.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;

constexpr char kCases[] = R"pb(
  name: "organizations/firm/sources/crm"
  format: NDJSON
  time_zone: "Europe/Paris"
  mappings {
    filter: "schema = 1"
    event_id: "$.source"
    event_id: "$.id"
    business_key: "$.case"
    order: "$.sequence"
    event_time {
      path: "$.at"
      formats: RFC3339
      formats: UNIX_MS
      formats: PATTERN
      pattern: "%d.%m.%Y %H:%M"
    }
    operation {
      path: "$.op"
      operations { key: "u" value: UPSERT }
      operations { key: "d" value: RETRACT }
      operations { key: "ping" value: IGNORE }
    }
    project {
      path: "$.app"
      table { key: "quote-bot" value: "quotation" }
    }
    team { path: "$.dept" }
    user: "$.who.login"
    drop: "$.who.email"
    measures { kpi: "handling-time" path: "$.handle_ms" factor: "0.001" }
    measures { kpi: "rating" path: "$.rating" on_missing: SKIP }
    measures { kpi: "cases" constant: "1" }
    measures { kpi: "cost" path: "$.cost" on_missing: SKIP unit: "$.currency" }
  }
)pb";

v1::Source Parsed(const std::string& text) {
  v1::Source source;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &source));
  return source;
}

class SourceMappingTest : public ::testing::Test {
 protected:
  absl::StatusOr<MappedRecord> Map(const std::string& record) {
    const auto document = mapping::JsonDocument::Parse(record);
    EXPECT_TRUE(document.ok()) << record;
    return mapping_.Map(mapping_.Choose(document->root()), document->root());
  }
  std::string Keepable(const std::string& record, std::vector<std::string>* hashes) {
    const auto document = mapping::JsonDocument::Parse(record);
    const auto hash = [](const std::string& user) { return "h(" + user + ")"; };
    return mapping_.Keepable(mapping_.Choose(document->root()), document->root(), hash, hashes);
  }

  const SourceMapping mapping_ = *SourceMapping::Compile(Parsed(kCases), absl::UTCTimeZone());
};

constexpr char kRecord[] =
    R"({"schema":1,"source":"crm|eu","id":7,"case":"c-1","sequence":"42","at":"02.03.2026 10:00",)"
    R"("op":"u","app":"quote-bot","dept":"sales","who":{"login":"zoe","email":"z@firm.example"},)"
    R"("handle_ms":1234,"rating":null})";

std::string With(std::string record, const std::string& from, const std::string& to) {
  const size_t at = record.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return record.replace(at, from.size(), to);
}

TEST_F(SourceMappingTest, ARecordBecomesOneMeasurementOfEachKpi) {
  const auto mapped = Map(kRecord);
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  EXPECT_EQ(mapped->project, "quotation");
  ASSERT_EQ(mapped->measurements.size(), 2u) << "nothing was rated";
  const v1::Measurement& time = mapped->measurements[0];
  EXPECT_EQ(time.kpi(), "handling-time");
  EXPECT_EQ(time.team(), "sales");
  EXPECT_EQ(time.event_id(), "crm\\|eu|7") << "no two lists of texts give the same";
  EXPECT_EQ(time.item(), 0);
  EXPECT_EQ(time.business_key(), "c-1");
  EXPECT_EQ(time.order_key(), 42);
  EXPECT_EQ(
      absl::FormatTime(absl::RFC3339_sec, time::TimeOf(time.event_time()), absl::UTCTimeZone()),
      "2026-03-02T09:00:00+00:00")
      << "of the source's zone";
  EXPECT_EQ(time.decimal(), "1234e-3");
  EXPECT_EQ(time.user(), "zoe");
  EXPECT_FALSE(time.retraction());
  EXPECT_EQ(mapped->measurements[1].kpi(), "cases");
  EXPECT_EQ(mapped->measurements[1].item(), 2);
  EXPECT_EQ(mapped->measurements[1].decimal(), "1");
}

TEST_F(SourceMappingTest, AWithdrawalIsOneForEachKpiAndNeedsNoValue) {
  const auto mapped =
      Map(With(With(kRecord, "\"op\":\"u\"", "\"op\":\"d\""), "\"handle_ms\":1234,", ""));
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  ASSERT_EQ(mapped->measurements.size(), 4u);
  for (const v1::Measurement& measurement : mapped->measurements) {
    EXPECT_TRUE(measurement.retraction());
    EXPECT_EQ(measurement.value_case(), v1::Measurement::VALUE_NOT_SET);
  }
}

TEST_F(SourceMappingTest, AValueHasTheUnitThatTheRecordSays) {
  const auto cost = [](const std::string& rest) { return With(kRecord, "\"rating\":null", rest); };
  const auto mapped = Map(cost(R"("cost":"-12.30","currency":"EUR")"));
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  ASSERT_EQ(mapped->units.size(), 3u);
  EXPECT_EQ(mapped->units[0].path, "") << "the KPI's own";
  EXPECT_EQ(mapped->units[2].text, "EUR");
  EXPECT_EQ(mapped->units[2].path, "$.currency");
  EXPECT_EQ(status::ReasonOf(Map(cost(R"("cost":5)")).status()), error::v1::FORMAT_CHANGED);
  EXPECT_EQ(Map(cost(R"("cost":5,"currency":"")"))->units[2].path, "$.currency")
      << "an empty unit is one";
  EXPECT_TRUE(Map(kRecord).ok()) << "no value, no unit";
}

TEST_F(SourceMappingTest, WhatHasNoEffectGivesNothing) {
  const auto mapped = Map(With(kRecord, "\"op\":\"u\"", "\"op\":\"ping\""));
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  EXPECT_TRUE(mapped->measurements.empty());
}

TEST_F(SourceMappingTest, TimesAreReadInTheFormatsGiven) {
  for (const char* at :
       {"\"2026-03-02T09:00:00Z\"", "1772442000000", "\"2026-03-02T10:00:00+01:00\""}) {
    const auto mapped = Map(With(kRecord, "\"02.03.2026 10:00\"", at));
    ASSERT_TRUE(mapped.ok()) << at << ": " << mapped.status();
    EXPECT_EQ(mapped->measurements[0].event_time().seconds(), 1772442000) << at;
  }
}

TEST_F(SourceMappingTest, WhatIsNotAsDeclaredIsRefusedByName) {
  const struct {
    const char *from, *to;
    error::v1::ErrorReason reason;
  } kWrong[] = {
      {"\"schema\":1", "\"schema\":2", error::v1::FORMAT_CHANGED},
      {"\"id\":7,", "", error::v1::FORMAT_CHANGED},
      {"\"case\":\"c-1\"", "\"case\":null", error::v1::FORMAT_CHANGED},
      {"\"handle_ms\":1234", "\"handle_ms\":[1]", error::v1::FORMAT_CHANGED},
      {"\"op\":\"u\"", "\"op\":\"x\"", error::v1::FORMAT_CHANGED},
      {"\"app\":\"quote-bot\"", "\"app\":\"other\"", error::v1::UNKNOWN_PROJECT},
      {"\"dept\":\"sales\"", "\"dept\":\"Sales & Co\"", error::v1::UNKNOWN_TEAM},
      {"\"at\":\"02.03.2026 10:00\"", "\"at\":\"31/02/2018 25:61\"", error::v1::INVALID_TIME},
      {"\"sequence\":\"42\"", "\"sequence\":\"newest\"", error::v1::INVALID_FIELDS},
      {"\"handle_ms\":1234", "\"handle_ms\":\"long\"", error::v1::INVALID_FIELDS},
  };
  for (const auto& [from, to, reason] : kWrong) {
    const auto mapped = Map(With(kRecord, from, to));
    EXPECT_EQ(status::ReasonOf(mapped.status()), reason) << to << ": " << mapped.status();
    EXPECT_FALSE(status::DetailOf(mapped.status()).fr().empty()) << to;
  }
}

TEST_F(SourceMappingTest, WhatIsKeptNamesNobody) {
  std::vector<std::string> users;
  const std::string kept = Keepable(kRecord, &users);
  EXPECT_THAT(users, ElementsAre("h(zoe)"));
  EXPECT_EQ(kept, With(kRecord, R"({"login":"zoe","email":"z@firm.example"})",
                       R"j({"login":"h(zoe)"})j"));
  Keepable(With(kRecord, R"("login":"zoe")", R"("login":"")"), &users);
  EXPECT_TRUE(users.empty()) << "nobody";
}

TEST(SourceMappingKeepableTest, ARecordThatNoMappingIsForIsKeptByAllOfThem) {
  const SourceMapping mapping = *SourceMapping::Compile(Parsed(R"pb(
                                                          mappings {
                                                            filter: "v = 1"
                                                            event_id: "$.id"
                                                            event_time { path: "$.t" }
                                                            project { constant: "a" }
                                                            user: "$.who"
                                                            drop: "$.mail"
                                                            measures { kpi: "k" constant: "1" }
                                                          }
                                                          mappings {
                                                            filter: "v = 2"
                                                            event_id: "$.id"
                                                            event_time { path: "$.t" }
                                                            project { constant: "a" }
                                                            user: "$.agent.login"
                                                            drop: "$.agent.phone"
                                                            measures { kpi: "k" constant: "1" }
                                                          }
                                                        )pb"),
                                                        absl::UTCTimeZone());
  const auto keep = [&](const std::string& record) {
    const auto document = mapping::JsonDocument::Parse(record);
    std::vector<std::string> users;
    const std::string kept = mapping.Keepable(
        mapping.Choose(document->root()), document->root(),
        [](const std::string& user) { return "h(" + user + ")"; }, &users);
    return std::pair(kept, users);
  };
  const std::string people = R"("who":"zoe","mail":"z","agent":{"login":"max","phone":"0611"}})";
  EXPECT_EQ(keep(R"({"v":3,)" + people),
            std::pair(std::string(R"j({"v":3,"who":"h(zoe)","agent":{"login":"h(max)"}})j"),
                      (std::vector<std::string>{"h(zoe)", "h(max)"})));
  EXPECT_EQ(keep(R"({"v":1,)" + people).first,
            R"j({"v":1,"who":"h(zoe)","agent":{"login":"max","phone":"0611"}})j");
  EXPECT_EQ(keep(R"({"v":4,"who":"max","agent":{"login":"max"}})").second,
            std::vector<std::string>{"h(max)"});
}

TEST(SourceMappingCompileTest, EveryWrongFieldIsNamed) {
  const auto compiled =
      SourceMapping::Compile(Parsed(R"pb(
                               time_zone: "Mars/Olympus"
                               mappings {
                                 filter: "(a = 1"
                                 event_id: "$.a["
                                 business_key: "$..b"
                                 order: "a"
                                 order_by_event_time: true
                                 event_time { path: "$.t" formats: PATTERN pattern: "%Q" }
                                 operation {
                                   path: ""
                                   operations { key: "d" value: OPERATION_UNSPECIFIED }
                                 }
                                 project { constant: "Not An Id" }
                                 team {
                                   path: "$.t"
                                   table { key: "x" value: "No Id" }
                                 }
                                 user: "$[?@.a]"
                                 measures { kpi: "" factor: "1/2" unit: "$.*" }
                                 measures { kpi: "k" constant: "many" }
                               }
                               mappings {}
                             )pb"),
                             absl::UTCTimeZone());
  std::vector<std::string> fields;
  const error::v1::ErrorDetail detail = status::DetailOf(compiled.status());
  for (const auto& violation : detail.field_violations()) {
    fields.push_back(violation.subject());
    EXPECT_FALSE(violation.en().empty() || violation.fr().empty()) << violation.subject();
  }
  EXPECT_THAT(
      fields,
      ElementsAre("time_zone", "mappings[0].filter", "mappings[0].event_id[0]",
                  "mappings[0].business_key[0]", "mappings[0].order",
                  "mappings[0].event_time.formats", "mappings[0].operation.path",
                  "mappings[0].operation.operations[d]", "mappings[0].project.constant",
                  "mappings[0].team.table[x]", "mappings[0].user", "mappings[0].measures[0].kpi",
                  "mappings[0].measures[0].unit", "mappings[0].measures[0].factor",
                  "mappings[0].measures[0].path", "mappings[0].measures[1].constant",
                  "mappings[0].order_by_event_time", "mappings[1].event_time.path",
                  "mappings[1].project.path", "mappings[1].measures", "mappings[1].event_id"));
}

TEST(SourceMappingCompileTest, RecordsThatWithdrawNeedAnOrder) {
  v1::Source source = Parsed(kCases);
  source.mutable_mappings(0)->clear_order();
  EXPECT_FALSE(SourceMapping::Compile(source, absl::UTCTimeZone()).ok());
  source.mutable_mappings(0)->set_order_by_event_time(true);
  EXPECT_TRUE(SourceMapping::Compile(source, absl::UTCTimeZone()).ok());
}

}  // namespace
}  // namespace palier::kpi
