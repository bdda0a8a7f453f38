// SPDX-License-Identifier: Apache-2.0
#include "common/time/proto_time.h"

#include <algorithm>

namespace palier::time {
namespace {

constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z
constexpr int32_t kLastNano = 999'999'999;

}  // namespace

std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  const bool whole = date.year() >= 1 && date.year() <= 9999;
  const absl::CivilDay day(date.year(), date.month(), date.day());
  // A civil day takes any numbers and counts on.
  if (!whole || day.month() != date.month() || day.day() != date.day()) return std::nullopt;
  return day;
}

bool IsInRange(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() >= kFirstSecond && timestamp.seconds() <= kLastSecond &&
         timestamp.nanos() >= 0 && timestamp.nanos() <= kLastNano;
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  const int64_t seconds = timestamp.seconds();
  if (seconds < kFirstSecond) return absl::FromUnixSeconds(kFirstSecond);
  const int32_t nanos =
      seconds > kLastSecond ? kLastNano : std::clamp(timestamp.nanos(), 0, kLastNano);
  return absl::FromUnixSeconds(std::min(seconds, kLastSecond)) + absl::Nanoseconds(nanos);
}

void SetTime(absl::Time time, google::protobuf::Timestamp* to) {
  const absl::Time last = absl::FromUnixSeconds(kLastSecond) + absl::Nanoseconds(kLastNano);
  time = std::clamp(time, absl::FromUnixSeconds(kFirstSecond), last);
  to->set_seconds(absl::ToUnixSeconds(time));
  to->set_nanos(
      static_cast<int32_t>((time - absl::FromUnixSeconds(to->seconds())) / absl::Nanoseconds(1)));
}

}  // namespace palier::time
