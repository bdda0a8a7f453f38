// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/report_day.h"

#include "common/status/error.h"

namespace palier::reporting {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

}  // namespace

absl::StatusOr<absl::CivilDay> ReadReportDay(const google::type::Date& date) {
  const absl::CivilDay day = ToCivilDay(date);
  // CivilDay carries the 31st of June on into July: what comes back differs from what was given.
  const bool whole =
      day.year() == date.year() && day.month() == date.month() && day.day() == date.day();
  if (!whole || date.year() < kFirstYear || date.year() > kLastYear) {
    return status::InvalidField("as_of_date",
                                {"expected a day from 1900 to 2200 with year, month and day",
                                 "attendu : un jour de 1900 à 2200, avec année, mois et jour"});
  }
  return day;
}

absl::CivilDay ToCivilDay(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

}  // namespace palier::reporting
