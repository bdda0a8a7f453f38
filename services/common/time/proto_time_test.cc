// SPDX-License-Identifier: Apache-2.0
#include "common/time/proto_time.h"

#include <gtest/gtest.h>

#include <limits>

namespace palier::time {
namespace {

using google::protobuf::Timestamp;

Timestamp Of(int64_t seconds, int32_t nanos) {
  Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(nanos);
  return timestamp;
}

constexpr int64_t kFirst = -62135596800, kLast = 253402300799;

TEST(ProtoTimeTest, TakesDaysOfTheCalendarOnly) {
  const struct {
    int year, month, day;
    bool is_day;
  } cases[] = {
      {2026, 3, 9, true},   {2024, 2, 29, true},  {1, 1, 1, true},      {9999, 12, 31, true},
      {2026, 2, 29, false}, {2026, 2, 30, false}, {2026, 4, 31, false}, {2026, 13, 1, false},
      {2026, 0, 1, false},  {2026, 3, 0, false},  {0, 3, 9, false},     {10000, 1, 1, false},
      {-5, 3, 9, false},    {2026, -1, 9, false}, {2026, 3, -9, false}, {0, 0, 0, false},
  };
  for (const auto& [year, month, day, is_day] : cases) {
    google::type::Date date;
    date.set_year(year);
    date.set_month(month);
    date.set_day(day);
    const auto read = DayOf(date);
    ASSERT_EQ(read.has_value(), is_day) << date.ShortDebugString();
    if (is_day) {
      EXPECT_EQ(*read, absl::CivilDay(year, month, day));
    }
  }
}

TEST(ProtoTimeTest, KeepsTimesWithinWhatATimestampMayHold) {
  const int64_t most = std::numeric_limits<int64_t>::max();
  const int64_t least = std::numeric_limits<int64_t>::min();
  const struct {
    Timestamp given, nearest;
  } cases[] = {
      {Of(0, 0), Of(0, 0)},
      {Of(-1, 999'999'999), Of(-1, 999'999'999)},
      {Of(kFirst, 0), Of(kFirst, 0)},
      {Of(kLast, 999'999'999), Of(kLast, 999'999'999)},
      {Of(kFirst - 1, 5), Of(kFirst, 0)},
      {Of(kLast + 1, 5), Of(kLast, 999'999'999)},
      {Of(most, 0), Of(kLast, 999'999'999)},
      {Of(least, 0), Of(kFirst, 0)},
      {Of(7, -1), Of(7, 0)},
      {Of(7, 1'000'000'000), Of(7, 999'999'999)},
  };
  for (const auto& [given, nearest] : cases) {
    Timestamp made;
    SetTime(TimeOf(given), &made);
    EXPECT_EQ(made.seconds(), nearest.seconds()) << given.ShortDebugString();
    EXPECT_EQ(made.nanos(), nearest.nanos()) << given.ShortDebugString();
    const bool in_range = given.seconds() == nearest.seconds() && given.nanos() == nearest.nanos();
    EXPECT_EQ(IsInRange(given), in_range) << given.ShortDebugString();
  }
}

TEST(ProtoTimeTest, SetsTheNearestTimeInRange) {
  const std::pair<absl::Time, Timestamp> cases[] = {
      {absl::InfiniteFuture(), Of(kLast, 999'999'999)},
      {absl::InfinitePast(), Of(kFirst, 0)},
      {absl::UnixEpoch() - absl::Nanoseconds(1), Of(-1, 999'999'999)},
      {absl::UnixEpoch() + absl::Nanoseconds(3) / 2, Of(0, 1)},
  };
  for (const auto& [time, expected] : cases) {
    Timestamp made;
    SetTime(time, &made);
    EXPECT_EQ(made.seconds(), expected.seconds()) << time;
    EXPECT_EQ(made.nanos(), expected.nanos()) << time;
  }
}

}  // namespace
}  // namespace palier::time
