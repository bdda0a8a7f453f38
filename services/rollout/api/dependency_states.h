// SPDX-License-Identifier: Apache-2.0
// What a roll-out waits for, as it stands today (S1-29).
#ifndef PALIER_ROLLOUT_API_DEPENDENCY_STATES_H_
#define PALIER_ROLLOUT_API_DEPENDENCY_STATES_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "common/status/error.h"
#include "palier/rollout/v1/dependency.pb.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

struct Context;

struct DependencyState {
  v1::Dependency dependency;
  // Teams of the roll-out that wait for it, as resource names.
  std::set<std::string> teams;
  bool satisfied = false;
  // When it is expected, not before today; none when it is there, or nobody knows.
  std::optional<absl::CivilDay> expected;
  // What is missing, or says that it is there.
  status::Text text;
};

// Those of the roll-out, by name. Asks the registry for the caller, never in a transaction; what it
// does not know any more is not there. Returns its other errors.
absl::StatusOr<std::vector<DependencyState>> AskDependencies(Context& context,
                                                             const rpc::Call& call,
                                                             const v1::Rollout& rollout,
                                                             absl::CivilDay today);

// DEPENDENCY_OPEN for each that a team of the wave waits for and is not there.
absl::Status AddOpenDependencies(Context& context, const rpc::Call& call, const WaveRecord& record,
                                 absl::CivilDay today, Conditions& unmet);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_DEPENDENCY_STATES_H_
