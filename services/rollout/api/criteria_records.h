// SPDX-License-Identifier: Apache-2.0
// Stored versions of the criteria of gates, and the ones that nobody has to set.
#ifndef PALIER_ROLLOUT_API_CRITERIA_RECORDS_H_
#define PALIER_ROLLOUT_API_CRITERIA_RECORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/gate.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// All versions of the criteria of a roll-out, by number.
absl::StatusOr<std::vector<v1::CriteriaVersion>> ReadCriteria(resource::Session& session,
                                                              const Types& types,
                                                              const std::string& rollout);

// The adoption gate (S4-08), marked as preset, with its fingerprint.
v1::CriteriaVersion PresetCriteria();

// Stores `version`, whose criteria have been checked, as the last one of the roll-out. NOT_FOUND,
// RESOURCE_EXHAUSTED (LIMIT_EXCEEDED past 100), INVALID_ARGUMENT (INVALID_FIELDS: without a reason
// once a wave has started, unless it is the preset).
absl::Status StoreCriteria(resource::Session& session, const Types& types,
                           const std::string& author, const std::string& rollout,
                           v1::CriteriaVersion& version);

// Stores the preset where the roll-out has no criteria.
absl::Status EnsureCriteria(resource::Session& session, const Types& types,
                            const std::string& rollout);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_CRITERIA_RECORDS_H_
