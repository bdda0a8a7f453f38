// SPDX-License-Identifier: Apache-2.0
// Dates and time zones as they are stored.
#ifndef PALIER_ROLLOUT_STORAGE_DATES_H_
#define PALIER_ROLLOUT_STORAGE_DATES_H_

#include <google/type/date.pb.h>

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace palier::rollout {

// True for a date with year, month and day.
inline bool IsWholeDate(const google::type::Date& date) {
  return date.year() > 0 && date.month() > 0 && date.day() > 0;
}

inline absl::CivilDay ToDay(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

inline google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

// The zone of that IANA name; UTC for no name, or one that is not known here.
inline absl::TimeZone ZoneNamed(const std::string& name) {
  absl::TimeZone zone;
  return !name.empty() && absl::LoadTimeZone(name, &zone) ? zone : absl::UTCTimeZone();
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_DATES_H_
