// SPDX-License-Identifier: Apache-2.0
#include "common/aip/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace palier::aip {
namespace {

TEST(TextTest, FoldsCaseAccentsAndSpaces) {
  const struct {
    const char* text;
    const char* folded;
  } kCases[] = {
      {"", ""},
      {"   ", ""},
      {"Chatbot RH", "chatbot rh"},
      {"Équipe Données", "equipe donnees"},
      {"E\xCC\x81quipe", "equipe"},
      {"  Coût \t d'Œuvre\u00A0", "cout d'oeuvre"},
      {"Straße STRASSE", "strasse strasse"},
      {"cæcum ÆTHER", "caecum aether"},
      {"ŁÓDŹ Ørsted", "lodz orsted"},
      {"ﬁnance ①", "finance 1"},
      {"l\u2019usine", "l'usine"},
      {"İstanbul ısı", "istanbul isi"},
      {"ΑΘΗΝΑ", "αθηνα"},
      {"a\x01z", "az"},
  };
  for (const auto& c : kCases) EXPECT_EQ(FoldText(c.text), c.folded) << c.text;
}

TEST(TextTest, FoldingTwiceIsFoldingOnce) {
  for (const char* text : {"Équipe  Données", "Œ ß ﬃ", "½ ℌ Ω", "한국어", "\xFF\xFE"}) {
    EXPECT_EQ(FoldText(FoldText(text)), FoldText(text)) << text;
  }
}

TEST(TextTest, AFragmentKeepsTheSpaceAtItsEnds) {
  EXPECT_EQ(FoldFragment("  Équipe  "), " equipe ");
  EXPECT_EQ(FoldFragment("a"), "a");
}

TEST(TextTest, KnowsWellFormedUtf8) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("é \xF0\x9F\x98\x80"));
  for (const char* bad :
       {"\x80", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\xFF"}) {
    EXPECT_FALSE(IsValidUtf8(bad));
    EXPECT_TRUE(IsValidUtf8(CleanText(bad)));
    EXPECT_TRUE(IsValidUtf8(FoldText(bad)));
  }
  EXPECT_EQ(CleanText(std::string("a\0b", 3)), "ab");
}

TEST(TextTest, CutsBetweenCodePoints) {
  EXPECT_EQ(CutText("aé", 3), "aé");
  EXPECT_EQ(CutText("aé", 2), "a");
  EXPECT_EQ(CutText("é", 1), "");
  EXPECT_EQ(Excerpt("short"), "short");
  const std::string excerpt = Excerpt(std::string(99, 'a') + "éé");
  EXPECT_EQ(excerpt, std::string(99, 'a') + "…");
  EXPECT_EQ(CountCodePoints("aé\xF0\x9F\x98\x80"), 3);
}

TEST(TextTest, FindsWhatComesAfterAPrefix) {
  const struct {
    const char* prefix;
    const char* after;
  } kCases[] = {
      {"abc", "abd"},
      {"\x7F", "\xC2\x80"},
      {"\xED\x9F\xBF", "\xEE\x80\x80"},
      {"a\xF4\x8F\xBF\xBF", "b"},
      {"\xF4\x8F\xBF\xBF", ""},
      {"", ""},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(AfterPrefix(c.prefix), c.after);
    EXPECT_TRUE(IsValidUtf8(AfterPrefix(c.prefix)));
  }
}

template <typename T, typename Encode>
void ExpectOrdered(const std::vector<T>& increasing, Encode encode) {
  for (size_t i = 0; i < increasing.size(); ++i) {
    const std::string encoded = encode(increasing[i]);
    EXPECT_FALSE(encoded.empty()) << i;
    EXPECT_EQ(encoded.size(), encode(increasing[0]).size()) << i;
    EXPECT_TRUE(i == 0 || encode(increasing[i - 1]) < encoded) << i;
  }
}

TEST(TextTest, EncodingsKeepTheOrder) {
  ExpectOrdered<int64_t>({std::numeric_limits<int64_t>::min(), -10, -9, -1, 0, 1, 9, 10, 1 << 30,
                          std::numeric_limits<int64_t>::max()},
                         EncodeOrderedInt);
  constexpr double kInf = std::numeric_limits<double>::infinity();
  ExpectOrdered<double>({-kInf, -1e300, -2, -1.5, -1e-300, 0, 1e-300, 0.1, 1.5, 2, 10, 1e300, kInf},
                        EncodeOrderedDouble);
  ExpectOrdered<int32_t>({std::numeric_limits<int32_t>::min(), -1, 0, 1, 2, 10}, EncodeOrderedEnum);
  ExpectOrdered<absl::Time>({absl::InfinitePast(), absl::FromUnixMicros(-1), absl::UnixEpoch(),
                             absl::FromUnixMicros(1), absl::InfiniteFuture()},
                            EncodeOrderedTime);
  ExpectOrdered<absl::Duration>({-absl::Hours(2), -absl::Microseconds(1), absl::ZeroDuration(),
                                 absl::Seconds(1), absl::Hours(1)},
                                EncodeOrderedDuration);
  EXPECT_LT(EncodeOrderedBool(false), EncodeOrderedBool(true));
  EXPECT_LT(EncodeOrderedDate(2024, 0, 0), EncodeOrderedDate(2024, 1, 31));
  EXPECT_LT(EncodeOrderedDate(2024, 9, 30), EncodeOrderedDate(2024, 10, 1));
  EXPECT_EQ(EncodeOrderedDate(-5, 200, 3), "00009903");
}

TEST(TextTest, EncodesValuesWithoutAnOrder) {
  EXPECT_EQ(EncodeOrderedDouble(std::nan("")), "");
  EXPECT_EQ(EncodeOrderedDouble(-0.0), EncodeOrderedDouble(0.0));
  EXPECT_EQ(EncodeOrderedTime(absl::FromUnixNanos(-1)),
            EncodeOrderedTime(absl::FromUnixMicros(-1)));
}

}  // namespace
}  // namespace palier::aip
