// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/encoding.h"

#include <string>
#include <vector>

#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

using std::string_literals::operator""s;

struct Case {
  std::string what;
  std::string bytes;
  Encoding encoding;
  std::string text;
  int64_t defects;
};

TEST(EncodingTest, Table) {
  const std::vector<Case> cases = {
      {"empty", "", Encoding::kUtf8, "", 0},
      {"ASCII", "a,b\r\n", Encoding::kUtf8, "a,b\r\n", 0},
      {"UTF-8", "é€😀", Encoding::kUtf8, "é€😀", 0},
      {"UTF-8 with mark",
       "\xEF\xBB\xBF"
       "é",
       Encoding::kUtf8, "é", 0},
      {"mark alone", "\xEF\xBB\xBF", Encoding::kUtf8, "", 0},
      {"UTF-8 with mark, broken",
       "\xEF\xBB\xBF"
       "a\xE9"
       "b",
       Encoding::kUtf8,
       "a\xEF\xBF\xBD"
       "b",
       1},
      {"Windows-1252", "caf\xE9 \x80\x96 \x93x\x94", Encoding::kWindows1252, "café €– “x”", 0},
      {"undefined bytes", "\xE9\x81\x8D\x8F\x90\x9D", Encoding::kWindows1252,
       "é\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 5},
      {"no-break space",
       "a\xA0"
       "b",
       Encoding::kWindows1252,
       "a\xC2\xA0"
       "b",
       0},
      {"damaged UTF-8", "éèà\xFFü", Encoding::kUtf8, "éèà\xEF\xBF\xBDü", 1},
      {"cut UTF-8", "éèà\xE2\x82", Encoding::kUtf8, "éèà\xEF\xBF\xBD\xEF\xBF\xBD", 2},
      {"overlong and surrogate", "\xC0\xAF\xED\xA0\x80", Encoding::kWindows1252, "À¯í\xC2\xA0€", 0},
      {"UTF-16LE",
       "\xFF\xFE"
       "a\0\xE9\0\x3D\xD8\x00\xDE"s,
       Encoding::kUtf16Le, "aé😀", 0},
      {"UTF-16BE", "\xFE\xFF\0a\0\xE9\xD8\x3D\xDE\x00"s, Encoding::kUtf16Be, "aé😀", 0},
      {"UTF-16 lone surrogates", "\xFE\xFF\xD8\x3D\0a\xDE\x00"s, Encoding::kUtf16Be,
       "\xEF\xBF\xBD"
       "a\xEF\xBF\xBD",
       2},
      {"UTF-16 odd byte",
       "\xFF\xFE"
       "a\0b"s,
       Encoding::kUtf16Le, "a\xEF\xBF\xBD", 1},
      {"one NUL", "0123456789\0abcdefghij"s, Encoding::kUtf8,
       "0123456789\xEF\xBF\xBD"
       "abcdefghij",
       1},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<DecodedText> decoded = Decode(c.bytes);
    ASSERT_TRUE(decoded.ok()) << c.what << decoded.status();
    EXPECT_EQ(decoded->encoding, c.encoding) << c.what;
    EXPECT_EQ(decoded->text, c.text) << c.what;
    EXPECT_EQ(decoded->defect_count, c.defects) << c.what;
  }
}

TEST(EncodingTest, TheLastByteDecides) {
  std::string bytes(1 << 20, 'a');
  bytes += "\xE9";
  const absl::StatusOr<DecodedText> decoded = Decode(bytes);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->encoding, Encoding::kWindows1252);
  EXPECT_EQ(decoded->text.substr(1 << 20), "é");
}

TEST(EncodingTest, DefectsTellTheirPlaceAndAreListedUpToALimit) {
  const absl::StatusOr<DecodedText> one = Decode("ab\x81");
  ASSERT_TRUE(one.ok());
  ASSERT_EQ(one->defects.size(), 1u);
  EXPECT_EQ(one->defects[0].byte_offset, 2);
  const absl::StatusOr<DecodedText> many = Decode(std::string(1000, '\x81'));
  ASSERT_TRUE(many.ok());
  EXPECT_EQ(many->defect_count, 1000);
  EXPECT_EQ(many->defects.size(), static_cast<size_t>(kMaxListedDefects));
}

TEST(EncodingTest, RefusesBinary) {
  const std::vector<std::string> files = {"\0"s, std::string(1000, '\0'), "a\0,\0b\0\n\0"s,
                                          "\xFF\xFE\0\0a\0\0\0b\0\0\0"s};
  for (const std::string& bytes : files) {
    const absl::StatusOr<DecodedText> decoded = Decode(bytes);
    ASSERT_FALSE(decoded.ok());
    EXPECT_EQ(status::ReasonOf(decoded.status()), error::v1::UNREADABLE_FILE);
    EXPECT_FALSE(status::DetailOf(decoded.status()).fr().empty());
  }
}

}  // namespace
}  // namespace palier::mapping
