// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/list_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/random/random.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ListTextTest, ReadsWhatPeopleWrite) {
  EXPECT_THAT(SplitList(" SAP|mail |  | x y "), ElementsAre("SAP", "mail", "x y"));
  EXPECT_THAT(SplitList("a \\| b"), ElementsAre("a | b"));
  EXPECT_THAT(SplitList(""), ElementsAre());
  EXPECT_THAT(SplitList("a\\"), ElementsAre("a\\"));
  EXPECT_THAT(SplitRecord("id = quality; value=92 ;; alone"),
              ElementsAre(Pair("id", "quality"), Pair("value", "92"), Pair("", "alone")));
  EXPECT_THAT(SplitRecord("a=b=c"), ElementsAre(Pair("a", "b=c")));
  EXPECT_EQ(JoinList({"SAP", "mail"}), "SAP | mail");
  EXPECT_EQ(JoinRecord({{"id", "a;b"}, {"unit", "%"}}), "id=a\\;b ; unit=%");
}

TEST(ListTextTest, WhatWasJoinedComesApart) {
  absl::BitGen random;
  constexpr char kSigns[] = {'a', ' ', '|', '\\', ';', '=', '0', '\n', '\t'};
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::string> values(absl::Uniform(random, 0, 4));
    NamedValues named;
    for (std::string& value : values) {
      const int length = absl::Uniform(random, 0, 5);
      for (int i = 0; i < length; ++i) value += kSigns[absl::Uniform(random, 0u, sizeof kSigns)];
      named.emplace_back("name", value);
    }
    ASSERT_EQ(SplitList(JoinList(values)), values) << JoinList(values);
    ASSERT_EQ(SplitRecord(JoinRecord(named)), named) << JoinRecord(named);
    // A record in a list, as projects hold them.
    ASSERT_EQ(SplitList(JoinList({JoinRecord(named), "x"})).size(), 2u);
    ASSERT_EQ(SplitRecord(SplitList(JoinList({JoinRecord(named), "x"}))[0]), named);
  }
}

}  // namespace
}  // namespace palier::registry
