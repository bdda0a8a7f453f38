// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/rhythm.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/time/months.h"

namespace palier::rollout {
namespace {

constexpr int kMaxMonths = 120;

struct Series {
  ReviewKind kind;
  int months;
  absl::string_view prefix;
};
constexpr Series kSeries[] = {{ReviewKind::kMonthlyReview, 1, "monthly"},
                              {ReviewKind::kQuarterlySurvey, 3, "survey"},
                              {ReviewKind::kQuarterlyRoi, 3, "roi"}};

void AddSeries(const Series& series, const ReviewSpan& span, std::vector<ReviewDay>& to) {
  bool ahead = span.going_on;
  for (int months = series.months; months <= kMaxMonths; months += series.months) {
    const absl::CivilDay day = time::MonthsAfter(span.first, months);
    if (day > span.last && !ahead) return;
    if (day > span.today) ahead = false;
    to.push_back({series.kind, day,
                  absl::StrCat(series.prefix, "-", absl::FormatCivilTime(absl::CivilMonth(day)))});
  }
}

}  // namespace

DueDay DueOn(absl::CivilDay day, absl::TimeZone zone) {
  const absl::CivilHour hour(day.year(), day.month(), day.day(), kDueHour);
  return {day, absl::FromCivil(hour, zone), absl::FromCivil(day + 1, zone)};
}

std::vector<CheckIn> WeeklyCheckIns(std::vector<std::string> teams, absl::CivilDay wave_start,
                                    absl::TimeZone zone) {
  std::sort(teams.begin(), teams.end());
  teams.erase(std::unique(teams.begin(), teams.end()), teams.end());
  std::vector<CheckIn> check_ins;
  for (int week = 1; week <= kCheckInWeeks; ++week) {
    const DueDay when = DueOn(wave_start + 7 * week, zone);
    for (const std::string& team : teams) check_ins.push_back({team, week, when});
  }
  return check_ins;
}

std::vector<ReviewDay> ReviewDays(const ReviewSpan& span) {
  std::vector<ReviewDay> days;
  for (const Series& series : kSeries) AddSeries(series, span, days);
  std::stable_sort(days.begin(), days.end(), [](const ReviewDay& a, const ReviewDay& b) {
    return std::tie(a.day, a.kind) < std::tie(b.day, b.kind);
  });
  return days;
}

bool IsOverdue(const DueDay& when, bool done, absl::Time now) {
  return !done && now >= when.overdue;
}

}  // namespace palier::rollout
