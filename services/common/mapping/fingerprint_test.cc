// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/fingerprint.h"

#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

TEST(FingerprintTest, IsAFixedText) {
  // The first half of SHA-256 of "4:name5:value".
  EXPECT_EQ(Fingerprint({{"name", "value"}}), "37e4de864b9f920a71eacfb34e4e7aea");
  EXPECT_EQ(Fingerprint({}), "e3b0c44298fc1c149afbf4c8996fb924");
}

TEST(FingerprintTest, EmptyFactIsNoFact) {
  EXPECT_EQ(Fingerprint({{"a", "1"}, {"b", ""}}), Fingerprint({{"a", "1"}}));
}

TEST(FingerprintTest, BordersCount) {
  EXPECT_NE(Fingerprint({{"a", "bc"}}), Fingerprint({{"ab", "c"}}));
  EXPECT_NE(Fingerprint({{"a", "1"}, {"b", "2"}}), Fingerprint({{"a", "2"}, {"b", "1"}}));
}

}  // namespace
}  // namespace palier::mapping
