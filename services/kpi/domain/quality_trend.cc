// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/quality_trend.h"

#include <algorithm>

namespace palier::kpi {

QualityTrend TrendOf(absl::Span<const Verdict> verdicts) {
  const auto any = [&](Verdict verdict) {
    return std::find(verdicts.begin(), verdicts.end(), verdict) != verdicts.end();
  };
  if (any(Verdict::kRegressed)) return QualityTrend::kFalls;
  if (any(Verdict::kImproved)) return QualityTrend::kRises;
  return any(Verdict::kNoMaterialChange) ? QualityTrend::kHolds : QualityTrend::kUnknown;
}

}  // namespace palier::kpi
