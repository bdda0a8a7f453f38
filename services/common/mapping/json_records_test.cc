// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_records.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

std::string Show(const JsonRecord& record) {
  std::string text = absl::StrCat(record.record, "{");
  for (const JsonField& field : record.fields) {
    const char kind = "snbz"[static_cast<int>(field.kind)];
    absl::StrAppend(&text, field.name, "=", field.value, ":", std::string(1, kind), ";");
  }
  return text + "}";
}

struct Reading {
  absl::Status status;
  std::string records;
};

Reading Read(absl::string_view text, const std::string& path, JsonOptions options = {}) {
  std::vector<std::string> records;
  options.path = path;
  const absl::Status status =
      ForEachJsonRecord(text, options, [&records](const JsonRecord& record) {
        records.push_back(Show(record));
        return absl::OkStatus();
      });
  return {status, absl::StrJoin(records, " ")};
}

struct Case {
  std::string text;
  std::string path;
  std::string records;
};

TEST(JsonRecordsTest, Table) {
  const std::vector<Case> cases = {
      {R"([])", "", ""},
      {R"([{"a":"x","b":1,"c":true,"d":null,"e":-1.50}])", "",
       "1{a=x:s;b=1:n;c=true:b;d=:z;e=-1.50:n;}"},
      {R"({"n":2,"items":[{"a":1},{"a":2}],"z":[{"a":3}]})", "items", "1{a=1:n;} 2{a=2:n;}"},
      {R"({"r":{"items":[{"a":{"b":{"c":"d"}},"e":2}]}})", "r.items", "1{a.b.c=d:s;e=2:n;}"},
      {R"([{"t":["x","y"],"u":[[1],{"v":2}]},{}])", "",
       "1{t.0=x:s;t.1=y:s;u.0.0=1:n;u.1.v=2:n;} 2{}"},
      {R"(["x",3,[4]])", "", "1{=x:s;} 2{=3:n;} 3{0=4:n;}"},
      {R"([{"a":1,"a":2}])", "", "1{a=1:n;a=2:n;}"},
      {R"([{"n":123456789012345678901234567890}])", "", "1{n=123456789012345678901234567890:n;}"},
      {R"([{"a":"é\n\u20ac"}])", "", "1{a=é\n€:s;}"},
      {R"({"r":{"items":[{"a":1}],"k":{"l":2}},"s":[]})", "r.items", "1{a=1:n;}"},
      {R"({"r":{"x":[{"a":1}],"items":[2]},"s":[]})", "r.items", "1{=2:n;}"},
      {R"({"items":[{"items":[{"a":1}]}]})", "items", "1{items.0.a=1:n;}"},
  };
  for (const Case& c : cases) {
    const Reading reading = Read(c.text, c.path);
    EXPECT_TRUE(reading.status.ok()) << reading.status << c.text;
    EXPECT_EQ(reading.records, c.records) << c.text;
  }
}

TEST(JsonRecordsTest, RefusesWhatIsNoArrayOfRecords) {
  const std::vector<Case> cases = {
      {"", "", ""},
      {"{", "", ""},
      {"[{\"a\":1}", "", ""},
      {"[{\"a\":1}] x", "", ""},
      {"[{\"a\":\"\xFF\"}]", "", ""},
      {std::string("[\0]", 3), "", ""},
      {"[{\"a\":1e999}]", "", ""},
      {"{\"items\":{}}", "items", ""},
      {"{\"items\":[]}", "other", ""},
      {"{\"items\":[]}", "", ""},
      {"3", "", ""},
  };
  for (const Case& c : cases) {
    const absl::Status status = Read(c.text, c.path).status;
    EXPECT_EQ(status::ReasonOf(status), error::v1::UNREADABLE_FILE) << c.text << status;
    EXPECT_FALSE(status::DetailOf(status).fr().empty());
  }
}

TEST(JsonRecordsTest, BoundsHold) {
  const std::string bomb = std::string(1 << 20, '[');
  EXPECT_EQ(status::ReasonOf(Read(bomb, "").status), error::v1::LIMIT_EXCEEDED);
  std::string objects;
  for (int i = 0; i < 100000; ++i) objects += "{\"a\":";
  EXPECT_EQ(status::ReasonOf(Read(objects, "").status), error::v1::LIMIT_EXCEEDED);
  EXPECT_TRUE(Read("[{\"a\":[]}]", "", {.max_depth = 3}).status.ok());
  EXPECT_FALSE(Read("[{\"a\":[[]]}]", "", {.max_depth = 3}).status.ok());
  EXPECT_FALSE(Read("[{\"a\":1,\"b\":2}]", "", {.max_fields = 1}).status.ok());
  EXPECT_TRUE(Read("[{\"a\":1},{\"b\":2}]", "", {.max_fields = 1}).status.ok());
  EXPECT_FALSE(Read("[{\"a\":\"12345\"}]", "", {.max_record_bytes = 5}).status.ok());
  EXPECT_FALSE(Read("[{\"a\":1}]", "", {.max_bytes = 5}).status.ok());
}

TEST(JsonRecordsTest, OneDocument) {
  const absl::StatusOr<JsonRecord> record = ParseJsonRecord(R"({"id":"7","at":{"t":[1,2]}})");
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(Show(*record), "1{id=7:s;at.t.0=1:n;at.t.1=2:n;}");
  ASSERT_NE(record->Find("id"), nullptr);
  EXPECT_EQ(record->Find("at"), nullptr);
  for (const char* text : {"", "{\"id\":\"7\"", "{} {}", "nul"}) {
    EXPECT_EQ(status::ReasonOf(ParseJsonRecord(text).status()), error::v1::UNREADABLE_FILE) << text;
  }
}

TEST(JsonRecordsTest, CallbackEndsTheReading) {
  int records = 0;
  const absl::Status status = ForEachJsonRecord("[1,2,3]", {}, [&records](const JsonRecord&) {
    return ++records == 2 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(records, 2);
}

}  // namespace
}  // namespace palier::mapping
