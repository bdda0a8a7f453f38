// SPDX-License-Identifier: Apache-2.0
// Before and after, from what is stored to a verdict. Pure but for the reading; safe from any
// thread.
#ifndef PALIER_KPI_API_COMPARISON_H_
#define PALIER_KPI_API_COMPARISON_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "kpi/api/context.h"
#include "palier/kpi/v1/comparison_service.pb.h"

namespace palier::kpi {

// [first, next).
struct ComparedDays {
  absl::CivilDay first;
  absl::CivilDay next;
};

v1::DateRange RangeOf(const ComparedDays& days);

// The values of both, and of the same days one year earlier: single measurements, or whole weeks
// of what adds up (SUM, COUNT, DISTINCT_USERS).
struct ComparedSamples {
  ComparedDays before_days, after_days;
  absl::TimeZone zone;
  std::vector<double> before, after, control_before, control_after;
};

// Of one team, or of all for an empty one. RESOURCE_EXHAUSTED (LIMIT_EXCEEDED).
absl::StatusOr<ComparedSamples> ReadSamples(sql::Transaction& transaction, const KpiKey& key,
                                            const v1::Kpi& kpi, const std::string& team,
                                            const ComparedDays& before, const ComparedDays& after,
                                            absl::TimeZone zone, absl::CivilDay today);

absl::StatusOr<v1::CompareKpiResponse> CompareSamples(const ComparedSamples& samples,
                                                      const v1::Kpi& kpi, rpc::Language language);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_COMPARISON_H_
