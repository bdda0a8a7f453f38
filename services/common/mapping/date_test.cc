// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/date.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

constexpr DateFormat kAll[] = {DateFormat::kMonthDayYear, DateFormat::kIso, DateFormat::kRfc3339};
constexpr Date kAsOf = {2024, 12, 16};

struct Case {
  std::string text;
  DateClass kind;
  std::string iso;
};

TEST(DateTest, Table) {
  const std::vector<Case> cases = {
      {"7/1/2023", DateClass::kReadable, "2023-07-01"},
      {" 07/01/2023 ", DateClass::kReadable, "2023-07-01"},
      {"2/29/2024", DateClass::kReadable, "2024-02-29"},
      {"2023-07-01", DateClass::kReadable, "2023-07-01"},
      {"2023-07-01T23:59:60Z", DateClass::kReadable, "2023-07-01"},
      {"2023-07-01t08:00:00.123456789+02:00", DateClass::kReadable, "2023-07-01"},
      {"7/7/1905", DateClass::kSuspicious, "1905-07-07"},
      {"12/31/1949", DateClass::kSuspicious, "1949-12-31"},
      {"1/1/1950", DateClass::kReadable, "1950-01-01"},
      {"12/16/2034", DateClass::kReadable, "2034-12-16"},
      {"12/17/2034", DateClass::kSuspicious, "2034-12-17"},
      {"", DateClass::kEmpty, ""},
      {" \n", DateClass::kEmpty, ""},
      {"N/A ", DateClass::kEmpty, ""},
      {"NA", DateClass::kEmpty, ""},
      {"-", DateClass::kEmpty, ""},
      {"22-Feb", DateClass::kAmbiguous, ""},
      {"Feb-22", DateClass::kAmbiguous, ""},
      {"feb 22", DateClass::kAmbiguous, ""},
      {"3-SEPT", DateClass::kAmbiguous, ""},
      {"1/2/23", DateClass::kAmbiguous, ""},
      {"2/30/2024", DateClass::kUnreadable, ""},
      {"2/29/2023", DateClass::kUnreadable, ""},
      {"13/1/2023", DateClass::kUnreadable, ""},
      {"0/1/2023", DateClass::kUnreadable, ""},
      {"1/0/2023", DateClass::kUnreadable, ""},
      {"1/1/0000", DateClass::kUnreadable, ""},
      {"10/12023", DateClass::kUnreadable, ""},
      {"1/1/20233", DateClass::kUnreadable, ""},
      {"99999999999/1/2023", DateClass::kUnreadable, ""},
      {"-1/1/2023", DateClass::kUnreadable, ""},
      {"2023-7-1", DateClass::kUnreadable, ""},
      {"2023-07-01T25:00:00Z", DateClass::kUnreadable, ""},
      {"2023-07-01T10:00:00", DateClass::kUnreadable, ""},
      {"2023-07-01 and more", DateClass::kUnreadable, ""},
      {"2022-08 (estimated)", DateClass::kUnreadable, ""},
      {"Feb-2022", DateClass::kUnreadable, ""},
      {"2015-2022", DateClass::kUnreadable, ""},
      {"N/A - Active as R&D only.", DateClass::kUnreadable, ""},
      {"TBD", DateClass::kUnreadable, ""},
      {"Unknown", DateClass::kUnreadable, ""},
      {"Q4FY25", DateClass::kUnreadable, ""},
      {std::string("7/1/2023\0", 9), DateClass::kUnreadable, ""},
      {"\xFF\xFE", DateClass::kUnreadable, ""},
      {std::string(1 << 20, '1'), DateClass::kUnreadable, ""},
  };
  for (const Case& c : cases) {
    const ParsedDate parsed = ParseDate(c.text, kAll, kAsOf);
    EXPECT_EQ(parsed.kind, c.kind) << c.text.substr(0, 60);
    EXPECT_EQ(ToIso(parsed.date), c.iso) << c.text.substr(0, 60);
    EXPECT_EQ(parsed.readable(), !c.iso.empty());
  }
}

TEST(DateTest, OnlyTheFormatsOfTheSource) {
  const DateFormat iso[] = {DateFormat::kIso};
  EXPECT_EQ(ParseDate("7/1/2023", iso, kAsOf).kind, DateClass::kUnreadable);
  EXPECT_EQ(ParseDate("2023-07-01T10:00:00Z", iso, kAsOf).kind, DateClass::kUnreadable);
  EXPECT_EQ(ParseDate("2023-07-01", {}, kAsOf).kind, DateClass::kUnreadable);
}

TEST(DateTest, DaysAreOrdered) {
  EXPECT_LT((Date{2023, 12, 31}), (Date{2024, 1, 1}));
  EXPECT_EQ(ToCivilDay({2024, 12, 16}) - ToCivilDay({2024, 2, 28}), 292);
}

}  // namespace
}  // namespace palier::mapping
