// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/pieces.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>

namespace palier::ctl {
namespace {

std::string Written(const std::string& name, const std::string& content) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string Zipped(const std::string& name, const std::string& content) {
  const std::string path = testing::TempDir() + "/" + name;
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
  gzclose(file);
  return path;
}

TEST(PiecesTest, GiveAFilePieceByPiece) {
  const std::string content(kPieceBytes + 5, 'x');
  for (const std::string& path : {Written("plain", content), Zipped("zipped.gz", content)}) {
    auto pieces = Pieces::Open(path);
    ASSERT_TRUE(pieces.ok()) << pieces.status();
    EXPECT_EQ(pieces->Next()->size(), kPieceBytes);
    EXPECT_EQ(pieces->Next()->size(), 5u);
    EXPECT_TRUE(pieces->Next()->empty());
  }
}

TEST(PiecesTest, AnEmptyFileHasNone) {
  auto pieces = Pieces::Open(Written("empty", ""));
  ASSERT_TRUE(pieces.ok());
  EXPECT_TRUE(pieces->Next()->empty());
}

TEST(PiecesTest, RefusesWhatIsNoFile) {
  EXPECT_FALSE(Pieces::Open("/nowhere/at/all").ok());
  EXPECT_FALSE(Pieces::Open(testing::TempDir()).ok());
}

TEST(PiecesTest, NoticesACutGzipFile) {
  const std::string path = Zipped("whole.gz", std::string(1000, 'x') + "end");
  std::ifstream in(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  auto pieces = Pieces::Open(Written("cut.gz", bytes.substr(0, bytes.size() - 10)));
  ASSERT_TRUE(pieces.ok());
  absl::StatusOr<std::string> piece = pieces->Next();
  while (piece.ok() && !piece->empty()) piece = pieces->Next();
  EXPECT_FALSE(piece.ok());
}

TEST(LinesTest, TakeEveryLineEnd) {
  auto pieces = Pieces::Open(Written("lines", "a\r\n\nb"));
  ASSERT_TRUE(pieces.ok());
  Lines lines(*std::move(pieces));
  std::string line;
  std::string all;
  while (*lines.Next(&line)) all += line + "|";
  EXPECT_EQ(all, "a||b|");
  EXPECT_EQ(lines.number(), 3);
}

TEST(LinesTest, AreBounded) {
  auto pieces = Pieces::Open(Written("long", std::string(3 * kPieceBytes, 'x')));
  ASSERT_TRUE(pieces.ok());
  Lines lines(*std::move(pieces));
  std::string line;
  EXPECT_EQ(lines.Next(&line).status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace palier::ctl
