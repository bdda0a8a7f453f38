// SPDX-License-Identifier: Apache-2.0
// Use crossed with satisfaction (S4-14).
#ifndef PALIER_KPI_API_ADOPTION_QUADRANTS_H_
#define PALIER_KPI_API_ADOPTION_QUADRANTS_H_

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "kpi/api/context.h"
#include "palier/kpi/v1/adoption.pb.h"

namespace palier::kpi {

// Says of the teams of the last period what they think of the tool, by the project's last survey
// that has closed and asked `recommend`; with `full`, small groups too. Blocks.
absl::Status AddQuadrants(Context& context, const rpc::Call& call, bool full,
                          v1::Adoption& adoption);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ADOPTION_QUADRANTS_H_
