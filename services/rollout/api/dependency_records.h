// SPDX-License-Identifier: Apache-2.0
// Stored dependencies: what they point at, who waits, and whether anybody waits for themselves.
#ifndef PALIER_ROLLOUT_API_DEPENDENCY_RECORDS_H_
#define PALIER_ROLLOUT_API_DEPENDENCY_RECORDS_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/dependency.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Who knows whether it is there.
enum class DependencySource { kPerson, kEntry, kLearningPath, kRollout, kProject, kDecision };

// By the shape of the reference; kPerson for an empty one and for what is none.
DependencySource SourceOf(absl::string_view reference);

// Teams of the roll-out that wait for it, as resource names.
std::set<std::string> WaitingTeams(const v1::Dependency& dependency, const v1::Rollout& rollout);
// Teams of the roll-out in its reference, `needed`, that must be live.
std::set<std::string> NeededTeams(const v1::Dependency& dependency, const v1::Rollout& rollout,
                                  const v1::Rollout& needed);

// FAILED_PRECONDITION (DEPENDENCY_CYCLE) naming the cycle if teams would wait for each other once
// the roll-out is as given, and, unless it is null, the dependency is written.
absl::Status CheckNoCycle(resource::Session& session, const Types& types,
                          const v1::Rollout& rollout, const v1::Dependency* written);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_DEPENDENCY_RECORDS_H_
