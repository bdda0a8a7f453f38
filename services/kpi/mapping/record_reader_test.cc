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
absl::StatusOr<std::vector<std::string>> Read(v1::Source::Format format, const std::string& data,
                                              const std::string& records = "", int limit = 10) {
  v1::Source source;
  source.set_format(format);
  source.set_records(records);
  std::vector<std::string> read;
  const absl::Status status = ForEachRecord(source, data, limit, [&](const SourceRecord& record) {
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

TEST(RecordReaderTest, MoreThanAllowedIsRefusedAsAWhole) {
  EXPECT_EQ(status::ReasonOf(Read(v1::Source::NDJSON, "{}\n{}\n{}", "", 2).status()),
            error::v1::LIMIT_EXCEEDED);
}

}  // namespace
}  // namespace palier::kpi
