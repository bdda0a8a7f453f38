// SPDX-License-Identifier: Apache-2.0
// Days of the command line as messages.
#ifndef PALIER_PALIERCTL_INPUT_DATE_H_
#define PALIER_PALIERCTL_INPUT_DATE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/macros.h"
#include "google/type/date.pb.h"
#include "palierctl/input/day.h"

namespace palier::ctl {

inline google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

// Reads what ParseDay reads.
inline absl::StatusOr<google::type::Date> ParseDate(absl::string_view text) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(text, Today()));
  return ToDate(day);
}

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_INPUT_DATE_H_
