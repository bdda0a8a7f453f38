// SPDX-License-Identifier: Apache-2.0
// A champion of several roll-outs is one person, with one week.
#ifndef PALIER_ROLLOUT_API_CHAMPION_BOOKINGS_H_
#define PALIER_ROLLOUT_API_CHAMPION_BOOKINGS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/plan_revision.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Minutes of sessions, by resource name of the champion and Monday of the week.
using ChampionBookings = std::map<std::string, std::map<absl::CivilDay, int>>;

// What the waves that are to come or under way book in the other roll-outs of the organisation.
absl::StatusOr<ChampionBookings> BookedElsewhere(resource::Session& session, const Types& types,
                                                 const std::string& rollout);

struct PlanInputs;
// That the champions still have the hours for the waves of the revision behind the first `frozen`:
// in the transaction that stores it, as another plan may have been stored since `inputs` were read.
// ABORTED (CONTENTION) naming the champion.
absl::Status CheckStillFree(resource::Session& session, const Types& types,
                            const PlanInputs& inputs, const v1::PlanRevision& revision, int frozen);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_CHAMPION_BOOKINGS_H_
