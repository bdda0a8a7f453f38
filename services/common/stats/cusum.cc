// SPDX-License-Identifier: Apache-2.0
#include "common/stats/cusum.h"

#include <algorithm>
#include <cmath>

namespace palier::stats {
namespace {

constexpr int64_t kLeastBefore = 3;

// The standard normal value that is as likely to be exceeded as `t` is with that many degrees of
// freedom.
double NormalOf(double t, double degrees) {
  const double score =
      (8 * degrees + 1) / (8 * degrees + 3) * std::sqrt(degrees * std::log1p(t * t / degrees));
  return std::copysign(score, t);
}

}  // namespace

void Cusum::Add(double excess, Side& side) const {
  side.sum = std::clamp(side.sum + excess, 0.0, 2 * options_.h);
  side.age = side.sum > 0 ? side.age + 1 : 0;
}

void Cusum::Add(double z) {
  Add(z - options_.k, up_);
  Add(-z - options_.k, down_);
}

std::optional<double> SelfStartingScores::Add(double value) {
  const double before = static_cast<double>(count_);
  std::optional<double> score;
  if (count_ >= kLeastBefore) {
    const double deviation = std::max(smallest_, std::sqrt(squares_ / (before - 1)));
    const double t = (value - mean_) / (deviation * std::sqrt(1 + 1 / before));
    score = NormalOf(t, before - 1);
  }
  ++count_;
  const double distance = value - mean_;
  mean_ += distance / static_cast<double>(count_);
  squares_ += distance * (value - mean_);
  return score;
}

}  // namespace palier::stats
