// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/spending.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "common/money/money.h"

namespace palier::reporting {
namespace {

constexpr absl::CivilDay kToday(2026, 7, 1);

registry::v1::Entry Line(int64_t euros, bool monthly, absl::CivilDay day) {
  registry::v1::Entry entry;
  entry.mutable_cost_line()->set_monthly(monthly);
  entry.mutable_cost_line()->mutable_amount()->set_currency_code("EUR");
  entry.mutable_cost_line()->mutable_amount()->set_units(euros);
  entry.mutable_event_date()->set_year(static_cast<int>(day.year()));
  entry.mutable_event_date()->set_month(day.month());
  entry.mutable_event_date()->set_day(day.day());
  return entry;
}

double Euros(const money::Sums& sums) {
  return static_cast<double>(sums.nanos("EUR")) / money::kNanosPerUnit;
}

TEST(SpendingTest, AYearIsTwelveMonthsAndWhatWasPaidOnceInIt) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const struct {
    registry::v1::Entry line;
    double want;
  } cases[] = {
      {Line(100, true, kToday - 5), 1200}, {Line(100, true, kToday - 5000), 1200},
      {Line(100, false, kToday), 100},     {Line(100, false, kToday - 364), 100},
      {Line(100, false, kToday - 365), 0}, {Line(100, false, kToday + 1), 0},
      {registry::v1::Entry(), 0},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(Euros(YearlyCost(each.line, kToday, utc)), each.want) << each.line.ShortDebugString();
  }
}

// An entry without a day of its own counts on the day it was written.
TEST(SpendingTest, TheDayOfWritingIsThatOfTheOrganisation) {
  registry::v1::Entry line = Line(100, false, kToday);
  line.clear_event_date();
  // 23:30 on 30 June in UTC is 1 July in Paris.
  line.mutable_create_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilMinute(2026, 6, 30, 23, 30), absl::UTCTimeZone())));
  absl::TimeZone paris;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
  Dossier dossier;
  dossier.entries["one"] = line;
  EXPECT_EQ(Euros(SpentBetween(dossier, paris, kToday, kToday + 1)), 100);
  EXPECT_EQ(Euros(SpentBetween(dossier, absl::UTCTimeZone(), kToday, kToday + 1)), 0);
}

TEST(SpendingTest, MonthlyCostsAreSpreadOverTheDaysOfTheYear) {
  Dossier dossier;
  dossier.entries["monthly"] = Line(365, true, kToday - 30);
  dossier.entries["once"] = Line(7, false, kToday - 10);
  const absl::TimeZone utc = absl::UTCTimeZone();
  // 365 x 12 / 365 a day.
  EXPECT_EQ(Euros(SpentBetween(dossier, utc, kToday - 10, kToday)), 120 + 7);
  EXPECT_EQ(Euros(SpentBetween(dossier, utc, kToday - 40, kToday - 20)), 120)
      << "from its first day";
  EXPECT_EQ(Euros(SpentBetween(dossier, utc, kToday - 80, kToday - 40)), 0);
}

}  // namespace
}  // namespace palier::reporting
