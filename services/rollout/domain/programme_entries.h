// SPDX-License-Identifier: Apache-2.0
// A schedule of a programme as people read it.
#ifndef PALIER_ROLLOUT_DOMAIN_PROGRAMME_ENTRIES_H_
#define PALIER_ROLLOUT_DOMAIN_PROGRAMME_ENTRIES_H_

#include <vector>

#include "absl/status/status.h"
#include "rollout/domain/programme.h"
#include "rollout/domain/programme_model.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::rollout {

// By training, tool and team; each with the reason of its date, asked of `decoder`, which is one of
// `model`.
std::vector<ProgrammeEntry> EntriesOf(const Programme& programme, const ProgrammeModel& model,
                                      const schedule::Starts& starts,
                                      schedule::SerialDecoder& decoder);

// FAILED_PRECONDITION (NO_PLAN_FOUND) with the teams that find no place, the first twenty.
absl::Status NoProgrammePlan(const Programme& programme, const ProgrammeModel& model, bool proven);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PROGRAMME_ENTRIES_H_
