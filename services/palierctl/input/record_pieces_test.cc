// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/record_pieces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "palierctl/input/csv_rows.h"

namespace palier::ctl {
namespace {

using kpi::v1::Source;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Rows(const std::vector<std::string>& pieces) {
  CsvRows rows;
  for (const std::string& piece : pieces) rows.Feed(piece);
  rows.Finish();
  std::vector<std::string> taken;
  while (!rows.empty()) taken.push_back(rows.Take());
  return taken;
}

TEST(CsvRowsTest, ARowEndsOutsideQuotes) {
  const struct {
    std::string text;
    std::vector<std::string> rows;
  } kCases[] = {
      {"", {}},
      {"a,b\n1,2\r\n\n3,4", {"a,b\n", "1,2\n", "3,4\n"}},
      {"\xef\xbb\xbf\"a\",b\n\"1\n1\",\"x\"\"\n\"\"y\"\n2,3\n",
       {"\"a\",b\n", "\"1\n1\",\"x\"\"\n\"\"y\"\n", "2,3\n"}},
      // A quote that does not begin a field is a character.
      {"disk,size\n5\" disk,7\n\"a\" b\",8\n9,9",
       {"disk,size\n", "5\" disk,7\n", "\"a\" b\",8\n", "9,9\n"}},
      {"a;b\n1,\"5;2\n3;4\n", {"a;b\n", "1,\"5;2\n", "3;4\n"}},
      {"a\tb\r1\t\"2\r3\"\r", {"a\tb\n", "1\t\"2\r3\"\n"}},
      {"a,b\n\"never closed,\n1,2", {"a,b\n", "\"never closed,\n1,2\n"}},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(Rows({one.text}), one.rows) << one.text;
    std::vector<std::string> letters;
    for (const char c : one.text) letters.emplace_back(1, c);
    if (one.text.rfind("\xef\xbb\xbf", 0) == 0) continue;
    EXPECT_EQ(Rows(letters), one.rows) << one.text;
  }
}

std::vector<std::string> PiecesOf(Source::Format format, const std::string& content) {
  const std::string path = testing::TempDir() + "/records";
  std::ofstream(path, std::ios::binary) << content;
  auto pieces = RecordPieces::Open(path, format);
  EXPECT_TRUE(pieces.ok()) << pieces.status();
  std::vector<std::string> all;
  while (pieces.ok()) {
    const auto piece = (*pieces)->Next();
    EXPECT_TRUE(piece.ok()) << piece.status();
    if (!piece.ok() || piece->empty()) break;
    all.push_back(*piece);
  }
  return all;
}

TEST(RecordPiecesTest, EachPieceOfATableHasTheHeader) {
  std::string table = "id,note\n";
  for (int i = 0; i < 2500; ++i) absl::StrAppend(&table, i, ",\"a\nb\"\n");
  const auto pieces = PiecesOf(Source::CSV, table);
  ASSERT_EQ(pieces.size(), 3u);
  std::string joined = "id,note\n";
  for (const std::string& piece : pieces) {
    EXPECT_EQ(piece.substr(0, 8), "id,note\n");
    joined += piece.substr(8);
  }
  EXPECT_EQ(joined, table);
  EXPECT_THAT(PiecesOf(Source::CSV, "id,note\n"), IsEmpty());
  EXPECT_THAT(PiecesOf(Source::CSV, ""), IsEmpty());
}

TEST(RecordPiecesTest, APieceIsBoundedInBytes) {
  const std::string line(400'000, 'x');
  const auto pieces = PiecesOf(Source::NDJSON, absl::StrJoin({line, line, line}, "\n"));
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0], absl::StrCat(line, "\n", line, "\n"));
  EXPECT_EQ(pieces[1], line + "\n");
}

TEST(RecordPiecesTest, EventsAreCutWhereTheyMayBe) {
  EXPECT_THAT(PiecesOf(Source::CLOUD_EVENTS, "\n{\"id\":1}\n{\"id\":\n{\"id\":3}\n"),
              ElementsAre("{\"id\":1}\n{\"id\":\n{\"id\":3}\n"));
  std::string lines;
  for (int i = 0; i < 1500; ++i) absl::StrAppend(&lines, "{\"id\":", i, "}\n");
  EXPECT_EQ(PiecesOf(Source::CLOUD_EVENTS, lines).size(), 2u);
  EXPECT_EQ(absl::StrJoin(PiecesOf(Source::CLOUD_EVENTS, lines), ""), lines);
  EXPECT_THAT(PiecesOf(Source::CLOUD_EVENTS, "{\n \"id\": 1\n}"),
              ElementsAre("{\n \"id\": 1\n}\n"));
  EXPECT_EQ(PiecesOf(Source::CLOUD_EVENTS, "[" + std::string(2000, '\n') + "]").size(), 1u);
  EXPECT_THAT(PiecesOf(Source::CLOUD_EVENTS, " \n"), IsEmpty());
}

TEST(RecordPiecesTest, ADocumentIsOne) {
  EXPECT_THAT(PiecesOf(Source::JSON, "[\n1]\n"), ElementsAre("[\n1]\n"));
}

}  // namespace
}  // namespace palier::ctl
