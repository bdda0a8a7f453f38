// SPDX-License-Identifier: Apache-2.0
// KPIs whose value is a number of people: what of them is not for everybody. Pure functions, safe
// from any thread.
#ifndef PALIER_KPI_API_SMALL_GROUPS_GUARD_H_
#define PALIER_KPI_API_SMALL_GROUPS_GUARD_H_

#include <optional>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "kpi/domain/trajectory.h"
#include "palier/kpi/v1/kpi.pb.h"

namespace palier::kpi {

// A service on its own account holds the permission of full statistics.
bool SeesSmallGroups(const rpc::Call& call);

bool CountsPeople(const v1::Kpi& kpi);

// Whether what it measures now is a few people.
bool CountsFew(const v1::Kpi& kpi, const std::optional<Measure>& latest);

// PERMISSION_DENIED if the KPI counts people and the caller may not see small groups: for answers
// that could not be told without them. What may be told is told by QueryAdoption.
absl::Status CheckTellsOfNobody(const rpc::Call& call, const v1::Kpi& kpi);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_SMALL_GROUPS_GUARD_H_
