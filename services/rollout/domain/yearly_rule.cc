// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/yearly_rule.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace palier::rollout {
namespace {

constexpr std::array<const char*, 7> kWeekdays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr int kMaxYears = 4000;

bool Number(absl::string_view text, int low, int high, int& to) {
  return absl::SimpleAtoi(text, &to) && to >= low && to <= high;
}

}  // namespace

std::optional<absl::CivilDay> ParseBasicDate(absl::string_view text) {
  int year = 0, month = 0, day = 0;
  const bool digits =
      text.size() == 8 && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  if (!digits || !Number(text.substr(0, 4), 1, 9999, year) ||
      !Number(text.substr(4, 2), 1, 12, month) || !Number(text.substr(6), 1, 31, day)) {
    return std::nullopt;
  }
  const absl::CivilDay date(year, month, day);
  if (date.day() != day) return std::nullopt;
  return date;
}

std::optional<YearlyRule> YearlyRule::Parse(absl::string_view text) {
  YearlyRule rule;
  bool yearly = false;
  for (const absl::string_view part : absl::StrSplit(text, ';')) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
    const std::string key = absl::AsciiStrToUpper(pair.first);
    const std::string value = absl::AsciiStrToUpper(pair.second);
    if (key == "FREQ") {
      yearly = value == "YEARLY";
    } else if (!rule.Take(key, value)) {
      return std::nullopt;
    }
  }
  const bool both = rule.nth_ != 0 && rule.month_day_ != 0;
  // Without a month it would be that day of every month, or the nth weekday of the year.
  const bool of_no_month = rule.month_ == 0 && (rule.nth_ != 0 || rule.month_day_ != 0);
  if (!yearly || both || of_no_month || (rule.count_ && rule.until_)) return std::nullopt;
  return rule;
}

bool YearlyRule::Take(absl::string_view key, absl::string_view value) {
  if (key == "INTERVAL") return Number(value, 1, 1000, interval_);
  if (key == "BYMONTH") return Number(value, 1, 12, month_);
  if (key == "BYMONTHDAY") return Number(value, 1, 31, month_day_);
  if (key == "COUNT") return Number(value, 1, 10'000, count_.emplace());
  if (key == "BYDAY") return TakeWeekday(value);
  if (key == "UNTIL") {
    until_ = ParseBasicDate(value.substr(0, 8));
    return until_.has_value();
  }
  return key == "WKST";  // weeks are not counted
}

bool YearlyRule::TakeWeekday(absl::string_view value) {
  if (value.size() < 3) return false;
  const absl::string_view name = value.substr(value.size() - 2);
  for (size_t i = 0; i < kWeekdays.size(); ++i) {
    if (name == kWeekdays[i]) {
      weekday_ = static_cast<absl::Weekday>(i);
      return Number(value.substr(0, value.size() - 2), -5, 5, nth_) && nth_ != 0;
    }
  }
  return false;
}

std::optional<absl::CivilDay> YearlyRule::DayIn(absl::CivilYear year, absl::CivilDay start) const {
  const absl::CivilMonth month(year.year(), month_ == 0 ? start.month() : month_);
  absl::CivilDay day(month);
  if (nth_ == 0) {
    day += (month_day_ == 0 ? start.day() : month_day_) - 1;
  } else if (nth_ > 0) {
    day = absl::NextWeekday(day - 1, weekday_) + 7 * (nth_ - 1);
  } else {
    day = absl::PrevWeekday(absl::CivilDay(month + 1), weekday_) + 7 * (nth_ + 1);
  }
  if (absl::CivilMonth(day) != month) return std::nullopt;
  return day;
}

std::vector<absl::CivilDay> YearlyRule::DaysFrom(absl::CivilDay start, absl::CivilDay last) const {
  std::vector<absl::CivilDay> days;
  const absl::CivilDay end = until_ ? std::min(*until_, last) : last;
  absl::CivilYear year(start);
  for (int step = 0; step < kMaxYears && absl::CivilDay(year) <= end; ++step, year += interval_) {
    if (count_ && days.size() >= static_cast<size_t>(*count_)) break;
    const std::optional<absl::CivilDay> day = DayIn(year, start);
    if (day && *day >= start && *day <= end) days.push_back(*day);
  }
  return days;
}

}  // namespace palier::rollout
