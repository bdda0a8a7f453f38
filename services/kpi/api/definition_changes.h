// SPDX-License-Identifier: Apache-2.0
// What differs between two definitions of a KPI. Pure functions, safe from any thread.
#ifndef PALIER_KPI_API_DEFINITION_CHANGES_H_
#define PALIER_KPI_API_DEFINITION_CHANGES_H_

#include <vector>

#include "common/status/error.h"
#include "palier/kpi/v1/promise_review_service.pb.h"

namespace palier::kpi {

// In the order of the fields; empty when both promise and measure the same.
std::vector<v1::DefinitionChange> DefinitionChanges(const v1::Kpi& promised, const v1::Kpi& now);

// Whether values of the one can be judged by the other.
bool MeasuresTheSame(const v1::Kpi& promised, const v1::Kpi& now);

// Says in a sentence what changed.
status::Text ChangesText(const std::vector<v1::DefinitionChange>& changes, bool comparable);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_DEFINITION_CHANGES_H_
