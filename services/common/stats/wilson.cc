// SPDX-License-Identifier: Apache-2.0
#include "common/stats/wilson.h"

#include <algorithm>
#include <cmath>

namespace palier::stats {
namespace {

// Quantile of the normal distribution at 0.975.
constexpr double kZ = 1.959963984540054;

double Of(const Share& share) {
  return static_cast<double>(share.part) / static_cast<double>(share.whole);
}

}  // namespace

Interval WilsonInterval(const Share& share) {
  if (share.whole <= 0) return {0, 1};
  const auto n = static_cast<double>(share.whole);
  const double p = Of(share);
  const double middle = p + kZ * kZ / (2 * n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  const double scale = 1 + kZ * kZ / n;
  return {std::max(0.0, (middle - half) / scale), std::min(1.0, (middle + half) / scale)};
}

Interval DifferenceInterval(const Share& a, const Share& b) {
  if (a.whole <= 0 || b.whole <= 0) return {-1, 1};
  const Interval of_a = WilsonInterval(a);
  const Interval of_b = WilsonInterval(b);
  const double difference = Of(a) - Of(b);
  return {difference - std::hypot(Of(a) - of_a.lower, of_b.upper - Of(b)),
          difference + std::hypot(of_a.upper - Of(a), Of(b) - of_b.lower)};
}

}  // namespace palier::stats
