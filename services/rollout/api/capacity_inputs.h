// SPDX-License-Identifier: Apache-2.0
// What the programmes of a roll-out leave to it (S1-09).
#ifndef PALIER_ROLLOUT_API_CAPACITY_INPUTS_H_
#define PALIER_ROLLOUT_API_CAPACITY_INPUTS_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/programme.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/api/cents.h"
#include "rollout/domain/shared_capacities.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// What one team costs in the roll-out, in hundredths.
int64_t CostOf(const v1::Rollout& rollout, int people, Cents& cents);

// The capacities of the programme, less what the plans in force of its roll-outs take but for those
// named. Teams by their ids; without sponsors. INVALID_ARGUMENT (INVALID_FIELDS) when budget and
// costs are in several currencies.
absl::StatusOr<SharedCapacities> LeftBy(resource::Session& session, const Types& types,
                                        const v1::Programme& programme,
                                        const std::set<std::string>& but_for);

// The least that a programme with the roll-out leaves to it. As LeftBy.
absl::StatusOr<SharedCapacities> LeftTo(resource::Session& session, const Types& types,
                                        const std::string& rollout);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_CAPACITY_INPUTS_H_
