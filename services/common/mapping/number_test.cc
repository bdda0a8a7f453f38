// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/number.h"

#include <gtest/gtest.h>

#include <limits>

namespace palier::mapping {
namespace {

struct Case {
  const char* text;
  const char* unknown;  // "?" ambiguous, "!" unreadable, "" empty
  const char* french;
};

std::string Shown(const ParsedNumber& number) {
  switch (number.kind) {
    case NumberClass::kEmpty:
      return "";
    case NumberClass::kAmbiguous:
      return "?";
    case NumberClass::kUnreadable:
      return "!";
    case NumberClass::kReadable:
      return number.text;
  }
  return "";
}

TEST(NumberTest, ReadsWhatHasOneReading) {
  const Case cases[] = {
      {"", "", ""},
      {" n/a ", "", ""},
      {"0", "0", "0"},
      {"-0", "0", "0"},
      {"+12", "12", "12"},
      {"007.50", "7.5", "7.5"},
      {"12,5", "12.5", "12.5"},
      {"0,125", "0.125", "0.125"},
      {"1,234", "?", "1.234"},
      {"1,2345", "1.2345", "1.2345"},
      {"1,234.5", "1234.5", "1234.5"},
      {"1,234,567", "1234567", "1234567"},
      {"1 234,56", "1234.56", "1234.56"},
      {"1\u202F234\u00A0567,8", "1234567.8", "1234567.8"},
      {"1'234.50", "1234.5", "1234.5"},
      {"\u22125", "-5", "-5"},
      {"12 34", "!", "!"},
      {"1.2.3", "!", "!"},
      {"1,23,4", "!", "!"},
      {".5", "!", "!"},
      {"5.", "!", "!"},
      {"1e3", "!", "!"},
      {"12 EUR", "!", "!"},
      {"--1", "!", "!"},
      {"-", "", ""},
      {"12345678901234567890123456789012345678901", "!", "!"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Shown(ParseNumber(c.text, NumberStyle::kUnknown)), c.unknown) << c.text;
    EXPECT_EQ(Shown(ParseNumber(c.text, NumberStyle::kFrench)), c.french) << c.text;
  }
}

TEST(NumberTest, Decimals) {
  EXPECT_EQ(ToDecimal(0.1), "0.1");
  EXPECT_EQ(ToDecimal(-1e21), "-1000000000000000000000");
  EXPECT_EQ(ToDecimal(std::numeric_limits<double>::infinity()), "");
  EXPECT_EQ(ToDecimal(-0.0), "0");
  EXPECT_EQ(SignificantDigits("-0.00120"), 3);
  EXPECT_EQ(SignificantDigits("1000"), 4);
}

}  // namespace
}  // namespace palier::mapping
