// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/json_check.h"

#include <gtest/gtest.h>

#include <string>

namespace palier::gateway {
namespace {

std::string Nested(int depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(CheckJson, TakesOneValueOfJson) {
  for (const char* good :
       {"{}", "[]", "1", "null", "\"é\"", R"({"a":[1,2.5e3,{"b":"]}[["}]})", " {\"a\" : true}\n"}) {
    EXPECT_TRUE(CheckJson(good).ok()) << good;
  }
}

TEST(CheckJson, RefusesWhatProtobufWouldTake) {
  for (const char* bad : {"", "{a:1}", "{'a':1}", "{\"a\":1,}", "{}{}", "{\"a\":1}x", "[1,]",
                          "{\"a\"}", "\"\xff\"", "1e999", "NaN", "// c\n{}"}) {
    EXPECT_FALSE(CheckJson(bad).ok()) << bad;
  }
}

TEST(CheckJson, BoundsTheDepth) {
  EXPECT_TRUE(CheckJson(Nested(kMaxJsonDepth)).ok());
  EXPECT_FALSE(CheckJson(Nested(kMaxJsonDepth + 1)).ok());
  EXPECT_FALSE(CheckJson(Nested(100000)).ok());
  EXPECT_FALSE(CheckJson(std::string(1000000, '[')).ok());
  EXPECT_TRUE(CheckJson("[" + Nested(2) + "," + Nested(2) + "]", 3).ok());
}

TEST(CheckJson, BracketsInTextsDoNotCount) {
  EXPECT_TRUE(CheckJson("\"" + std::string(1000, '[') + "\"").ok());
}

}  // namespace
}  // namespace palier::gateway
