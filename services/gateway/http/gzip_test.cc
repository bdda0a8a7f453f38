// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/gzip.h"

#include <gtest/gtest.h>

namespace palier::gateway::http {
namespace {

TEST(Gzip, IsReadBackAsItWas) {
  for (const std::string& text : {std::string(), std::string("x"), std::string(300000, 'a')}) {
    EXPECT_EQ(*Gunzip(Gzip(text), 300000), text);
  }
}

TEST(Gunzip, StopsAtTheBound) {
  const std::string bomb = Gzip(std::string(64 << 20, '\0'));
  EXPECT_LT(bomb.size(), size_t{400000});
  EXPECT_TRUE(absl::IsResourceExhausted(Gunzip(bomb, 1 << 20).status()));
  EXPECT_TRUE(absl::IsResourceExhausted(Gunzip(Gzip("ab"), 1).status()));
  EXPECT_EQ(*Gunzip(Gzip("a"), 1), "a");
}

TEST(Gunzip, RefusesWhatIsNone) {
  const std::string whole = Gzip("hello");
  for (const std::string& bad :
       {std::string(), std::string("hello"), whole.substr(0, whole.size() - 1), whole + "x"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Gunzip(bad, 100).status()));
  }
}

TEST(AcceptsGzip, ReadsTheHeader) {
  for (const char* yes : {"gzip", "deflate, gzip;q=0.5", "GZIP", "*", "br,gzip"})
    EXPECT_TRUE(AcceptsGzip(yes)) << yes;
  for (const char* no : {"", "identity", "gzip;q=0", "gzip; q=0.0", "x-gzip", "gzip;q=x"})
    EXPECT_FALSE(AcceptsGzip(no)) << no;
}

}  // namespace
}  // namespace palier::gateway::http
