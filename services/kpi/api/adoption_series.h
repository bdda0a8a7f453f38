// SPDX-License-Identifier: Apache-2.0
// The values of a KPI that counts people, for people.
#ifndef PALIER_KPI_API_ADOPTION_SERIES_H_
#define PALIER_KPI_API_ADOPTION_SERIES_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "kpi/api/context.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {

// QueryKpi of the KPI that counts the users of its project: the published periods of its adoption,
// without what they hide. INVALID_ARGUMENT (INVALID_FIELDS) for another unit and for the past;
// PERMISSION_DENIED for any other KPI that counts people. Blocks.
absl::StatusOr<v1::QueryKpiResponse> QueryPublishedKpi(Context& context, const rpc::Call& call,
                                                       const v1::QueryKpiRequest& request,
                                                       const v1::Kpi& kpi);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ADOPTION_SERIES_H_
