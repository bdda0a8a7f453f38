// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/decimal.h"

#include <gtest/gtest.h>

#include "kpi/domain/fixed.h"

namespace palier::kpi {
namespace {

TEST(DecimalTest, ProductsAreExact) {
  const struct {
    const char *a, *b, *quantised;
  } kCases[] = {
      {"1234", "0.001", "1.234000000"},
      {"-12.5", "100", "-1250.000000000"},
      {"+3", "1", "3.000000000"},
      {"0.1", "0.2", "0.020000000"},
      {"1e3", "1e-3", "1.000000000"},
      {"-0", "5", "0.000000000"},
      {".5", "2", "1.000000000"},
      {"5.", "2", "10.000000000"},
      {"00012", "1", "12.000000000"},
      {"123456789012345678", "0.000000000000000001", "0.123456789"},
  };
  for (const auto& [a, b, quantised] : kCases) {
    const auto product = DecimalProduct(a, b);
    ASSERT_TRUE(product.ok()) << a << " " << product.status();
    const auto value = QuantiseText(*product, 9);
    ASSERT_TRUE(value.ok()) << *product << ": " << value.status();
    EXPECT_EQ(FixedText(*value, 9), quantised) << a << " x " << b << " = " << *product;
  }
}

TEST(DecimalTest, WhatIsNoNumberIsRefused) {
  for (const char* text : {"", "-", "+", ".", "1.2.3", "1,5", "12a", "0x10", "nan", "1e", "1e401",
                           "1e-401", "--1", " 1", "1 ", "1234567890123456789"}) {
    EXPECT_FALSE(DecimalProduct(text, "1").ok()) << text;
    EXPECT_FALSE(DecimalProduct("1", text).ok()) << text;
  }
}

}  // namespace
}  // namespace palier::kpi
