// SPDX-License-Identifier: Apache-2.0
// How a KPI stands, as it is shown. Pure, safe from any thread.
#ifndef PALIER_KPI_API_STATUS_H_
#define PALIER_KPI_API_STATUS_H_

#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "kpi/api/assessment.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {

// `assessment` as of `date`.
v1::KpiStatus StatusOf(const v1::Kpi& kpi, const Assessment& assessment, absl::CivilDay date,
                       rpc::Language language);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_STATUS_H_
