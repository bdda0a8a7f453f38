// SPDX-License-Identifier: Apache-2.0
// google.type.Date to and from civil days.
#ifndef PALIER_ROLLOUT_API_DATES_H_
#define PALIER_ROLLOUT_API_DATES_H_

#include <google/type/date.pb.h>

#include "absl/time/civil_time.h"

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

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_DATES_H_
