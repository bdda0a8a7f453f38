// SPDX-License-Identifier: Apache-2.0
#include "common/time/clock.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "common/testing/temp_dir.h"

namespace palier::time {
namespace {

absl::Time At(int hour) {
  return absl::FromCivil(absl::CivilHour(2026, 3, 9, hour), absl::UTCTimeZone());
}

void Write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::trunc) << text;
}

TEST(FakeClockTest, MovesByHandOnly) {
  FakeClock clock(At(8));
  EXPECT_EQ(clock.Now(), At(8));
  clock.Advance(absl::Hours(2));
  EXPECT_EQ(clock.Now(), At(10));
  clock.Set(At(7));
  EXPECT_EQ(clock.Now(), At(7));
}

TEST(SystemClockTest, IsThePresent) {
  const absl::Time before = absl::Now();
  const absl::Time now = SystemClock().Now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, absl::Now());
}

TEST(FileClockTest, ReadsTheFileAtEachCall) {
  const testing::TempDir dir;
  const FileClock clock(dir.File("clock"));
  EXPECT_EQ(clock.Now(), absl::UnixEpoch());  // nothing was ever read
  const struct {
    const char* text;
    absl::Time expected;
  } cases[] = {
      {"2026-03-09T08:00:00Z", At(8)},
      {"2026-03-09T11:00:00+01:00\n", At(10)},
      {"2026-03-09T09:00:00.000001Z\nand more\n", At(9) + absl::Microseconds(1)},
      {"", At(9) + absl::Microseconds(1)},  // unreadable: time stands still
      {"tomorrow", At(9) + absl::Microseconds(1)},
      {"2026-02-30T00:00:00Z", At(9) + absl::Microseconds(1)},
      {"2026-03-09T07:00:00Z", At(7)},
  };
  for (const auto& [text, expected] : cases) {
    Write(dir.File("clock"), text);
    EXPECT_EQ(clock.Now(), expected) << text;
  }
  ASSERT_EQ(std::remove(dir.File("clock").c_str()), 0);
  EXPECT_EQ(clock.Now(), At(7));
}

}  // namespace
}  // namespace palier::time
