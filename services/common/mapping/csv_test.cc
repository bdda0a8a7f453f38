// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/csv.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

// Rows as "record@line|field|field", with < for short and > for long ones and ! for stray quotes.
std::string Show(const CsvRow& row) {
  std::string shape = row.shape == RowShape::kShort ? "<" : row.shape == RowShape::kLong ? ">" : "";
  if (row.stray_quotes > 0) shape += "!";
  const std::string text =
      absl::StrCat(row.record, "@", row.line, shape, "|", absl::StrJoin(row.fields, "|"));
  return absl::StrReplaceAll(text, {{"\n", "\\n"}, {"\r", "\\r"}});
}

struct Reading {
  absl::Status status;
  std::string rows;
};

Reading Read(absl::string_view text, size_t chunk, CsvOptions options = {}) {
  std::vector<std::string> rows;
  const auto keep = [&rows](const CsvRow& row) {
    rows.push_back(Show(row));
    return absl::OkStatus();
  };
  CsvReader reader(options, keep, keep);
  absl::Status status;
  for (size_t i = 0; i < text.size() && status.ok(); i += chunk) {
    status = reader.Feed(text.substr(i, chunk));
  }
  if (status.ok()) status = reader.Finish();
  return {status, absl::StrJoin(rows, " ")};
}

struct Case {
  std::string text;
  std::string rows;
};

TEST(CsvTest, TableWhateverThePieces) {
  const std::vector<Case> cases = {
      {"a,b\n1,2\n", "0@1|a|b 1@2|1|2"},
      {"a,b\r\n1,2\r\n3,4", "0@1|a|b 1@2|1|2 2@3|3|4"},
      {"a,b\r1,2\r", "0@1|a|b 1@2|1|2"},
      {"a;b\n1,5;2\n", "0@1|a|b 1@2|1,5|2"},
      {"a\tb\n1\t2\n", "0@1|a|b 1@2|1|2"},
      {"\"a;b;c\",d\n1,2\n", "0@1|a;b;c|d 1@2|1|2"},
      {"one\n1\n", "0@1|one 1@2|1"},
      {"a,b\n\"x,\"\"y\"\"\",\"l1\nl2\r\nl3\rl4\"\n5,6\n",
       "0@1|a|b 1@2|x,\"y\"|l1\\nl2\\r\\nl3\\rl4 2@6|5|6"},
      {"a,b\n5\" pipe,it's\n", "0@1|a|b 1@2|5\" pipe|it's"},
      {"a,b\n\"x\"y,2\n", "0@1|a|b 1@2!|xy|2"},
      {"a,b\n1\n1,2,3\n", "0@1|a|b 1@2<|1 2@3>|1|2|3"},
      {"\n\r\na,b\n\n1,2\n\n", "0@3|a|b 1@5|1|2"},
      {"a,b\n,\n\"\"\n", "0@1|a|b 1@2|| 2@3<|"},
      {"a,b\n1,", "0@1|a|b 1@2|1|"},
      {"a,b\n1,\"\"", "0@1|a|b 1@2|1|"},
      {"\"a\nx\",b\n1,2", "0@1|a\\nx|b 1@3|1|2"},
      {"é,b\n😀,2", "0@1|é|b 1@2|😀|2"},
      {"a,a\n1,2", "0@1|a|a 1@2|1|2"},
  };
  for (const Case& c : cases) {
    for (const size_t chunk : {size_t{1}, size_t{2}, size_t{3}, size_t{7}, c.text.size()}) {
      const Reading reading = Read(c.text, chunk);
      EXPECT_TRUE(reading.status.ok()) << reading.status << c.text;
      EXPECT_EQ(reading.rows, c.rows) << chunk << c.text;
    }
  }
}

TEST(CsvTest, GivenSeparatorIsNotQuestioned) {
  EXPECT_EQ(Read("a,b;c\n", 100, {.separator = ';'}).rows, "0@1|a,b|c");
}

TEST(CsvTest, RefusesWhatIsNoTable) {
  for (const char* text : {"", "\n\n", "\"", "a,b\n1,\"2\n3,4\n", "\"a,b\n1,2\n"}) {
    for (const size_t chunk : {size_t{1}, size_t{100}}) {
      const absl::Status status = Read(text, chunk).status;
      EXPECT_EQ(status::ReasonOf(status), error::v1::UNREADABLE_FILE) << text;
      EXPECT_FALSE(status::DetailOf(status).fr().empty());
    }
  }
  EXPECT_EQ(status::DetailOf(Read("a,b\n1,\"2\n3,4\n", 5).status).metadata().at("detail"),
            "line 2");
}

TEST(CsvTest, RefusesMoreColumnsThanTheBound) {
  const auto row = [](int columns) { return std::string(static_cast<size_t>(columns) - 1, ','); };
  EXPECT_TRUE(Read(absl::StrCat(row(1024), "\n", row(1024), "\n"), 4096).status.ok());
  for (const std::string& text : {row(1025), absl::StrCat("a,b\n", row(1025))}) {
    EXPECT_EQ(status::ReasonOf(Read(text, 4096).status), error::v1::LIMIT_EXCEEDED);
  }
}

TEST(CsvTest, FieldAndRowBounds) {
  const CsvOptions small = {.separator = ',', .max_field_bytes = 4, .max_row_bytes = 10};
  EXPECT_TRUE(Read("abcd,abcd,ab\n", 3, small).status.ok());
  EXPECT_EQ(status::ReasonOf(Read("abcde\n", 3, small).status), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(status::ReasonOf(Read("abcd,abcd,abc\n", 3, small).status), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(status::ReasonOf(Read("\"ab\"\"cd\"\n", 3, small).status), error::v1::LIMIT_EXCEEDED);
}

// A line of 1 GiB, fed from one buffer of 64 KiB: refused once it passes the bound of a value or a
// row.
TEST(CsvTest, RefusesLineWithoutEndWithoutKeepingIt) {
  const std::string plain(64 << 10, 'x');
  const std::string separators =
      absl::StrCat(std::string(32 << 10, 'x'), ",", std::string(32 << 10, 'y'));
  for (const auto& [start, chunk] :
       std::vector<std::pair<std::string, std::string>>{{"", plain},
                                                        {"a,b\n", plain},
                                                        {"a,b\n\"", plain},
                                                        {"\"", plain},
                                                        {"a,b\n", separators}}) {
    const auto ignore = [](const CsvRow&) { return absl::OkStatus(); };
    CsvReader reader({}, ignore, ignore);
    ASSERT_TRUE(start.empty() || reader.Feed(start).ok());
    size_t fed = 0;
    absl::Status status;
    while (fed < size_t{1} << 30 && status.ok()) {
      status = reader.Feed(chunk);
      fed += chunk.size();
    }
    EXPECT_EQ(status::ReasonOf(status), error::v1::LIMIT_EXCEEDED);
    EXPECT_LE(fed, size_t{5} << 20);
    EXPECT_EQ(reader.Feed("more"), status) << "an error stays";
    EXPECT_EQ(reader.Finish(), status);
  }
}

TEST(CsvTest, CallbackEndsTheReading) {
  int rows = 0;
  const absl::Status status = ForEachRow(
      "a\n1\n2\n3\n", {}, [](const CsvRow&) { return absl::OkStatus(); },
      [&rows](const CsvRow& row) {
        ++rows;
        return row.record == 2 ? absl::CancelledError("enough") : absl::OkStatus();
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(rows, 2);
}

}  // namespace
}  // namespace palier::mapping
