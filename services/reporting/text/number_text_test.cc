// SPDX-License-Identifier: Apache-2.0
#include "reporting/text/number_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace palier::reporting {
namespace {

using rpc::Language;

TEST(NumberTextTest, CountsAreGrouped) {
  const struct {
    int64_t number;
    std::string en, fr;
  } cases[] = {{0, "0", "0"},
               {999, "999", "999"},
               {1000, "1,000", "1\u202f000"},
               {-1234567, "-1,234,567", "-1\u202f234\u202f567"},
               {std::numeric_limits<int64_t>::min(), "-9,223,372,036,854,775,808",
                "-9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808"}};
  for (const auto& each : cases) {
    EXPECT_EQ(CountText(each.number, Language::kEnglish), each.en);
    EXPECT_EQ(CountText(each.number, Language::kFrench), each.fr);
  }
}

TEST(NumberTextTest, SharesRatiosAndMoney) {
  EXPECT_EQ(PercentText(255, Language::kEnglish), "25.5\u00a0%");
  EXPECT_EQ(PercentText(-5, Language::kFrench), "-0,5\u00a0%");
  EXPECT_EQ(TenthsText(1450, Language::kEnglish), "1.5");
  EXPECT_EQ(TenthsText(1449, Language::kFrench), "1,4");
  EXPECT_EQ(TenthsText(-20, Language::kEnglish), "0.0");
  google::type::Money money;
  money.set_currency_code("EUR");
  money.set_units(12000);
  EXPECT_EQ(MoneyText(money, Language::kFrench), "12\u202f000\u00a0EUR");
  money.set_units(-12);
  money.set_nanos(-50'000'000);
  EXPECT_EQ(MoneyText(money, Language::kEnglish), "-12.05\u00a0EUR");
  EXPECT_EQ(MoneyText(money, Language::kFrench), "-12,05\u00a0EUR");
}

TEST(NumberTextTest, Dates) {
  const absl::CivilDay day(2026, 8, 1);
  EXPECT_EQ(DateText(day, Language::kEnglish), "1\u00a0August\u00a02026");
  EXPECT_EQ(DateText(day, Language::kFrench), "1er\u00a0août\u00a02026");
  EXPECT_EQ(DateText(day + 1, Language::kFrench), "2\u00a0août\u00a02026");
}

}  // namespace
}  // namespace palier::reporting
