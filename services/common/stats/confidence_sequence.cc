// SPDX-License-Identifier: Apache-2.0
#include "common/stats/confidence_sequence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace palier::stats {

namespace {

// The square of the paper's rho.
double SquaredRho(const AsymptoticSequence& sequence) {
  const double alpha = sequence.one_sided ? 2 * sequence.alpha : sequence.alpha;
  const double log_alpha = std::log(alpha);
  return (-2 * log_alpha + std::log(1 - 2 * log_alpha)) / sequence.tuning;
}

}  // namespace

double HalfWidth(const AsymptoticSequence& sequence, double standard_error, double n) {
  const double alpha = sequence.one_sided ? 2 * sequence.alpha : sequence.alpha;
  const double rho2 = SquaredRho(sequence);
  const double grown = n * rho2 + 1;
  const double log_bound = sequence.one_sided ? std::log1p(std::sqrt(grown) / alpha)
                                              : std::log(std::sqrt(grown) / alpha);
  const double deviation = standard_error * std::sqrt(n);
  return deviation * std::sqrt(2 * grown * log_bound / (n * n * rho2));
}

double EValue(const AsymptoticSequence& sequence, double estimate, double standard_error,
              double n) {
  const double rho2 = SquaredRho(sequence);
  const double grown = n * rho2 + 1;
  const double t = estimate / standard_error;
  return std::exp(rho2 * t * t * n / (2 * grown)) / std::sqrt(grown);
}

double HalfWidth(const MixtureSequence& sequence, const Coefficient& coefficient) {
  const double shrink = sequence.precision / (sequence.precision + coefficient.information);
  const double bound =
      std::pow(sequence.alpha * sequence.alpha * shrink, 1 / (coefficient.degrees + 1));
  if (bound <= shrink) return std::numeric_limits<double>::infinity();
  return coefficient.standard_error *
         std::sqrt(coefficient.degrees * (1 - bound) / (bound - shrink));
}

double EValue(const MixtureSequence& sequence, const Coefficient& coefficient) {
  const double shrink = sequence.precision / (sequence.precision + coefficient.information);
  const double t = coefficient.estimate / coefficient.standard_error;
  const double q = t * t / coefficient.degrees;
  const double log_ratio = std::log1p(q) - std::log1p(shrink * q);
  return std::exp(0.5 * std::log(shrink) + 0.5 * (coefficient.degrees + 1) * log_ratio);
}

double StudentTwoSidedP(double t, int degrees) {
  const double theta = std::atan(std::abs(t) / std::sqrt(degrees));
  const double cosine = std::cos(theta);
  const bool odd = degrees % 2 == 1;
  double term = odd ? cosine : 1;
  double sum = degrees == 1 ? 0 : term;
  for (int i = odd ? 3 : 2; i < degrees; i += 2) {
    term *= cosine * cosine * (i - 1) / i;
    sum += term;
  }
  const double within =
      odd ? 2 / std::numbers::pi * (theta + std::sin(theta) * sum) : std::sin(theta) * sum;
  return std::clamp(1 - within, 0.0, 1.0);
}

}  // namespace palier::stats
