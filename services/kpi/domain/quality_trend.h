// SPDX-License-Identifier: Apache-2.0
// Whether the quality of something falls, from the comparisons of its measures (S3-14). Pure
// functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_QUALITY_TREND_H_
#define PALIER_KPI_DOMAIN_QUALITY_TREND_H_

#include "absl/types/span.h"
#include "kpi/domain/compare.h"

namespace palier::kpi {

// The numbers are those of the API.
enum class QualityTrend { kFalls = 1, kRises = 2, kHolds = 3, kUnknown = 4 };

// One that got worse is enough: what is better elsewhere does not make up for it.
QualityTrend TrendOf(absl::Span<const Verdict> verdicts);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_QUALITY_TREND_H_
