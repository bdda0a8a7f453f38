// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/money_text.h"

#include <gtest/gtest.h>

namespace palier::ctl {
namespace {

google::type::Money Of(int64_t units, int32_t nanos, const char* currency) {
  google::type::Money money;
  money.set_units(units);
  money.set_nanos(nanos);
  money.set_currency_code(currency);
  return money;
}

TEST(MoneyText, HasASignAndTwoDecimals) {
  EXPECT_EQ(MoneyText(Of(1200, 250'000'000, "EUR")), "1200.25 EUR");
  EXPECT_EQ(MoneyText(Of(0, -500'000'000, "EUR")), "-0.50 EUR");
  EXPECT_EQ(MoneyText(Of(-3, -50'000'000, "CHF")), "-3.05 CHF");
  EXPECT_EQ(MoneyText(Of(0, 0, "EUR")), "0.00 EUR");
  EXPECT_EQ(MoneyText(Of(-3, 0, "EUR")), "-3.00 EUR");
}

TEST(MoneyText, CurrenciesStandSideBySide) {
  google::protobuf::RepeatedPtrField<google::type::Money> amounts;
  EXPECT_EQ(MoneyText(amounts), "");
  *amounts.Add() = Of(1, 0, "CHF");
  *amounts.Add() = Of(2, 0, "EUR");
  EXPECT_EQ(MoneyText(amounts), "1.00 CHF 2.00 EUR");
}

}  // namespace
}  // namespace palier::ctl
