// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_DOMAIN_PROGRAMME_PLANNER_H_
#define PALIER_ROLLOUT_DOMAIN_PROGRAMME_PLANNER_H_

#include "absl/status/statusor.h"
#include "rollout/domain/planner.h"
#include "rollout/domain/programme.h"

namespace palier::rollout {

// The plan that is worth most among those found, with the reason of each date and what more of each
// limit would bring. The same for the same programme and options on every machine. Every plan is
// checked by code that shares nothing with the search. Returns INVALID_ARGUMENT (INVALID_FIELDS)
// for a programme that is malformed, FAILED_PRECONDITION (NO_PLAN_FOUND) when no plan was found,
// with the teams that found no place, what the check of the options returns, INTERNAL for a plan
// that breaks a rule, which is a defect.
// Pure, safe from any thread.
absl::StatusOr<ProgrammePlan> PlanProgramme(const Programme& programme, const PlanOptions& options);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PROGRAMME_PLANNER_H_
