// SPDX-License-Identifier: Apache-2.0
// The adoption of a project, as it is told to people.
#ifndef PALIER_KPI_API_ADOPTION_H_
#define PALIER_KPI_API_ADOPTION_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "kpi/api/context.h"
#include "kpi/domain/rollup.h"
#include "palier/kpi/v1/adoption.pb.h"
#include "palier/kpi/v1/kpi.pb.h"

namespace palier::kpi {

// As many periods as one may ask for.
inline constexpr int kMostAdoptionPeriods = 26;

struct ToldAdoption {
  // The one that counts the users, and the unit of its periods now.
  v1::Kpi kpi;
  PeriodUnit unit = PeriodUnit::kWeek;
  // By time.
  std::vector<v1::AdoptionPeriod> periods;
};

// The last published periods of a project; those that have closed since they were asked for last
// are made now. NOT_FOUND (RESOURCE_NOT_FOUND: no KPI counts its users). Blocks.
absl::StatusOr<ToldAdoption> PublishedAdoption(Context& context, const rpc::Call& call,
                                               const ProjectKey& project,
                                               int count = kMostAdoptionPeriods);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ADOPTION_H_
