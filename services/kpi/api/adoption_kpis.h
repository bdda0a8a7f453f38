// SPDX-License-Identifier: Apache-2.0
// The KPIs of a project that its adoption is told by. One snapshot of the store each; not
// thread-safe.
#ifndef PALIER_KPI_API_ADOPTION_KPIS_H_
#define PALIER_KPI_API_ADOPTION_KPIS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/resource/store.h"
#include "kpi/domain/rollup.h"
#include "kpi/storage/fact_table.h"
#include "kpi/storage/types.h"
#include "palier/kpi/v1/adoption.pb.h"

namespace palier::kpi {

// All of a project's, by name.
absl::StatusOr<std::vector<v1::Kpi>> KpisOf(resource::Session& session, const Types& types,
                                            const ProjectKey& project);

// Whether a KPI counts those who use a tool: of category ADOPTION and aggregation DISTINCT_USERS.
bool CountsUse(const v1::Kpi& kpi);

// The one that counts its users: of category ADOPTION and aggregation DISTINCT_USERS. Once
// something was told by one of them, it stays that one; before, it is the one that was created
// first. NOT_FOUND (RESOURCE_NOT_FOUND).
absl::StatusOr<v1::Kpi> UsageKpi(resource::Session& session, const ProjectKey& project,
                                 const std::vector<v1::Kpi>& kpis);

// Licensed people by team id (empty: the organisation's own figure) at the end of a day, as the
// KPI of category ADOPTION and unit `seats` says.
absl::StatusOr<std::map<std::string, int64_t>> SeatsAt(sql::Transaction& transaction,
                                                       const ProjectKey& project,
                                                       const std::vector<v1::Kpi>& kpis,
                                                       absl::CivilDay day);

// What the KPIs of categories EFFICIENCY and ROI say of the period that begins on that day; those
// that count people say nothing here.
absl::StatusOr<std::vector<v1::AdoptionBenefit>> BenefitsOf(sql::Transaction& transaction,
                                                            const ProjectKey& project,
                                                            const std::vector<v1::Kpi>& kpis,
                                                            PeriodUnit unit,
                                                            absl::CivilDay first_day);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ADOPTION_KPIS_H_
