// SPDX-License-Identifier: Apache-2.0
// What is looked at before a wave starts: by StartWave, and by the gate before it, so that nobody
// is surprised.
#ifndef PALIER_ROLLOUT_API_START_FACTS_H_
#define PALIER_ROLLOUT_API_START_FACTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "palier/rollout/v1/access.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/condition.h"
#include "rollout/domain/wave_state.h"

namespace palier::rollout {

struct StartFacts {
  absl::TimeZone zone;
  // Where the organisation is.
  absl::CivilDay today;
  // What the wave brings: ProjectsOf its roll-out.
  std::vector<std::string> projects;
  // One for each of them.
  std::vector<FallbackDrill> drills;
  // As the registry has each of them.
  std::vector<v1::ProjectStanding> standings;
  // Of AskStartConditions, and projects that ended.
  Conditions unmet;
};

// Asks other services, for the caller: never inside a transaction. Returns their errors.
absl::StatusOr<StartFacts> AskStartFacts(Context& context, const rpc::Call& call,
                                         const WaveRecord& record);
// The facts, and what is read here.
absl::StatusOr<StartContext> ReadStartContext(resource::Session& session, const Types& types,
                                              const WaveRecord& record, const StartFacts& facts);

// What StartWave would refuse the wave after `wave` for, but its gate; nothing where there is none
// that waits. Asks as AskStartFacts.
absl::StatusOr<Conditions> ConditionsOfNextWave(Context& context, const rpc::Call& call,
                                                const std::string& wave);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_START_FACTS_H_
