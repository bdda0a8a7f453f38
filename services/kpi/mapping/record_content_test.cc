// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/record_content.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/mapping/json_text.h"
#include "common/status/error.h"
#include "kpi/mapping/record_reader.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;

v1::Source Parsed(const std::string& text) {
  v1::Source source;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &source));
  return source;
}

void Gather(const SourceRecord& record, std::vector<std::string>& texts) {
  texts.push_back(record.node ? mapping::JsonText(*record.node) : "!" + record.raw);
}

std::vector<std::string> Read(const v1::Source& source, const std::string& data) {
  const auto reader = RecordReader::Compile(source);
  EXPECT_TRUE(reader.ok()) << reader.status();
  std::vector<std::string> texts;
  if (!reader.ok()) return texts;
  const absl::Status status = reader->ForEach(data, 100, [&](const SourceRecord& record) {
    Gather(record, texts);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return texts;
}

constexpr char kDays[] = R"([
  {"date": "2024-11-04", "n": 1.50, "editors": [
    {"name": "vscode", "models": [{"k": 1}, {"k": 2, "editor": "own"}]},
    {"name": null, "models": [{"k": 3, "editor": "own"}]}]},
  {"date": "2024-11-05", "editors": []},
  {"date": "2024-11-06", "editors": [{"name": ["x"], "models": [{}]}]}])";

TEST(RecordContentTest, ARecordHasWhatStandsAroundIt) {
  const v1::Source source = Parsed(R"pb(
    format: JSON
    records: "$[*].editors[*].models[*]"
    enclosing { name: "date" path: "$[*].date" }
    enclosing { name: "editor" path: "$[*]['editors'][*].name" }
    enclosing { name: "first" path: "$[0].n" }
  )pb");
  EXPECT_THAT(Read(source, kDays),
              ElementsAre(R"({"k":1,"date":"2024-11-04","editor":"vscode","first":1.50})",
                          R"({"k":2,"date":"2024-11-04","editor":"vscode","first":1.50})",
                          R"({"k":3,"date":"2024-11-04","first":1.50})",
                          R"({"date":"2024-11-06","first":1.50})"))
      << "its own member of that name is hidden, also by nothing";
}

TEST(RecordContentTest, PathsOfAnyKindHaveTheirWay) {
  const v1::Source source = Parsed(R"pb(
    format: JSON
    records: "$..models[0:2]"
    enclosing { name: "editor" path: "$..models[-1].k" }
  )pb");
  EXPECT_THAT(Read(source, kDays), ElementsAre(R"({"k":1,"editor":2})", R"({"k":2,"editor":2})",
                                               R"({"k":3,"editor":3})", "{}"));
  EXPECT_THAT(Read(Parsed(R"pb(
                     format: JSON
                     records: "$"
                     enclosing { name: "of" path: "$.team.slug" }
                   )pb"),
                   R"({"team":{"slug":"a"}})"),
              ElementsAre(R"({"team":{"slug":"a"},"of":"a"})"));
}

TEST(RecordContentTest, AnEnclosingTextIsBounded) {
  const v1::Source source = Parsed(R"pb(
    format: JSON
    records: "$.r[*]"
    enclosing { name: "t" path: "$.t" }
  )pb");
  const auto document = [](size_t bytes) {
    return absl::StrCat(R"({"t":")", std::string(bytes, 'x'), R"(","r":[{"a":1}]})");
  };
  EXPECT_EQ(Read(source, document(1024))[0].size(), 1024 + std::string(R"({"a":1,"t":""})").size());
  EXPECT_THAT(Read(source, document(1025)), ElementsAre(R"(!{"a":1})"));
}

TEST(RecordContentTest, JsonInTextsIsReadWhereItStands) {
  const v1::Source source =
      Parsed(R"pb(
        format: CSV embedded_json: "$.Tags" embedded_json: "$['Sku Details']"
      )pb");
  EXPECT_THAT(
      Read(source, "Id,Tags,Sku Details\n1,\"{\"\"app\"\": \"\"bot\"\"}\",[1.0]\n2,,7\n3,{bad,\n"),
      ElementsAre(R"({"Id":"1","Tags":{"app":"bot"},"Sku Details":[1.0]})",
                  R"({"Id":"2","Tags":"","Sku Details":"7"})",
                  R"(!{"Id":"3","Tags":"{bad","Sku Details":""})"));
}

TEST(RecordContentTest, EncodedDataIsData) {
  v1::Source source;
  source.set_format(v1::Source::CLOUD_EVENTS);
  const std::string event = R"({"specversion":"1.0","id":"1","source":"s","type":"t",)";
  EXPECT_THAT(Read(source, event + R"("data_base64":"eyJhIjoxfQ==","x":1})"),
              ElementsAre(event + R"("x":1,"data":{"a":1}})"));
  EXPECT_THAT(Read(source, event + R"("data":"{\"a\":1}"})"),
              ElementsAre(event + R"("data":"{\"a\":1}"})"))
      << "a text is no JSON, unless the source says so";
  source.add_embedded_json("$.data");
  EXPECT_THAT(Read(source, event + R"("data":"{\"a\":1}"})"),
              ElementsAre(event + R"("data":{"a":1}})"));
}

// What is kept of a record means the same when it is read again.
TEST(RecordContentTest, AKeptRecordIsReadAsItIs) {
  const v1::Source sources[] = {
      Parsed(R"pb(
        format: JSON
        records: "$[*].editors[*].models[*]"
        enclosing { name: "date" path: "$[*].date" }
      )pb"),
      Parsed(R"pb(format: CSV embedded_json: "$.Tags")pb"),
      Parsed("format: CLOUD_EVENTS"),
  };
  const std::string data[] = {
      kDays, "Id,Tags\n1,\"{\"\"app\"\": \"\"[1]\"\"}\"\n",
      R"({"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"eyJhIjoxfQ=="})"};
  for (int i = 0; i < 3; ++i) {
    for (const std::string& record : Read(sources[i], data[i])) {
      std::vector<std::string> again;
      const absl::Status status =
          RecordReader::Compile(sources[i])->ReadKept(record, [&](const SourceRecord& kept) {
            Gather(kept, again);
            return absl::OkStatus();
          });
      EXPECT_TRUE(status.ok()) << status;
      EXPECT_THAT(again, ElementsAre(record));
    }
  }
}

}  // namespace
}  // namespace palier::kpi
