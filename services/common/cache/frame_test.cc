// SPDX-License-Identifier: Apache-2.0
#include "common/cache/frame.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>

namespace palier::cache {
namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

TEST(FrameTest, ComesBackAsItWas) {
  const std::string bytes("\0\xff\r\n", 4);
  for (const int64_t revision : {kMin, int64_t{-1}, int64_t{0}, int64_t{1} << 53, kMax}) {
    for (const FrameKind kind : {FrameKind::kEntry, FrameKind::kTombstone}) {
      const std::optional<Frame> frame =
          DecodeFrame(EncodeFrame(kind, {"acme", "projects/p"}, revision, bytes));
      ASSERT_TRUE(frame) << revision;
      EXPECT_EQ(frame->kind, kind);
      EXPECT_EQ(frame->organization, "acme");
      EXPECT_EQ(frame->key, "projects/p");
      EXPECT_EQ(frame->revision, revision);
      EXPECT_EQ(frame->bytes, bytes);
    }
  }
}

TEST(FrameTest, AnyCutOrChangedByteIsRefused) {
  const std::string whole = EncodeFrame(FrameKind::kEntry, {"acme", "k"}, 7, "some bytes");
  for (size_t i = 0; i < whole.size(); ++i) {
    EXPECT_FALSE(DecodeFrame(absl::string_view(whole).substr(0, i))) << i;
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x20);
    EXPECT_FALSE(DecodeFrame(changed)) << i;
  }
  EXPECT_FALSE(DecodeFrame(whole + "x"));
  EXPECT_FALSE(DecodeFrame("PAL1"));
  EXPECT_FALSE(DecodeFrame(std::string(1000, 'x')));
}

TEST(FrameTest, RevisionTextSortsAsRevisions) {
  const int64_t ascending[] = {kMin, -2, -1, 0, 1, 9, 10, (int64_t{1} << 53) + 1, kMax};
  std::string last;
  for (const int64_t revision : ascending) {
    const std::string text = RevisionText(revision);
    EXPECT_EQ(text.size(), 20u);
    EXPECT_LT(last, text) << revision;
    last = text;
  }
}

TEST(FrameTest, KeysOfTwoOrganisationsNeverMeet) {
  const KeyView keys[] = {
      {"a", "b"},    {"a}:b", ""}, {"", "a}:b"}, {"a", "}:b"},   {"a}", "b"},
      {"a%7D", "b"}, {"A", "b"},   {"a", "b c"}, {"a", "b%20c"}, {"a", "*"},
  };
  std::set<std::string> names;
  for (const KeyView& key : keys) EXPECT_TRUE(names.insert(RedisKey("p", key)).second);
  EXPECT_EQ(RedisKey("palier", {"acme", "projects/p1"}), "palier:{acme}:projects/p1");
  EXPECT_EQ(RedisKey("p*", {"acme", "a b"}), "p%2A:{acme}:a%20b");
}

TEST(FrameTest, LongKeysAreHashed) {
  const std::string a(5000, 'a'), b = a + "b";
  EXPECT_LT(RedisKey("p", {"acme", a}).size(), 100u);
  EXPECT_NE(RedisKey("p", {"acme", a}), RedisKey("p", {"acme", b}));
}

}  // namespace
}  // namespace palier::cache
