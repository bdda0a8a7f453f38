// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/xlsx_text.h"

#include <gtest/gtest.h>

namespace palier::mapping {
namespace {

TEST(XlsxTextTest, EscapesAreTakenBack) {
  EXPECT_EQ(DecodeXstring("a_x000D_b_x0041_"), "a\rbA");
  EXPECT_EQ(DecodeXstring("_x005F_x0041_"), "_x0041_");
  EXPECT_EQ(DecodeXstring("_x00E9_x_xD800__x0000_"), "éx_xD800__x0000_");
  EXPECT_EQ(DecodeXstring("_x00_ _ __x"), "_x00_ _ __x");
  for (const std::string text : {"", "_x0041_", "a\rb", "_", "__x005F_", "_x12_", "\x01\x1F",
                                 "_x1234\x0B", "_x0x04\x0B", "_x1234\xEF\xBF\xBE"}) {
    EXPECT_EQ(DecodeXstring(EncodeXstring(text)), text);
  }
}

TEST(XlsxTextTest, Columns) {
  const std::pair<int, const char*> cases[] = {{0, "A"},    {25, "Z"},    {26, "AA"},
                                               {701, "ZZ"}, {702, "AAA"}, {16'383, "XFD"}};
  for (const auto& [column, letters] : cases) {
    EXPECT_EQ(ColumnLetters(column), letters);
    const auto place = ParsePlace(std::string(letters) + "1048576");
    ASSERT_TRUE(place.has_value()) << letters;
    EXPECT_EQ(place->column, column);
    EXPECT_EQ(place->row, 1'048'576);
  }
  for (const char* bad : {"", "A", "1", "XFE1", "A0", "A-1", "A1048577", "AAAA1", "A1B", "A+1"}) {
    EXPECT_FALSE(ParsePlace(bad).has_value()) << bad;
  }
}

TEST(XlsxTextTest, FormatsOfDates) {
  struct Case {
    const char* code;
    bool date, time;
  };
  const Case cases[] = {
      {"General", false, false},
      {"0.00", false, false},
      {"dd/mm/yyyy", true, false},
      {"yyyy\\-mm\\-dd hh:mm", true, true},
      {"mmm yy", true, false},
      {"[$-40C]d mmmm yyyy;@", true, false},
      {"h:mm AM/PM", false, true},
      {"[h]:mm", false, true},
      {"[mm]:ss", false, true},
      {"#,##0 \"days\"", false, false},
      {"[Red]0;[Blue]d", false, false},
      {"0.00E+00", false, false},
      {"_-* #,##0.00\\ \"€\"_-", false, false},
      {"\"", false, false},
      {"[", false, false},
  };
  for (const Case& c : cases) {
    const NumberFormat format = ParseFormat(c.code);
    EXPECT_EQ(format.date, c.date) << c.code;
    EXPECT_EQ(format.time, c.time) << c.code;
  }
  EXPECT_TRUE(BuiltInFormat(14).date);
  EXPECT_TRUE(BuiltInFormat(22).date && BuiltInFormat(22).time);
  EXPECT_TRUE(BuiltInFormat(21).time && !BuiltInFormat(21).date);
  EXPECT_FALSE(BuiltInFormat(49).date || BuiltInFormat(2).date);
}

TEST(XlsxTextTest, SerialsOfDays) {
  EXPECT_EQ(ToSerial({2026, 3, 1}), 46082);
  EXPECT_EQ(ToSerial({1900, 3, 1}), 61);
  EXPECT_FALSE(ToSerial({1900, 2, 28}).has_value());
  for (const Date day : {Date{1900, 3, 1}, Date{2000, 2, 29}, Date{9999, 12, 31}}) {
    EXPECT_EQ(FromSerial(static_cast<double>(*ToSerial(day)), Epoch::k1900)->day, day);
  }
}

}  // namespace
}  // namespace palier::mapping
