// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_TIME_MONTHS_H_
#define PALIER_COMMON_TIME_MONTHS_H_

#include <algorithm>

#include "absl/time/civil_time.h"

namespace palier::time {

// The same day some months later, or earlier for a negative number; the last day of a shorter month.
inline absl::CivilDay MonthsAfter(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(last, absl::CivilDay(month) + (day.day() - 1));
}

}  // namespace palier::time

#endif  // PALIER_COMMON_TIME_MONTHS_H_
