// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/nps.h"

#include <algorithm>
#include <cmath>

namespace palier::kpi {

void NpsCounts::Add(int score, int64_t answers) {
  (score >= 9 ? promoters : score >= 7 ? passives : detractors) += answers;
}

NetPromoterScore ScoreOf(const NpsCounts& counts) {
  if (counts.n() == 0) return {};
  constexpr double kZ = 1.959963984540054;  // normal quantile of 0.975
  const double n = counts.n() + 3.0;
  const double promoters = (counts.promoters + 0.75) / n;
  const double detractors = (counts.detractors + 0.75) / n;
  const double centre = promoters - detractors;
  const double margin = kZ * std::sqrt((promoters + detractors - centre * centre) / n);
  const double score =
      static_cast<double>(counts.promoters - counts.detractors) / static_cast<double>(counts.n());
  return {100 * score, std::max(-100.0, 100 * (centre - margin)),
          std::min(100.0, 100 * (centre + margin))};
}

}  // namespace palier::kpi
