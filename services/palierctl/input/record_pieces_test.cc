// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/record_pieces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/error.h"

namespace palier::ctl {
namespace {

using kpi::v1::Source;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
  const std::string header = "\"id\",\"note\"\n";
  std::string table = "id,note\n";
  std::string rows;
  for (int i = 0; i < 2500; ++i) {
    absl::StrAppend(&table, i, ",\"a\nb\"\n");
    absl::StrAppend(&rows, "\"", i, "\",\"a\nb\"\n");
  }
  const auto pieces = PiecesOf(Source::CSV, table);
  ASSERT_EQ(pieces.size(), 3u);
  std::string joined;
  for (const std::string& piece : pieces) {
    EXPECT_EQ(piece.substr(0, header.size()), header);
    joined += piece.substr(header.size());
  }
  EXPECT_EQ(joined, rows);
}

TEST(RecordPiecesTest, ATableKeepsItsValues) {
  const struct {
    std::string text, piece;
  } kCases[] = {
      {"", ""},
      {"id,note\n", ""},
      {"a,b\n1,2\r\n\n3,-4", "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"-4\"\n"},
      {"\xef\xbb\xbfid;\"n\"\n1;\"5,2\"\"\"\n", "\"id\";\"n\"\n\"1\";\"5,2\"\"\"\n"},
      // A quote that does not begin a field is a character.
      {"disk\tsize\n5\" disk\t7\n", "\"disk\"\t\"size\"\n\"5\"\" disk\"\t\"7\"\n"},
      // A row that is too short or too long is told by who reads it.
      {"a,b\n1\n1,2,3\n,\n", "\"a\",\"b\"\n\"1\"\n\"1\",\"2\",\"3\"\n\"\",\"\"\n"},
      {"only\n\"\"\n7\n", "\"only\"\n\"\"\n\"7\"\n"},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(absl::StrJoin(PiecesOf(Source::CSV, one.text), ""), one.piece) << one.text;
  }
}

TEST(RecordPiecesTest, AQuoteThatIsNeverClosedIsTold) {
  const std::string path = testing::TempDir() + "/open-quote";
  std::ofstream(path) << "a,b\n\"1,2\n3,4\n";
  const auto pieces = RecordPieces::Open(path, Source::CSV);
  ASSERT_TRUE(pieces.ok()) << pieces.status();
  const auto piece = (*pieces)->Next();
  EXPECT_EQ(status::ReasonOf(piece.status()), error::v1::UNREADABLE_FILE) << piece.status();
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
