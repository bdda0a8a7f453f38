// SPDX-License-Identifier: Apache-2.0
#include "common/stats/log_gamma.h"

#include <cmath>
#include <numbers>

namespace palier::stats {
namespace {

constexpr int kMaxTerms = 100'000;
constexpr double kPrecision = 1e-16;

}  // namespace

double LogGamma(double x) {
  double factor = 1;
  for (; x < 12; x += 1) factor *= x;
  const double inverse = 1 / x;
  const double square = inverse * inverse;
  const double series =
      inverse *
      (1.0 / 12 +
       square * (-1.0 / 360 +
                 square * (1.0 / 1260 +
                           square * (-1.0 / 1680 +
                                     square * (1.0 / 1188 + square * (-691.0 / 360360 +
                                                                      square * (1.0 / 156)))))));
  return (x - 0.5) * std::log(x) - x + 0.5 * std::log(2 * std::numbers::pi) + series -
         std::log(factor);
}

double LogBeta(double a, double b) {
  return LogGamma(a) + LogGamma(b) - LogGamma(a + b);
}

double GammaP(double a, double x) {
  if (x <= 0) return 0;
  const double scale = std::exp(a * std::log(x) - x - LogGamma(a));
  if (x < a + 1) {
    double term = 1 / a;
    double sum = term;
    for (int i = 1; i < kMaxTerms && term > sum * kPrecision; ++i) {
      term *= x / (a + i);
      sum += term;
    }
    return sum * scale;
  }
  // Lentz's evaluation of the fraction of Q = 1 - P.
  constexpr double kTiny = 1e-300;
  double b = x + 1 - a;
  double c = 1 / kTiny;
  double d = 1 / b;
  double fraction = d;
  for (int i = 1; i < kMaxTerms; ++i) {
    const double numerator = -i * (i - a);
    b += 2;
    d = numerator * d + b;
    if (std::abs(d) < kTiny) d = kTiny;
    c = b + numerator / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1 / d;
    fraction *= d * c;
    if (std::abs(d * c - 1) < kPrecision) break;
  }
  return 1 - scale * fraction;
}

}  // namespace palier::stats
