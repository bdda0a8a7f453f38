// SPDX-License-Identifier: Apache-2.0
// What is asked before a wave starts, beyond the wave itself: each part of the service adds what it
// finds unmet, and the wave is refused with all of it.
#ifndef PALIER_ROLLOUT_API_START_CONDITIONS_H_
#define PALIER_ROLLOUT_API_START_CONDITIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

// Asked of other services, for the caller, before the transaction; what hangs on a project of each
// of those that the wave brings (ProjectsOf), which what is unmet names where there are several.
// Returns their errors.
absl::Status AskStartConditions(Context& context, const rpc::Call& call, const WaveRecord& record,
                                const std::vector<std::string>& projects, absl::CivilDay today,
                                Conditions& unmet);

// Read here, in the transaction that starts the wave. `today` is the day where the organisation is.
absl::Status ReadStartConditions(resource::Session& session, const Types& types,
                                 const WaveRecord& record, absl::CivilDay today, Conditions& unmet);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_START_CONDITIONS_H_
