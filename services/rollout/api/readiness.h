// SPDX-License-Identifier: Apache-2.0
// What the registry must know before a tool goes beyond its pilot.
#ifndef PALIER_ROLLOUT_API_READINESS_H_
#define PALIER_ROLLOUT_API_READINESS_H_

#include "absl/status/status.h"
#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

// Of a wave after the first: NO_REAL_EVIDENCE unless a KPI of the project is on its way to its
// target with data of real work (S3-09), and NO_STANDARD for each rule of the house that is missing
// and not waived (S1-19). Asked for the caller; returns the registry's errors.
absl::Status AddUnready(Context& context, const rpc::Call& call, const WaveRecord& record,
                        Conditions& unmet);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_READINESS_H_
