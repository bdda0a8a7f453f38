// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/report_day.h"

#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

TEST(ReportDay, IsAWholeDayInRange) {
  const struct {
    int year, month, day;
    bool ok;
  } cases[] = {{2024, 12, 16, true}, {2024, 2, 29, true},   {2023, 2, 29, false},
               {2024, 6, 31, false}, {2024, 0, 1, false},   {2024, 13, 1, false},
               {2024, 1, 0, false},  {1899, 12, 31, false}, {1900, 1, 1, true},
               {2200, 12, 31, true}, {2201, 1, 1, false},   {0, 0, 0, false}};
  for (const auto& c : cases) {
    google::type::Date date;
    date.set_year(c.year);
    date.set_month(c.month);
    date.set_day(c.day);
    EXPECT_EQ(ReadReportDay(date).ok(), c.ok) << c.year << "-" << c.month << "-" << c.day;
  }
}

}  // namespace
}  // namespace palier::reporting
