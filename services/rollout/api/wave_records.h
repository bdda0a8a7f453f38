// SPDX-License-Identifier: Apache-2.0
// Stored waves and check-ins, and what the domain makes of them.
#ifndef PALIER_ROLLOUT_API_WAVE_RECORDS_H_
#define PALIER_ROLLOUT_API_WAVE_RECORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/check_in.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/domain/wave_state.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// A wave with what is read around it.
struct WaveRecord {
  v1::Rollout rollout;
  v1::Wave wave;
  // By name.
  std::vector<v1::CheckIn> check_ins;

  // Its members are its teams. A check-in that was waived counts as done.
  Wave ToDomain() const;
  // Names of those that are not done.
  std::vector<std::string> OpenCheckIns() const;
};

// NOT_FOUND if the wave or its roll-out does not exist.
absl::StatusOr<WaveRecord> ReadWave(resource::Session& session, const Types& types,
                                    const std::string& name);
// The wave of the same roll-out with that number; none if there is none.
absl::StatusOr<std::optional<WaveRecord>> ReadSibling(resource::Session& session,
                                                      const Types& types, const WaveRecord& record,
                                                      int number);

void SetState(const Wave& domain, v1::Wave& wave);
// Stores what became of the wave of the record, the state of its roll-out, and the news of it.
absl::Status StoreWave(resource::Session& session, const Types& types, const WaveRecord& record,
                       v1::Wave& after);

// Planned or started, and not over.
bool IsUnderWay(const v1::Rollout& rollout);
// All waves of a roll-out, by number.
absl::StatusOr<std::vector<v1::Wave>> ReadWaves(resource::Session& session, const Types& types,
                                                const std::string& rollout);

// Four new check-ins for each team of the wave, counted from `start` (S1-33).
std::vector<v1::CheckIn> NewCheckIns(const v1::Wave& wave, absl::CivilDay start,
                                     absl::TimeZone zone);
// Fills the state, which depends on the time.
void FillState(absl::Time now, v1::CheckIn& check_in);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_WAVE_RECORDS_H_
