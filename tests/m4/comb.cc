// SPDX-License-Identifier: Apache-2.0
#include "tests/m4/comb.h"

#include <limits>

namespace palier::m4 {
namespace {

struct State {
  double level = 0;
  double trend = 0;
  double fade = 1;
  double error = 0;
};

State Smooth(absl::Span<const double> values, double alpha, double beta, double fade) {
  State state{values[0], 0, fade};
  for (double value : values.subspan(1)) {
    const double expected = state.level + fade * state.trend;
    const double miss = value - expected;
    state.error += miss * miss;
    state.level = expected + alpha * miss;
    state.trend = fade * state.trend + alpha * beta * miss;
  }
  return state;
}

std::vector<double> Best(absl::Span<const double> values, int horizon,
                         absl::Span<const double> betas, absl::Span<const double> fades) {
  State best;
  best.error = std::numeric_limits<double>::infinity();
  for (double alpha : {0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0}) {
    for (double beta : betas) {
      for (double fade : fades) {
        const State tried = Smooth(values, alpha, beta, fade);
        if (tried.error < best.error) best = tried;
      }
    }
  }
  std::vector<double> path;
  for (int h = 0; h < horizon; ++h) path.push_back(best.level += best.trend *= best.fade);
  return path;
}

}  // namespace

std::vector<double> Comb(absl::Span<const double> values, int horizon) {
  const std::vector<double> betas = {0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5};
  const std::vector<double> simple = Best(values, horizon, {0.0}, {1.0});
  const std::vector<double> holt = Best(values, horizon, betas, {1.0});
  const std::vector<double> damped = Best(values, horizon, betas, {0.8, 0.85, 0.9, 0.95, 0.98});
  std::vector<double> path;
  for (size_t h = 0; h < simple.size(); ++h) path.push_back((simple[h] + holt[h] + damped[h]) / 3);
  return path;
}

}  // namespace palier::m4
