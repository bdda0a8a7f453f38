// SPDX-License-Identifier: Apache-2.0
#include "common/stats/gamma_exponential_mixture.h"

#include <cmath>

#include "common/stats/bisection.h"
#include "common/stats/log_gamma.h"
#include "common/stats/normal_mixture.h"

namespace palier::stats {
namespace {

// The logarithm of the integral of u^(shape - 1) e^(-rate u) over (0, 1).
double LogIntegral(double shape, double rate) {
  return LogGamma(shape) + std::log(GammaP(shape, rate)) - shape * std::log(rate);
}

}  // namespace

// With u = 1 - c l the supermartingale is e^x u^(v / c^2) e^(-x u), x = (c s + v) / c^2, and l is
// drawn by a density of u proportional to u^(r - 1) e^(-r u), r = rho / c^2.
double LogMixture(const GammaExponentialMixture& mixture, double s, double v) {
  const double square = mixture.c * mixture.c;
  const double r = Rho({mixture.tuned_variance, mixture.tuned_alpha, true}) / square;
  const double x = (mixture.c * s + v) / square;
  return x + LogIntegral(v / square + r, x + r) - LogIntegral(r, r);
}

double Bound(const GammaExponentialMixture& mixture, double v, double alpha) {
  const auto refused = [&](double s) { return LogMixture(mixture, s, v) >= -std::log(alpha); };
  double large = v;
  while (!refused(large)) large *= 2;
  return Bisect(0, large, 0, refused);
}

}  // namespace palier::stats
