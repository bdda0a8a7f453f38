// SPDX-License-Identifier: Apache-2.0
#include "common/stats/predictable_mixture.h"

#include <algorithm>
#include <cmath>

namespace palier::stats {
namespace {

// What the variance is estimated with before there are values: one of mean 1/2 and variance 1/4.
constexpr double kPriorMean = 0.5;
constexpr double kPriorVariance = 0.25;
// Larger bets than these win sooner and cost more.
constexpr double kLargestBernsteinBet = 0.5;
constexpr double kLargestHoeffdingBet = 1;

}  // namespace

PredictableMixture::PredictableMixture(const PredictableMixtureOptions& options)
    : options_(options) {}

double PredictableMixture::NextBet() const {
  const double t = static_cast<double>(count_ + 1);
  const double evidence = std::log(2 / options_.alpha) / (t * std::log1p(t));
  if (options_.kind == PredictableMixtureOptions::Kind::kHoeffding) {
    return std::min(kLargestHoeffdingBet, std::sqrt(8 * evidence));
  }
  return std::min(kLargestBernsteinBet, std::sqrt(2 * evidence * t / (kPriorVariance + squares_)));
}

void PredictableMixture::Add(double value) {
  const double bet = NextBet();
  // The mean of what was left is the asked one times `share`, less `drawn`.
  const double left = static_cast<double>(options_.population - count_);
  const double drawn = options_.population > 0 ? sum_ / left : 0;
  const double share =
      options_.population > 0 ? static_cast<double>(options_.population) / left : 1;
  bets_ += bet * share;
  bet_values_ += bet * (value + drawn);
  if (options_.kind == PredictableMixtureOptions::Kind::kHoeffding) {
    lower_cost_ += bet * bet / 8;
    upper_cost_ += bet * bet / 8;
  } else {
    const double cost = -std::log1p(-bet) - bet;
    const double lower_error = value - mean();
    // 1 - value around the mean of those, which is 0 before the first.
    const double upper_error = 1 - value - (count_ == 0 ? 0 : 1 - mean());
    lower_cost_ += lower_error * lower_error * cost;
    upper_cost_ += upper_error * upper_error * cost;
  }
  ++count_;
  sum_ += value;
  const double error = value - (kPriorMean + sum_) / static_cast<double>(count_ + 1);
  squares_ += error * error;
}

Interval PredictableMixture::interval() const {
  if (count_ == 0) return {0, 1};
  const double evidence = std::log(2 / options_.alpha);
  const double centre = bet_values_ / bets_;
  return {std::max(0.0, centre - (evidence + lower_cost_) / bets_),
          std::min(1.0, centre + (evidence + upper_cost_) / bets_)};
}

}  // namespace palier::stats
