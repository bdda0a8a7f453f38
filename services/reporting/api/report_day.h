// SPDX-License-Identifier: Apache-2.0
// The day of a report, between messages and the calendar.
#ifndef PALIER_REPORTING_API_REPORT_DAY_H_
#define PALIER_REPORTING_API_REPORT_DAY_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace palier::reporting {

// Returns INVALID_ARGUMENT with INVALID_FIELDS on `as_of_date` if `date` is no whole day from 1900
// to 2200.
absl::StatusOr<absl::CivilDay> ReadReportDay(const google::type::Date& date);

// The day of a date that another service vouches for.
absl::CivilDay ToCivilDay(const google::type::Date& date);
google::type::Date ToDate(absl::CivilDay day);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_REPORT_DAY_H_
