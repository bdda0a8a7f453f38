// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/record_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/mapping/json_text.h"
#include "common/status/error.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

// Each record as JSON, or "!" and what could not be read.
absl::StatusOr<std::vector<std::string>> Read(const v1::Source& source, const std::string& data,
                                              int limit = 10) {
  const auto reader = RecordReader::Compile(source);
  if (!reader.ok()) return reader.status();
  std::vector<std::string> read;
  const absl::Status status = reader->ForEach(data, limit, [&](const SourceRecord& record) {
    EXPECT_EQ(record.index, static_cast<int>(read.size()));
    EXPECT_EQ(record.node.has_value(), record.why.ok());
    if (!record.node) {
      EXPECT_EQ(status::ReasonOf(record.why), error::v1::UNREADABLE_RECORD);
    }
    read.push_back(record.node ? mapping::JsonText(*record.node) : "!" + record.raw);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return read;
}

absl::StatusOr<std::vector<std::string>> Read(v1::Source::Format format, const std::string& data,
                                              const std::string& records = "", int limit = 10) {
  v1::Source source;
  source.set_format(format);
  source.set_records(records);
  return Read(source, data, limit);
}

TEST(RecordReaderTest, ABadLineSpoilsNoOther) {
  const auto read =
      Read(v1::Source::NDJSON, "{\"a\":1}\r\n\n  \n{\"b\":\n[1]\n7\n{\"c\":1.50}\n\xff\n{}");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read,
              ElementsAre("{\"a\":1}", "!{\"b\":", "![1]", "!7", "{\"c\":1.50}", "!\xff", "{}"));
}

TEST(RecordReaderTest, ALineThatIsTooLongIsRefusedAndTheNextRead) {
  const auto read =
      Read(v1::Source::NDJSON, "{\"a\":\"" + std::string(kMaxRecordBytes, 'x') + "\"}\n{\"b\":2}");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre(StartsWith("!{\"a\":\"xxx"), "{\"b\":2}"));
}

TEST(RecordReaderTest, ADocumentHasItsRecordsWhereThePathLeads) {
  const std::string data = R"({"data":{"value":[{"a":1},"x",{"a":2}]}})";
  const auto read = Read(v1::Source::JSON, data, "$.data.value[*]");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre("{\"a\":1}", "!\"x\"", "{\"a\":2}"));
  EXPECT_THAT(*Read(v1::Source::JSON, R"([{"a":1}])"), ElementsAre("{\"a\":1}"));
  EXPECT_THAT(*Read(v1::Source::JSON, data, "$.missing[*]"), ElementsAre());
  EXPECT_EQ(status::ReasonOf(Read(v1::Source::JSON, "[{").status()), error::v1::UNREADABLE_FILE);
}

TEST(RecordReaderTest, ARowIsAnObjectOfTexts) {
  const auto read = Read(v1::Source::CSV, "case;amount\n7;\"1,5\"\n8\n9;2;3\n");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read,
              ElementsAre(R"({"case":"7","amount":"1,5"})", StartsWith("!"), StartsWith("!")));
}

TEST(RecordReaderTest, ARowThatIsNoUtf8IsRefusedNotDamaged) {
  EXPECT_THAT(*Read(v1::Source::CSV, "team,n\nCaf\xe9,1\nCaf\xc3\xa9,2\n"),
              ElementsAre("!{\"team\":\"Caf\xef\xbf\xbd\",\"n\":\"1\"}",
                          "{\"team\":\"Caf\xc3\xa9\",\"n\":\"2\"}"));
}

TEST(RecordReaderTest, AByteOrderMarkIsNoPartOfTheFirstRecord) {
  const std::string mark = "\xef\xbb\xbf";
  EXPECT_THAT(*Read(v1::Source::CSV, mark + "\"a\"\n7\n"), ElementsAre(R"({"a":"7"})"));
  EXPECT_THAT(*Read(v1::Source::NDJSON, mark + "{\"a\":7}\n"), ElementsAre("{\"a\":7}"));
  EXPECT_THAT(*Read(v1::Source::JSON, mark + "[{\"a\":7}]"), ElementsAre("{\"a\":7}"));
}

TEST(RecordReaderTest, MoreThanAllowedIsRefusedAsAWhole) {
  EXPECT_EQ(status::ReasonOf(Read(v1::Source::NDJSON, "{}\n{}\n{}", "", 2).status()),
            error::v1::LIMIT_EXCEEDED);
}

