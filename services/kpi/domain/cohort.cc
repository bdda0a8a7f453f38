// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/cohort.h"

#include <algorithm>
#include <map>

namespace palier::kpi {
namespace {

// The first period that begins on `day` or later.
absl::CivilDay FirstBeginFrom(PeriodUnit unit, absl::CivilDay day) {
  return FirstDayOf(unit, day) == day ? day : NextPeriodDay(unit, day);
}

// Until when some later cohort had not started; nullopt if there is none.
std::optional<absl::CivilDay> LastControlDay(absl::Span<const Cohort> later, PeriodUnit unit,
                                             absl::CivilDay end) {
  std::optional<absl::CivilDay> last;
  for (const Cohort& cohort : later) {
    const absl::CivilDay until =
        cohort.start ? std::min(end, FirstDayOf(unit, *cohort.start)) : end;
    last = last ? std::max(*last, until) : until;
  }
  return last;
}

}  // namespace

std::vector<Cohort> CohortsOf(absl::Span<const TeamStart> teams) {
  std::map<absl::CivilDay, Cohort> started;
  Cohort waiting;
  for (const TeamStart& team : teams) {
    Cohort& cohort = team.start ? started[*team.start] : waiting;
    cohort.start = team.start;
    cohort.teams.push_back(team.team);
  }
  std::vector<Cohort> cohorts;
  for (auto& [start, cohort] : started) cohorts.push_back(std::move(cohort));
  if (!waiting.teams.empty()) cohorts.push_back(std::move(waiting));
  return cohorts;
}

std::optional<CohortWindow> WindowOf(absl::Span<const Cohort> cohorts, size_t index,
                                     PeriodUnit unit, absl::CivilDay from, absl::CivilDay to) {
  const absl::CivilDay start = *cohorts[index].start;
  const absl::Span<const Cohort> later = cohorts.subspan(index + 1);
  const auto end = LastControlDay(later, unit, FirstDayOf(unit, to + 1));
  if (!end) return std::nullopt;
  CohortWindow window;
  window.before_first = FirstBeginFrom(unit, from);
  window.before_next = std::max(window.before_first, FirstDayOf(unit, start));
  window.after_first = std::max(window.before_next, FirstBeginFrom(unit, start));
  window.after_next = std::max(window.after_first, *end);
  for (const Cohort& cohort : later) {
    if (cohort.start && *cohort.start < window.after_next) continue;
    window.controls.insert(window.controls.end(), cohort.teams.begin(), cohort.teams.end());
  }
  return window;
}

}  // namespace palier::kpi
