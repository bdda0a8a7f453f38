// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_API_RANKING_H_
#define PALIER_REPORTING_API_RANKING_H_

#include "absl/status/statusor.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "reporting/api/context.h"

namespace palier::reporting {

// The registry's ranking of the call's organisation, at most 1,000 projects, with the service's
// rights. The registry's errors.
absl::StatusOr<registry::v1::RankCandidatesResponse> ReadRanking(const Context& context,
                                                                 const rpc::Call& call);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_RANKING_H_