TEST(RecordReaderTest, EventsComeAloneInABatchOrALineEach) {
  const auto event = [](int id) {
    return absl::StrCat(R"({"specversion":"1.0","id":")", id, R"(","source":"/crm","type":"t"})");
  };
  const struct {
    const char* what;
    std::string data;
    std::vector<std::string> records;
  } kCases[] = {
      {"one", event(1), {event(1)}},
      {"one, on several lines",
       "{\n \"specversion\": \"1.0\",\n \"id\": \"1\", \"source\": \"/crm\",\n \"type\": "
       "\"t\"\n}\n",
       {event(1)}},
      {"a batch", "\n[" + event(1) + "," + event(2) + ",7]", {event(1), event(2), "!7"}},
      {"an empty batch", "[]", {}},
      {"lines", event(1) + "\n\n" + event(2) + "\r\n", {event(1), event(2)}},
      {"lines of which one is damaged",
       event(1) + "\n{\"id\":\n" + event(2),
       {event(1), "!{\"id\":", event(2)}},
      {"nothing", " \n", {}},
  };
  for (const auto& one : kCases) {
    const auto read = Read(v1::Source::CLOUD_EVENTS, one.data);
    ASSERT_TRUE(read.ok()) << one.what << ": " << read.status();
    EXPECT_EQ(*read, one.records) << one.what;
  }
  std::string many;
  for (int i = 0; i < 2000; ++i) many += event(i) + "\n";
  EXPECT_EQ(Read(v1::Source::CLOUD_EVENTS, many, "", 2000)->size(), 2000u) << "more than 64 KiB";
  EXPECT_EQ(status::ReasonOf(Read(v1::Source::CLOUD_EVENTS, "[" + event(1)).status()),
            error::v1::UNREADABLE_FILE);
}

TEST(RecordReaderTest, RecordsOfADocumentAreBoundedOneByOneAndTogether) {
  const std::string text(kMaxRecordBytes, 'x');
  const auto read = Read(v1::Source::JSON, "[{\"a\":\"" + text + "\"},{\"b\":2}]");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre(StartsWith("!{\"a\":\"xxx"), "{\"b\":2}"));
  EXPECT_EQ(read->front().size(), kMaxRecordBytes + 1);
  // One record of 60 KiB, found again and again: no more than 16 MiB of it.
  const std::string document = "[{\"a\":\"" + text.substr(0, 60 << 10) + "\"}]";
  std::string path = "$[0";
  for (int i = 0; i < 200; ++i) path += ",0";
  EXPECT_EQ(Read(v1::Source::JSON, document, path + "]", 5000)->size(), 201u);
  v1::Source source;
  source.set_format(v1::Source::JSON);
  source.set_records("$..['a','a','a','a','a','a']");
  std::string nested = "{\"x\":\"" + text.substr(0, 60 << 10) + "\"}";
  for (int i = 0; i < 50; ++i) nested = "{\"a\":" + nested + "}";
  EXPECT_EQ(status::ReasonOf(Read(source, nested, 5000).status()), error::v1::LIMIT_EXCEEDED);
}

TEST(RecordReaderTest, WhatIsWrongWithTheFieldsOfASourceIsNamed) {
  v1::Source source;
  source.set_format(v1::Source::NDJSON);
  source.set_records("$[*]");
  source.add_embedded_json("$.a[*]");
  const auto enclosing = [&](const std::string& name, const std::string& path) {
    v1::EnclosingValue& value = *source.add_enclosing();
    value.set_name(name);
    value.set_path(path);
  };
  enclosing("day", "$[*]");
  enclosing("day", "$.meta[*]");
  enclosing("no name", "$.a[");
  const auto reader = RecordReader::Compile(source);
  std::vector<std::string> fields;
  const error::v1::ErrorDetail detail = status::DetailOf(reader.status());
  for (const auto& violation : detail.field_violations()) {
    fields.push_back(violation.subject());
    EXPECT_FALSE(violation.en().empty() || violation.fr().empty()) << violation.subject();
  }
  EXPECT_THAT(fields, ElementsAre("records", "embedded_json[0]", "enclosing", "enclosing[0].path",
                                  "enclosing[1].name", "enclosing[1].path", "enclosing[2].name",
                                  "enclosing[2].path"));
}

}  // namespace
}  // namespace palier::kpi
