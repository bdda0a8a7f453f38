// SPDX-License-Identifier: Apache-2.0
#include "common/cache/reply.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace palier::cache {
namespace {

using Kind = Reply::Kind;

TEST(ReplyTest, ReadsEveryKindByteByByte) {
  const std::string stream = absl::StrCat("$-1\r\n", "$3\r\na\rb\r\n", "+OK\r\n", "-ERR no\r\n",
                                          ":-7\r\n", "*2\r\n$1\r\nx\r\n:1\r\n");
  ReplyReader reader;
  std::vector<std::unique_ptr<Reply>> replies;
  for (const char c : stream) {
    ASSERT_TRUE(reader.Feed(absl::string_view(&c, 1)));
    if (auto reply = reader.Next()) replies.push_back(std::move(reply));
  }
  ASSERT_EQ(replies.size(), 6u);
  EXPECT_EQ(replies[0]->kind, Kind::kNil);
  EXPECT_EQ(replies[1]->kind, Kind::kString);
  EXPECT_EQ(replies[1]->text, "a\rb");
  EXPECT_EQ(replies[2]->kind, Kind::kStatus);
  EXPECT_EQ(replies[3]->kind, Kind::kError);
  EXPECT_EQ(replies[3]->text, "ERR no");
  EXPECT_EQ(replies[4]->integer, -7);
  ASSERT_EQ(replies[5]->elements.size(), 2u);
  EXPECT_EQ(replies[5]->elements[0].text, "x");
  EXPECT_EQ(replies[5]->elements[1].integer, 1);
}

TEST(ReplyTest, RefusesWhatNoCommandOfOursIsAnswered) {
  for (const char* text :
       {"*1000000000\r\n", "*17\r\n", "*1\r\n*1\r\n", "?x\r\n", "$x\r\n", ":x\r\n",
        "$99999999999999999999\r\n", "\r\n", "HTTP/1.1 400 Bad Request\r\n"}) {
    ReplyReader reader;
    reader.Feed(text);
    EXPECT_EQ(reader.Next(), nullptr) << text;
    EXPECT_TRUE(reader.failed()) << text;
    EXPECT_FALSE(reader.Feed("+OK\r\n")) << text;
  }
}

TEST(ReplyTest, BoundsTheBytesOfOneReply) {
  ReplyReader reader;
  const std::string chunk(1 << 20, 'x');
  ASSERT_TRUE(reader.Feed("$2000000000\r\n"));
  int fed = 0;
  while (fed < 100 && reader.Feed(chunk)) ++fed;
  EXPECT_EQ(fed, 8);
  EXPECT_TRUE(reader.failed());
}

TEST(ReplyTest, ManySmallRepliesAreNotOneLongOne) {
  ReplyReader reader;
  const std::string reply = absl::StrCat("$1000000\r\n", std::string(1'000'000, 'x'), "\r\n");
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(reader.Feed(reply));
    ASSERT_NE(reader.Next(), nullptr);
  }
}

TEST(ReplyTest, SurvivesRandomBytes) {
  std::mt19937 random(7);
  const std::string alphabet = "$*+-:0123459\r\n\r\n x";
  int replies = 0, failures = 0;
  for (int round = 0; round < 20'000; ++round) {
    ReplyReader reader;
    std::string text;
    for (int i = 0; i < 40; ++i) text.push_back(alphabet[random() % alphabet.size()]);
    reader.Feed(text);
    while (reader.Next() != nullptr) ++replies;
    failures += reader.failed();
  }
  EXPECT_GT(replies, 0);
  EXPECT_GT(failures, 0);
}

}  // namespace
}  // namespace palier::cache
