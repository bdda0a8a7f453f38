// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/fixed.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

struct TextCase {
  const char* text;
  int decimals;
  Fixed expected;
};

TEST(QuantiseTextTest, RoundsHalfAwayFromZeroOnce) {
  const TextCase cases[] = {
      {"0", 0, 0},
      {"-0", 3, 0},
      {"12.34", 2, 1234},
      {"+12.34", 1, 123},
      {"2.5", 0, 3},
      {"-2.5", 0, -3},
      {"2.4999999999999999999", 0, 2},
      {"0.445", 2, 45},
      {"0.4449", 2, 44},
      {"0.05", 0, 0},
      {"0.5", 0, 1},
      {"1e3", 2, 100000},
      {"125e-2", 1, 13},
      {"1E+2", 0, 100},
      {"7e-400", 9, 0},
      {"0e999999999999", 9, 0},
      {"000000000000000000000000001.5", 0, 2},
      {"9223372036854775807", 0, kMaxFixed},
      {"-9223372036854775807", 0, -kMaxFixed},
      {"9223372036.854775807", 9, kMaxFixed},
      {"9223372036854775807.4", 0, kMaxFixed},
  };
  for (const TextCase& c : cases) {
    const auto fixed = QuantiseText(c.text, c.decimals);
    ASSERT_TRUE(fixed.ok()) << c.text << " " << fixed.status();
    EXPECT_EQ(*fixed, c.expected) << c.text;
  }
}

TEST(QuantiseTextTest, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "+", "-", ".", ".5", "5.", "1e", "1e+", "1,5", " 1", "1 ", "0x10",
                           "nan", "inf", "--1", "1.2.3", "1e2e3", "٣"}) {
    EXPECT_EQ(status::ReasonOf(QuantiseText(text, 2).status()), error::v1::INVALID_FIELDS) << text;
  }
  EXPECT_FALSE(QuantiseText(std::string(401, '1'), 2).ok());
  EXPECT_FALSE(QuantiseText("1", -1).ok());
  EXPECT_FALSE(QuantiseText("1", 10).ok());
}

TEST(QuantiseTextTest, RefusesWhatDoesNotFit) {
  for (const char* text : {"9223372036854775808", "9223372036854775807.5", "-9223372036854775808",
                           "1e19", "1e999", "99999999999999999999999999999999999999999999999999"}) {
    EXPECT_EQ(status::ReasonOf(QuantiseText(text, 0).status()), error::v1::VALUE_OUT_OF_RANGE)
        << text;
  }
}

TEST(QuantiseTest, ADoubleIsItsShortestText) {
  EXPECT_EQ(*Quantise(2.675, 2), 268);  // binary 2.67499999...
  EXPECT_EQ(*Quantise(-2.675, 2), -268);
  EXPECT_EQ(*Quantise(0.1 + 0.2, 9), 300000000);
  EXPECT_EQ(*Quantise(1e15, 3), 1000000000000000000);
  EXPECT_EQ(*Quantise(5e-324, 9), 0);
  for (double bad : {std::nan(""), std::numeric_limits<double>::infinity(), 1e300, -1e10}) {
    EXPECT_EQ(status::ReasonOf(Quantise(bad, 9).status()), error::v1::VALUE_OUT_OF_RANGE) << bad;
  }
}

TEST(QuantiseTest, TextAndDoubleAgree) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {
    const int decimals = static_cast<int>(random() % 10);
    const Fixed fixed = static_cast<Fixed>(random() % 2000000000000) - 1000000000000;
    const std::string text = FixedText(fixed, decimals);
    EXPECT_EQ(*QuantiseText(text, decimals), fixed) << text;
    EXPECT_EQ(*Quantise(std::stod(text), decimals), fixed) << text;
    EXPECT_EQ(FixedDouble(fixed, decimals), std::stod(text)) << text;
  }
}

TEST(FixedTextTest, KeepsItsDigits) {
  EXPECT_EQ(FixedText(1234, 2), "12.34");
  EXPECT_EQ(FixedText(-5, 3), "-0.005");
  EXPECT_EQ(FixedText(0, 2), "0.00");
  EXPECT_EQ(FixedText(0, 0), "0");
  EXPECT_EQ(FixedText(100, 0), "100");
  EXPECT_EQ(FixedText(absl::Int128Min(), 0), "-170141183460469231731687303715884105728");
}

TEST(DivideRoundedTest, RoundsHalfAwayFromZero) {
  EXPECT_EQ(DivideRounded(7, 2), 4);
  EXPECT_EQ(DivideRounded(-7, 2), -4);
  EXPECT_EQ(DivideRounded(7, 3), 2);
  EXPECT_EQ(DivideRounded(8, 3), 3);
  EXPECT_EQ(DivideRounded(-8, 3), -3);
  EXPECT_EQ(DivideRounded(0, 5), 0);
}

TEST(FixedSumTest, GoesBeyond64BitsAndBack) {
  FixedSum sum;
  for (int i = 0; i < 5; ++i) sum += kMaxFixed;
  EXPECT_EQ(sum.Text(0), "46116860184273879035");
  EXPECT_EQ(FixedSum::FromHalves(sum.hi(), sum.lo()), sum);
  FixedSum negative;
  negative -= sum;
  EXPECT_EQ(negative.Text(2), "-461168601842738790.35");
  EXPECT_EQ(FixedSum::FromHalves(negative.hi(), negative.lo()), negative);
}

TEST(FixedSumTest, OrderIsNothing) {
  std::mt19937_64 random(5);
  std::vector<Fixed> values(500);
  for (Fixed& value : values) value = static_cast<Fixed>(random() >> 1) * (random() % 2 ? 1 : -1);
  FixedSum first;
  for (Fixed value : values) first += value;
  for (int round = 0; round < 20; ++round) {
    std::shuffle(values.begin(), values.end(), random);
    FixedSum left, right;
    for (size_t i = 0; i < values.size(); ++i) (i % 3 ? left : right) += values[i];
    left += right;
    EXPECT_EQ(left, first);
  }
}

}  // namespace
}  // namespace palier::kpi
