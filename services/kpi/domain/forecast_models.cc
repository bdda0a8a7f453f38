// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/forecast_models.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "kpi/domain/robust_reference.h"

namespace palier::kpi {
namespace {

struct Smoothing {
  double level = 0;
  double trend = 0;
  double error = 0;  // squared, one step ahead
};

Smoothing Smooth(absl::Span<const double> values, double alpha, double beta, double fade) {
  Smoothing state{values[0]};
  for (double value : values.subspan(1)) {
    const double expected = state.level + fade * state.trend;
    const double miss = value - expected;
    state.error += miss * miss;
    state.level = expected + alpha * miss;
    state.trend = fade * state.trend + alpha * beta * miss;
  }
  return state;
}

constexpr size_t kTrendWindow = 26;
constexpr double kTrendDoubt = 4;

double MedianSlope(absl::Span<const double> values) {
  std::vector<double> slopes;
  for (size_t i = 0; i < values.size(); ++i) {
    for (size_t j = i + 1; j < values.size(); ++j) {
      slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
    }
  }
  return UpperMedian(std::move(slopes));
}

// The variance of the sum of `steps`, with what neighbours have in common (Bartlett's weights;
// never negative). Noise around a line makes steps that undo each other; a random walk does not.
double SumVariance(const std::vector<double>& steps) {
  constexpr size_t kNeighbours = 4;
  double variance = 0;
  for (size_t lag = 0; lag <= std::min(kNeighbours, steps.size() - 1); ++lag) {
    double products = 0;
    for (size_t i = lag; i < steps.size(); ++i) products += steps[i] * steps[i - lag];
    const double weight = 1 - static_cast<double>(lag) / (kNeighbours + 1);
    variance += lag == 0 ? products : 2 * weight * products;
  }
  return std::max(variance, 0.0);
}

// t^2 / (t^2 + doubt) without dividing by a variance that may be 0.
double Trust(absl::Span<const double> values, double slope) {
  std::vector<double> steps;
  for (size_t i = 1; i < values.size(); ++i) steps.push_back(values[i] - values[i - 1] - slope);
  const double rise = slope * static_cast<double>(steps.size());
  const double signal = rise * rise;
  return signal > 0 ? signal / (signal + kTrendDoubt * SumVariance(steps)) : 0;
}

constexpr size_t kShortLags = 8;
constexpr std::array<size_t, 4> kLongLags = {51, 52, 53, 104};
constexpr size_t kSpare = 52;
constexpr double kShortPenalty = 300;
constexpr double kLongPenalty = 30;
constexpr double kNearlyZero = 1e-9;
constexpr double kLargestLevel = 1e100;
constexpr double kSmallestChange = 1e-100;  // its square is above 0

std::vector<double> Changes(absl::Span<const double> values, bool relative) {
  std::vector<double> changes;
  for (size_t i = 1; i < values.size(); ++i) {
    const double change = values[i] - values[i - 1];
    changes.push_back(relative ? change / values[i - 1] : change);
  }
  return changes;
}

std::vector<size_t> LagsFor(size_t changes) {
  std::vector<size_t> lags;
  for (size_t lag = 1; lag <= std::min(kShortLags, changes - 1); ++lag) lags.push_back(lag);
  for (size_t lag : kLongLags) {
    if (changes > lag + kSpare) lags.push_back(lag);
  }
  return lags;
}

using Matrix = std::vector<std::vector<double>>;  // a row per lag, the right side as last column

Matrix NormalEquations(const std::vector<double>& changes, const std::vector<size_t>& lags) {
  const size_t n = lags.size();
  Matrix sums(n, std::vector<double>(n + 1, 0));
  double squares = 0;
  for (double change : changes) squares += change * change;
  const double variance = squares / static_cast<double>(changes.size());
  for (size_t t = lags.back(); t < changes.size(); ++t) {
    for (size_t i = 0; i < n; ++i) {
      const double change = changes[t - lags[i]];
      for (size_t j = i; j < n; ++j) sums[i][j] += change * changes[t - lags[j]];
      sums[i][n] += change * changes[t];
    }
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < i; ++j) sums[i][j] = sums[j][i];
    sums[i][i] += (lags[i] <= kShortLags ? kShortPenalty : kLongPenalty) * variance;
  }
  return sums;
}

// Gauss without pivots: the matrix is symmetric and, by its penalty, positive definite.
std::vector<double> Solve(Matrix sums) {
  const size_t n = sums.size();
  for (size_t i = 0; i < n; ++i) {
    for (size_t row = i + 1; row < n; ++row) {
      const double factor = sums[row][i] / sums[i][i];
      for (size_t column = i; column <= n; ++column) sums[row][column] -= factor * sums[i][column];
    }
  }
  std::vector<double> weights(n, 0);
  for (size_t i = n; i-- > 0;) {
    double rest = sums[i][n];
    for (size_t j = i + 1; j < n; ++j) rest -= sums[i][j] * weights[j];
    weights[i] = rest / sums[i][i];
  }
  return weights;
}

}  // namespace

std::vector<double> DampedTrend(absl::Span<const double> values, int horizon) {
  Smoothing best;
  best.error = std::numeric_limits<double>::infinity();
  best.level = values.back();
  double best_fade = 1;
  for (double alpha : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    for (double beta : {0.0, 0.05, 0.2}) {
      for (double fade : {0.85, 0.95}) {
        const Smoothing tried = Smooth(values, alpha, beta, fade);
        if (tried.error >= best.error) continue;
        best = tried;
        best_fade = fade;
      }
    }
  }
  std::vector<double> path;
  double step = best.trend;
  for (int h = 0; h < horizon; ++h) {
    step *= best_fade;
    path.push_back((path.empty() ? best.level : path.back()) + step);
  }
  return path;
}

std::vector<double> ShrunkTrend(absl::Span<const double> values, int horizon) {
  const size_t window = std::min(values.size(), kTrendWindow);
  const absl::Span<const double> recent = values.subspan(values.size() - window);
  const double slope = MedianSlope(recent);
  const double step = slope * Trust(recent, slope);
  std::vector<double> path;
  for (int h = 1; h <= horizon; ++h) path.push_back(values.back() + step * h);
  return path;
}

std::vector<double> RidgeAutoregression(absl::Span<const double> values, int horizon) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const bool relative = *low > kNearlyZero * *high;
  std::vector<double> changes = Changes(values, relative);
  double largest = 0;
  for (double change : changes) largest = std::max(largest, std::abs(change));
  if (largest < kSmallestChange || changes.size() < 2) {
    return std::vector<double>(static_cast<size_t>(horizon), values.back());
  }
  const std::vector<size_t> lags = LagsFor(changes.size());
  const std::vector<double> weights = Solve(NormalEquations(changes, lags));
  std::vector<double> path;
  double level = values.back();
  for (int h = 0; h < horizon; ++h) {
    double change = 0;
    for (size_t i = 0; i < lags.size(); ++i)
      change += weights[i] * changes[changes.size() - lags[i]];
    changes.push_back(change);
    level += relative ? level * change : change;
    level = std::clamp(level, -kLargestLevel, kLargestLevel);
    path.push_back(level);
  }
  return path;
}

}  // namespace palier::kpi
