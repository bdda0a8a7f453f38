// SPDX-License-Identifier: Apache-2.0
#include "common/stats/beta_binomial_mixture.h"

#include <algorithm>
#include <cmath>

#include "common/stats/bisection.h"
#include "common/stats/log_gamma.h"
#include "common/stats/normal_mixture.h"

namespace palier::stats {
namespace {

// The least that the beta prior may weigh, in units of g h.
constexpr double kLeastWeight = 1e-3;
// Of the ends of an interval.
constexpr double kPrecision = 1e-10;

}  // namespace

double LogMixture(const BetaBinomialMixture& mixture, double s, double v) {
  const double g = mixture.g;
  const double h = mixture.h;
  const double width = g + h;
  const double rho = Rho({mixture.tuned_variance, mixture.tuned_alpha, false});
  const double r = std::max(rho - g * h, kLeastWeight * g * h);
  // Of n errors so many are -g, and the rest h.
  const double low = (v - g * s) / (g * width);
  const double high = (v + h * s) / (h * width);
  return v / (g * h) * std::log(width) - high * std::log(g) - low * std::log(h) +
         LogBeta(r / (g * width) + low, r / (h * width) + high) -
         LogBeta(r / (g * width), r / (h * width));
}

double Bound(const BetaBinomialMixture& mixture, double v, double alpha) {
  const auto refused = [&](double s) { return LogMixture(mixture, s, v) >= -std::log(alpha); };
  const double largest = v / mixture.g;
  return refused(largest) ? Bisect(0, largest, 0, refused) : largest;
}

Interval ProportionInterval(const ProportionSequence& sequence, double successes, double trials) {
  const auto refused = [&](double p) {
    const double q = 1 - p;
    const BetaBinomialMixture mixture{p * q * sequence.tuned_trials, sequence.tuned_alpha, p, q};
    return LogMixture(mixture, successes - trials * p, trials * p * q) >= -std::log(sequence.alpha);
  };
  const double estimate = successes / trials;
  Interval interval{0, 1};
  if (successes > 0) interval.lower = Bisect(estimate, 0, kPrecision, refused);
  if (successes < trials) interval.upper = Bisect(estimate, 1, kPrecision, refused);
  return interval;
}

}  // namespace palier::stats
