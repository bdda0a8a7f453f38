// SPDX-License-Identifier: Apache-2.0
// The rhythm of a wave: weekly check-ins, then monthly reviews (S1-33, S1-34). It makes itself;
// nobody has to think of it.
#ifndef PALIER_ROLLOUT_DOMAIN_RHYTHM_H_
#define PALIER_ROLLOUT_DOMAIN_RHYTHM_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace palier::rollout {

constexpr int kCheckInWeeks = 4;
constexpr int kDueHour = 9;

// A moment of the rhythm: due at 09:00 local time of its day, overdue from the start of the next
// local day. Where the clock skips that hour or shows it twice, the first instant after the gap,
// the first of the two.
struct DueDay {
  absl::CivilDay day;
  absl::Time due;
  absl::Time overdue;
};

struct CheckIn {
  std::string team;
  // 1 to 4.
  int week = 0;
  DueDay when;
};

DueDay DueOn(absl::CivilDay day, absl::TimeZone zone);

// Four for each team, 7, 14, 21 and 28 days after the wave starts, by day and then by team. A team
// named twice counts once.
std::vector<CheckIn> WeeklyCheckIns(std::vector<std::string> teams, absl::CivilDay wave_start,
                                    absl::TimeZone zone);

// One a month after `start` up to and with `last`, on the day of the month of `start` or the last
// day of a shorter month; at most 120.
std::vector<DueDay> MonthlyReviews(absl::CivilDay start, absl::CivilDay last, absl::TimeZone zone);

// True from the start of the day after, for what is not done.
bool IsOverdue(const DueDay& when, bool done, absl::Time now);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_RHYTHM_H_
