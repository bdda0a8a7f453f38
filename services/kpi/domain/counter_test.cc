// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace palier::kpi {
namespace {

using ::testing::ElementsAreArray;

// A reading at that hour of March.
CounterReading At(int hour, Fixed value, int64_t order_key = 0) {
  const absl::CivilHour time(2026, 3, 1, hour);
  return {(time - absl::CivilHour(1970)) * 3'600'000'000LL, order_key, value, absl::CivilDay(time)};
}

std::vector<Fixed> Grown(const std::vector<CounterReading>& readings) {
  std::vector<Fixed> grown;
  for (const CounterReading& one : IncreasesOf(readings)) grown.push_back(one.value);
  return grown;
}

TEST(Counter, IsToldAsWhatItGrewBy) {
  const struct {
    const char* why;
    std::vector<CounterReading> readings;
    std::vector<Fixed> grown;
  } cases[] = {
      {"nothing was read", {}, {}},
      {"nobody knows what the first one grew from", {At(1, 500)}, {}},
      {"it grows and stands still", {At(1, 500), At(2, 512), At(3, 512), At(4, 530)}, {12, 0, 18}},
      {"it began again from 0", {At(1, 500), At(2, 30), At(3, 35)}, {30, 5}},
      {"it began again and nothing happened since", {At(1, 500), At(2, 0), At(3, 4)}, {0, 4}},
      {"twice", {At(1, 9), At(2, 3), At(3, 2)}, {3, 2}},
      {"of one time the greater order key is the later",
       {At(1, 10), At(2, 25, 2), At(2, 20, 1)},
       {10, 5}},
      {"dates without times: of one day the greater is the later",
       {At(1, 1000), At(1, 990), At(25, 1010)},
       {10, 10}},
  };
  for (const auto& one : cases)
    EXPECT_THAT(Grown(one.readings), ElementsAreArray(one.grown)) << one.why;
}

TEST(Counter, AnIncreaseIsOfTheDayOfTheLaterReading) {
  const auto grown = IncreasesOf({At(20, 10), At(30, 14)});
  ASSERT_EQ(grown.size(), 1);
  EXPECT_EQ(grown[0].day, absl::CivilDay(2026, 3, 2));
}

TEST(Counter, NoOrderOfArrivalMatters) {
  std::mt19937 random(7);
  std::vector<CounterReading> readings;
  Fixed total = 0;
  for (int hour = 0; hour < 200; ++hour) {
    total = random() % 20 == 0 ? random() % 3 : total + random() % 9;
    readings.push_back(At(hour, total));
  }
  const std::vector<Fixed> grown = Grown(readings);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(readings.begin(), readings.end(), random);
    EXPECT_EQ(Grown(readings), grown);
  }
}

}  // namespace
}  // namespace palier::kpi
