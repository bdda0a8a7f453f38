// SPDX-License-Identifier: Apache-2.0
// The rhythm of a roll-out: weekly check-ins, monthly reviews, quarterly measures (S1-33, S1-34,
// S1-50, S1-51). It makes itself; nobody has to think of it.
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

enum class ReviewKind { kMonthlyReview = 1, kQuarterlySurvey, kQuarterlyRoi };

struct ReviewDay {
  ReviewKind kind = ReviewKind::kMonthlyReview;
  absl::CivilDay day;
  // `monthly-2026-04`, `survey-2026-06`, `roi-2026-06`: the same whenever it is asked.
  std::string id;
  friend bool operator==(const ReviewDay&, const ReviewDay&) = default;
};

// How far reviews go: with `last`, and, while `going_on`, also with the first of each kind after
// `today`.
struct ReviewSpan {
  absl::CivilDay first;
  absl::CivilDay last;
  bool going_on = false;
  absl::CivilDay today;
};

// A monthly review a month after `first`, and each month then; survey and ROI each third one: on
// the day of the month of `first` or the last day of a shorter month, for ten years at most. By day
// and kind.
std::vector<ReviewDay> ReviewDays(const ReviewSpan& span);

// True from the start of the day after, for what is not done.
bool IsOverdue(const DueDay& when, bool done, absl::Time now);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_RHYTHM_H_
