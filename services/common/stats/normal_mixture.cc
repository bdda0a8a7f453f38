// SPDX-License-Identifier: Apache-2.0
#include "common/stats/normal_mixture.h"

#include <cmath>

#include "common/stats/bisection.h"

namespace palier::stats {

double Rho(const NormalMixture& mixture) {
  const double alpha = mixture.one_sided ? 2 * mixture.tuned_alpha : mixture.tuned_alpha;
  const double evidence = -2 * std::log(alpha);
  return mixture.tuned_variance / (evidence + std::log1p(evidence));
}

double LogMixture(const NormalMixture& mixture, double s, double v) {
  const double rho = Rho(mixture);
  const double both = 0.5 * std::log(rho / (v + rho)) + s * s / (2 * (v + rho));
  if (!mixture.one_sided) return both;
  // ln(2 Phi(x)), x = s / sqrt(v + rho).
  return both + std::log(std::erfc(-s / std::sqrt(2 * (v + rho))));
}

double Bound(const NormalMixture& mixture, double v, double alpha) {
  const double rho = Rho(mixture);
  const double both = std::sqrt((v + rho) * (std::log1p(v / rho) - 2 * std::log(alpha)));
  if (!mixture.one_sided) return both;
  // One side only needs less: at `both` the one-sided mixture is beyond 1 / alpha.
  return Bisect(0, both, 0,
                [&](double s) { return LogMixture(mixture, s, v) >= -std::log(alpha); });
}

}  // namespace palier::stats
