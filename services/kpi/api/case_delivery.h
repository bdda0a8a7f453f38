// SPDX-License-Identifier: Apache-2.0
// From events of cases to measurements of these cases.
#ifndef PALIER_KPI_API_CASE_DELIVERY_H_
#define PALIER_KPI_API_CASE_DELIVERY_H_

#include "absl/status/status.h"
#include "kpi/api/context.h"
#include "kpi/api/mapped_delivery.h"

namespace palier::kpi {

// Keeps the events of the share's cases, durably, and puts what is measured of all of these cases
// among its measurements; `delivery` is of the share's project. Cases of which nothing is new are
// measured too: their measurements may not have come in the time before.
absl::Status MeasureCases(Context& context, const Delivery& delivery, ProjectShare& share);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_CASE_DELIVERY_H_
