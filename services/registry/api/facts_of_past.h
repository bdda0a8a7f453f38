// SPDX-License-Identifier: Apache-2.0
// What an organisation's own projects took and cost, from the store.
#ifndef PALIER_REGISTRY_API_FACTS_OF_PAST_H_
#define PALIER_REGISTRY_API_FACTS_OF_PAST_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "palier/registry/v1/assessment.pb.h"
#include "registry/storage/types.h"

namespace palier::registry {

// The newest of each kind that are looked at: they bound the work, and tell of the company of
// today.
inline constexpr int kPastProjects = 100;

// One for each measure, over the kPastProjects that came to ROLLOUT, RUN or RETIRED last, and those
// of the kPastProjects stopped last whose industrialisation had been adopted. About two reads for
// each project: once for a call, not once for a project that is assessed.
absl::StatusOr<std::vector<v1::PastOverrun>> PastOverrunsIn(resource::Session& session,
                                                            const Types& types,
                                                            absl::string_view organization,
                                                            absl::TimeZone zone);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_FACTS_OF_PAST_H_
