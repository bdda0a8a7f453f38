// SPDX-License-Identifier: Apache-2.0
// What is due in roll-outs, read from what is stored of them.
#ifndef PALIER_ROLLOUT_API_AGENDA_RECORDS_H_
#define PALIER_ROLLOUT_API_AGENDA_RECORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/domain/agenda.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// The most that is told at once.
inline constexpr size_t kMaxAgendaEntries = 10'000;

// One roll-out with all that was, is and will be due.
struct RolloutAgenda {
  v1::Rollout rollout;
  // By number.
  std::vector<WaveSpan> waves;
  // Sorted.
  std::vector<AgendaEntry> entries;
};

// Those below `parent`, an organisation or one roll-out, by name. What waves that are over, or that
// a stopped roll-out will not have, left open is no longer due. NOT_FOUND, RESOURCE_EXHAUSTED
// (LIMIT_EXCEEDED) past 200,000 entries.
absl::StatusOr<std::vector<RolloutAgenda>> ReadAgendas(resource::Session& session,
                                                       const Types& types,
                                                       const std::string& parent,
                                                       absl::TimeZone zone);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_AGENDA_RECORDS_H_
