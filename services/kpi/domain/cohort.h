// SPDX-License-Identifier: Apache-2.0
// Teams that started together, and with which others they can be compared: those that had not
// started yet. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_COHORT_H_
#define PALIER_KPI_DOMAIN_COHORT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "kpi/domain/rollup.h"

namespace palier::kpi {

struct TeamStart {
  std::string team;
  std::optional<absl::CivilDay> start;  // none: it has not started
};

struct Cohort {
  std::optional<absl::CivilDay> start;
  std::vector<std::string> teams;
};

// By start, those that have not started last; teams in the order given.
std::vector<Cohort> CohortsOf(absl::Span<const TeamStart> teams);

// Whole periods of one unit: [first, next), days.
struct CohortWindow {
  absl::CivilDay before_first;
  absl::CivilDay before_next;
  absl::CivilDay after_first;
  absl::CivilDay after_next;
  std::vector<std::string> controls;  // teams that start on `after_next` or later, or have not
};

// With what cohort `index` of `cohorts`, which has started, is compared between the days `from` and
// `to`, both included: the whole periods before the one in which it started, and those that begin
// with its start or after. Where every team has started by `to`, the window ends before the period
// in which the last one does. Nullopt without a team that started later.
std::optional<CohortWindow> WindowOf(absl::Span<const Cohort> cohorts, size_t index,
                                     PeriodUnit unit, absl::CivilDay from, absl::CivilDay to);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_COHORT_H_
