// SPDX-License-Identifier: Apache-2.0
#include "common/stats/quantile_sketch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace palier::stats {
namespace {

QuantileSketch Of(const std::vector<int64_t>& values) {
  QuantileSketch sketch;
  for (const int64_t value : values) sketch.Add(value);
  return sketch;
}

int64_t Exact(std::vector<int64_t> values, int per_mille) {
  std::sort(values.begin(), values.end());
  const size_t rank = (values.size() * static_cast<size_t>(per_mille) + 999) / 1000;
  return values[std::max<size_t>(rank, 1) - 1];
}

// From one digit to the ends of the range, both signs.
std::vector<int64_t> Spread(std::mt19937_64& random, size_t count) {
  std::vector<int64_t> values;
  for (size_t i = 0; i < count; ++i) {
    const auto magnitude = static_cast<int64_t>((random() >> 1) >> (random() % 63));
    values.push_back(random() % 3 == 0 ? -magnitude : magnitude);
  }
  return values;
}

TEST(QuantileSketchTest, IsWithinOnePercentOfTheExactQuantile) {
  std::mt19937_64 random(7);
  for (const size_t count : {size_t{1}, size_t{2}, size_t{10}, size_t{1000}, size_t{20000}}) {
    const std::vector<int64_t> values = Spread(random, count);
    const QuantileSketch sketch = Of(values);
    EXPECT_EQ(sketch.count(), static_cast<int64_t>(count));
    for (const int per_mille : {1, 10, 250, 500, 900, 990, 999, 1000}) {
      const double exact = static_cast<double>(Exact(values, per_mille));
      EXPECT_NEAR(static_cast<double>(sketch.Quantile(per_mille)), exact, std::abs(exact) / 128)
          << count << " values, " << per_mille;
    }
  }
}

TEST(QuantileSketchTest, SmallIntegersAreExact) {
  std::vector<int64_t> values;
  for (int64_t value = -127; value <= 127; ++value) values.push_back(value);
  for (const int per_mille : {1, 137, 500, 731, 1000}) {
    EXPECT_EQ(Of(values).Quantile(per_mille), Exact(values, per_mille)) << per_mille;
  }
}

TEST(QuantileSketchTest, EveryPowerOfTwoAndItsNeighboursStayWithinOnePercent) {
  for (int bit = 0; bit < 63; ++bit) {
    for (const int64_t offset : {-1, 0, 1}) {
      const int64_t value = (int64_t{1} << bit) + offset;
      const double bound = std::abs(static_cast<double>(value)) / 128;
      EXPECT_NEAR(static_cast<double>(Of({value}).Quantile(500)), static_cast<double>(value),
                  bound);
      EXPECT_NEAR(static_cast<double>(Of({-value}).Quantile(500)), -static_cast<double>(value),
                  bound);
    }
  }
  EXPECT_GT(Of({INT64_MAX}).Quantile(1000), INT64_MAX / 128 * 127);
}

TEST(QuantileSketchTest, AnyOrderAndAnyMergeGiveTheSameBytes) {
  std::mt19937_64 random(11);
  std::vector<int64_t> values = Spread(random, 3000);
  const std::string bytes = Of(values).Serialize();
  for (int round = 0; round < 20; ++round) {
    std::shuffle(values.begin(), values.end(), random);
    std::vector<QuantileSketch> parts(1 + random() % 7);
    for (const int64_t value : values) parts[random() % parts.size()].Add(value);
    QuantileSketch merged;
    for (const QuantileSketch& part : parts) merged.Merge(part);
    ASSERT_EQ(merged.Serialize(), bytes);
  }
}

TEST(QuantileSketchTest, IsReadBackAsItWas) {
  std::mt19937_64 random(13);
  for (const size_t count : {size_t{0}, size_t{1}, size_t{500}}) {
    const QuantileSketch sketch = Of(Spread(random, count));
    const auto read = QuantileSketch::Parse(sketch.Serialize());
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, sketch);
  }
  EXPECT_EQ(QuantileSketch().Serialize(), "");
  EXPECT_EQ(QuantileSketch().Quantile(500), 0);
}

TEST(QuantileSketchTest, DamagedBytesAreRefused) {
  const std::string bytes = Of({1, 1000, -5}).Serialize();
  for (size_t size = 1; size < bytes.size(); ++size) {
    const auto read = QuantileSketch::Parse(absl::string_view(bytes).substr(0, size));
    if (!read.ok()) continue;
    EXPECT_LT(read->count(), 3) << size;
  }
  for (const std::string& damaged :
       {std::string("\x01", 1), std::string("\x00\x01", 2), std::string("\x01\x00", 2),
        std::string("\xff\xff\x7f\x01", 4), std::string(12, '\xff')}) {
    EXPECT_TRUE(absl::IsDataLoss(QuantileSketch::Parse(damaged).status()));
  }
}

}  // namespace
}  // namespace palier::stats
