// SPDX-License-Identifier: Apache-2.0
#include "common/stats/diffusion.h"

#include <cmath>

#include "common/stats/bisection.h"

namespace palier::stats {

double Bass::ShareAt(double t) const {
  const double decay = std::exp(-(p + q) * t);
  return (1 - decay) / (1 + q / p * decay);
}

double Bass::PeakTime() const {
  return q <= p ? 0 : std::log(q / p) / (p + q);
}

double Bass::PeakRate() const {
  return q <= p ? p : (p + q) * (p + q) / (4 * q);
}

double TrainTheTrainerGrowth(double hours, double hours_per_user, double ratio, double lag) {
  const double most = hours / (hours_per_user * ratio);
  // g * exp(g * lag) grows with g, from 0 to at least `most` at `most`.
  return Bisect(0, most, 0, [&](double growth) { return growth * std::exp(growth * lag) >= most; });
}

}  // namespace palier::stats
