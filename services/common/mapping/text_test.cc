// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/text.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

struct Case {
  std::string in;
  std::string out;
};

TEST(TextTest, CollapsesEveryKindOfWhiteSpace) {
  const std::vector<Case> cases = {
      {"", ""},
      {" \t\r\n ", ""},
      {"Research or  Administrative\nAction", "Research or Administrative Action"},
      {"\xC2\xA0"
       "a\xC2\xA0\xE2\x80\x83 b\xE3\x80\x80",
       "a b"},
      {"\xEF\xBB\xBF"
       "name",
       "name"},
      {"é", "é"},
  };
  for (const Case& c : cases) EXPECT_EQ(CollapseSpace(c.in), c.out) << c.in;
}

TEST(TextTest, TrimKeepsWhatIsInside) {
  EXPECT_EQ(Trim(" a\n b\xC2\xA0"), "a\n b");
  EXPECT_EQ(Trim("\x80\x80"), "\x80\x80") << "bytes that are no character are kept";
}

TEST(TextTest, FoldsCaseOfAllLanguages) {
  const std::vector<Case> cases = {
      {"Zeeuws  Archief ", "zeeuws archief"},
      {"ÉCOLE", "école"},
      {"E\xCC\x81", "é"},
      {"Straße", "strasse"},
      {"ﬁn", "fin"},
  };
  for (const Case& c : cases) EXPECT_EQ(Fold(c.in), c.out) << c.in;
}

TEST(TextTest, HeadersMatchWithoutPunctuation) {
  EXPECT_EQ(FoldHeader("Use_Case_ID"), FoldHeader("use case id"));
  EXPECT_EQ(FoldHeader("Describe the AI system’s outputs."),
            FoldHeader("describe the AI system's outputs"));
  EXPECT_NE(FoldHeader("Date Initiated"), FoldHeader("Date Implemented"));
  EXPECT_EQ(FoldHeader("???"), "");
}

TEST(TextTest, TellsNoValueFromAnswer) {
  for (const char* text : {"", "  ", "N/A", "n/a ", "NA", "-", "N.A.", "\xC2\xA0"}) {
    EXPECT_TRUE(IsEmptyMark(text)) << text;
  }
  for (const char* text : {"TBD", "Unknown", "N/A - never", "0", "--"}) {
    EXPECT_FALSE(IsEmptyMark(text)) << text;
  }
}

TEST(TextTest, ExcerptEndsBetweenCharacters) {
  EXPECT_EQ(Excerpt("aé", 2), "a");
  EXPECT_EQ(Excerpt("aé", 3), "aé");
  EXPECT_EQ(Excerpt("", 3), "");
}

}  // namespace
}  // namespace palier::mapping
