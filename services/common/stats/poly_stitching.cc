// SPDX-License-Identifier: Apache-2.0
#include "common/stats/poly_stitching.h"

#include <algorithm>
#include <cmath>

namespace palier::stats {
namespace {

// Riemann's zeta of s > 1: the first terms, the rest by Euler and Maclaurin.
double Zeta(double s) {
  constexpr int kTerms = 50;
  double sum = 0;
  for (int k = 1; k < kTerms; ++k) sum += std::pow(k, -s);
  const double last = std::pow(kTerms, -s);
  return sum + last * kTerms / (s - 1) + last / 2 + s * last / kTerms / 12 -
         s * (s + 1) * (s + 2) * last / (720.0 * kTerms * kTerms * kTerms);
}

}  // namespace

double Bound(const PolyStitching& stitching, double v, double alpha) {
  const double s = stitching.exponent;
  const double ratio = stitching.ratio;
  const double variance = std::max(v, stitching.least_variance);
  const double epochs = std::log(ratio * variance / stitching.least_variance);
  const double spent = s * std::log(epochs / std::log(ratio)) + std::log(Zeta(s) / alpha);
  const double quarter = std::pow(ratio, 0.25);
  const double k1 = (quarter + 1 / quarter) / std::sqrt(2.0);
  const double skew = (std::sqrt(ratio) + 1) / 2 * stitching.c * spent;
  return std::sqrt(k1 * k1 * variance * spent + skew * skew) + skew;
}

}  // namespace palier::stats
