// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/lines.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

std::string Read(absl::string_view text, size_t chunk) {
  std::vector<std::string> lines;
  LineReader reader(4, [&lines](const TextLine& line) {
    lines.push_back(absl::StrCat(line.number, line.too_long ? "!" : ":", line.text));
    return absl::OkStatus();
  });
  for (size_t i = 0; i < text.size(); i += chunk)
    EXPECT_TRUE(reader.Feed(text.substr(i, chunk)).ok());
  EXPECT_TRUE(reader.Finish().ok());
  return absl::StrJoin(lines, " ");
}

struct Case {
  std::string text;
  std::string lines;
};

TEST(LinesTest, TableWhateverThePieces) {
  const std::vector<Case> cases = {
      {"", ""},
      {"\n\r\n\n", ""},
      {"a\nb", "1:a 2:b"},
      {"a\r\n\r\nb\r\n", "1:a 3:b"},
      {"abcd\r\nx", "1:abcd 2:x"},
      {"abcde\nx", "1!abcd 2:x"},
      {"abcdefghij", "1!abcd"},
      {"abcd\r\r\n", "1!abcd"},
      {std::string("a\0b\n", 4), std::string("1:a\0b", 5)},
  };
  for (const Case& c : cases) {
    for (const size_t chunk : {size_t{1}, size_t{2}, size_t{3}, size_t{100}}) {
      EXPECT_EQ(Read(c.text, chunk), c.lines) << c.text << chunk;
    }
  }
}

TEST(LinesTest, LongLineIsNotKept) {
  const std::string chunk(64 << 10, 'x');
  std::vector<size_t> sizes;
  LineReader reader(1 << 20, [&sizes](const TextLine& line) {
    sizes.push_back(line.too_long ? line.text.size() : 0);
    return absl::OkStatus();
  });
  for (size_t fed = 0; fed < size_t{1} << 30; fed += chunk.size())
    ASSERT_TRUE(reader.Feed(chunk).ok());
  ASSERT_TRUE(reader.Feed("\n{}\n").ok());
  ASSERT_TRUE(reader.Finish().ok());
  EXPECT_EQ(sizes, (std::vector<size_t>{1 << 20, 0}));
}

TEST(LinesTest, CallbackEndsTheReading) {
  const absl::Status status = ForEachLine("a\nb\nc", 10, [](const TextLine& line) {
    return line.text == "b" ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace palier::mapping
