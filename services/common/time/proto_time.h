// SPDX-License-Identifier: Apache-2.0
// Days and moments of messages as values that can be compared, and back.
#ifndef PALIER_COMMON_TIME_PROTO_TIME_H_
#define PALIER_COMMON_TIME_PROTO_TIME_H_

#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace palier::time {

// A day of the calendar, years 1 to 9999; none for a part of a date and for 30 February.
std::optional<absl::CivilDay> DayOf(const google::type::Date& date);

// Whether it is what a Timestamp may hold: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
bool IsInRange(const google::protobuf::Timestamp& timestamp);
// The nearest time in that range; an unset one is the Unix epoch.
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);
// To the nanosecond, rounded towards the past; a time out of range becomes the nearest one in it.
void SetTime(absl::Time time, google::protobuf::Timestamp* to);

}  // namespace palier::time

#endif  // PALIER_COMMON_TIME_PROTO_TIME_H_
