// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::gateway {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(ParseQuery, ReadsKeysAndValues) {
  EXPECT_THAT(*ParseQuery("a=1&b.c=x+y&a=%C3%A9&flag&=v&d=e=f&&"),
              ElementsAre(Pair("a", "1"), Pair("b.c", "x y"), Pair("a", "é"), Pair("flag", ""),
                          Pair("", "v"), Pair("d", "e=f")));
  EXPECT_TRUE(ParseQuery("")->empty());
}

TEST(ParseQuery, RefusesWhatIsNoText) {
  for (const char* bad : {"a=%", "%zz=1", "a=%FF", "a=%00"})
    EXPECT_FALSE(ParseQuery(bad).ok()) << bad;
}

TEST(ParseQuery, BoundsTheirNumber) {
  std::string query;
  for (int i = 0; i < kMaxQueryParameters; ++i) absl::StrAppend(&query, "a=", i, "&");
  EXPECT_TRUE(ParseQuery(query).ok());
  EXPECT_FALSE(ParseQuery(query + "b=1").ok());
}

TEST(FormatQuery, IsReadBackAsItWas) {
  const QueryParameters parameters = {{"a.b", "1 & 2"}, {"c", "=é+"}};
  EXPECT_EQ(*ParseQuery(FormatQuery(parameters)), parameters);
}

}  // namespace
}  // namespace palier::gateway
