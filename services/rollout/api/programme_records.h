// SPDX-License-Identifier: Apache-2.0
// Stored programmes and what the domain makes of them.
#ifndef PALIER_ROLLOUT_API_PROGRAMME_RECORDS_H_
#define PALIER_ROLLOUT_API_PROGRAMME_RECORDS_H_

#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "palier/rollout/v1/programme.pb.h"
#include "rollout/domain/programme_phases.h"

namespace palier::rollout {

// Of the phases only those that have started are stored, with their first day.
PhaseJourney JourneyOf(const v1::Programme& programme);

// Shows all phases and the alarms, as of `now`.
void ShowPhases(absl::Time now, rpc::Language language, v1::Programme& programme);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PROGRAMME_RECORDS_H_
