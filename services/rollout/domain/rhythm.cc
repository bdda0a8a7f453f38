// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/rhythm.h"

#include "common/time/months.h"

namespace palier::rollout {
namespace {

constexpr int kMaxReviews = 120;

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

std::vector<DueDay> MonthlyReviews(absl::CivilDay start, absl::CivilDay last, absl::TimeZone zone) {
  std::vector<DueDay> reviews;
  for (int months = 1; months <= kMaxReviews; ++months) {
    const absl::CivilDay day = time::MonthsAfter(start, months);
    if (day > last) break;
    reviews.push_back(DueOn(day, zone));
  }
  return reviews;
}

bool IsOverdue(const DueDay& when, bool done, absl::Time now) {
  return !done && now >= when.overdue;
}

}  // namespace palier::rollout
