// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/percent.h"

#include <gtest/gtest.h>

namespace palier::gateway {
namespace {

TEST(PercentDecode, ReadsWhatIsEncoded) {
  EXPECT_EQ(PercentDecode("a%20b"), "a b");
  EXPECT_EQ(PercentDecode("%C3%a9t%C3%A9"), "été");
  EXPECT_EQ(PercentDecode("a+b"), "a+b");
  EXPECT_EQ(PercentDecode(""), "");
  EXPECT_EQ(PercentDecode("%2525"), "%25");  // once
}

TEST(PercentDecode, RefusesWhatIsNoText) {
  for (const char* bad :
       {"%", "%4", "%zz", "%4g", "a%", "%C3", "%FF", "%00", "%ED%A0%80", "%c0%af"})
    EXPECT_EQ(PercentDecode(bad), std::nullopt) << bad;
}

TEST(PercentDecode, KeepsAnEscapedSlashWhereSlashesSeparate) {
  EXPECT_EQ(PercentDecode("a%2Fb%2fc%20d", EncodedSlash::kKeep), "a%2Fb%2fc d");
  EXPECT_EQ(PercentDecode("a%2Fb"), "a/b");
}

TEST(DecodeQueryText, TakesPlusForASpace) {
  EXPECT_EQ(DecodeQueryText("a+b%2Bc"), "a b+c");
}

TEST(PercentEncode, IsReadBackAsItWas) {
  const std::string text = "déjà vu/100 %+&=~-_.";
  EXPECT_EQ(PercentEncode(text), "d%C3%A9j%C3%A0%20vu%2F100%20%25%2B%26%3D~-_.");
  EXPECT_EQ(PercentDecode(PercentEncode(text)), text);
  EXPECT_EQ(DecodeQueryText(PercentEncode(text)), text);
}

}  // namespace
}  // namespace palier::gateway
