// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/day_text.h"

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

struct Word {
  const char* en;
  const char* fr;
};
// In the order of absl::Weekday, and of the months.
constexpr Word kDays[] = {{"Monday", "lundi"},   {"Tuesday", "mardi"},   {"Wednesday", "mercredi"},
                          {"Thursday", "jeudi"}, {"Friday", "vendredi"}, {"Saturday", "samedi"},
                          {"Sunday", "dimanche"}};
constexpr Word kMonths[] = {
    {"January", "janvier"}, {"February", "février"},  {"March", "mars"},
    {"April", "avril"},     {"May", "mai"},           {"June", "juin"},
    {"July", "juillet"},    {"August", "août"},       {"September", "septembre"},
    {"October", "octobre"}, {"November", "novembre"}, {"December", "décembre"}};

}  // namespace

status::Text DayText(absl::CivilDay day) {
  const Word& week_day = kDays[static_cast<int>(absl::GetWeekday(day))];
  const Word& month = kMonths[day.month() - 1];
  return {absl::StrCat(week_day.en, " ", day.day(), " ", month.en, " ", day.year()),
          absl::StrCat(week_day.fr, " ", day.day(), day.day() == 1 ? "er " : " ", month.fr, " ",
                       day.year())};
}

}  // namespace palier::rollout
