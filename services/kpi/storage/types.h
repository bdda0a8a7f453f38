// SPDX-License-Identifier: Apache-2.0
// The resource type of this service.
#ifndef PALIER_KPI_STORAGE_TYPES_H_
#define PALIER_KPI_STORAGE_TYPES_H_

#include "common/resource/type.h"
#include "palier/kpi/v1/kpi.pb.h"

namespace palier::kpi {

struct Types {
  resource::Type kpi{v1::Kpi::descriptor(),
                     "organizations/{organization}/projects/{project}/kpis/{kpi}"};
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_TYPES_H_
