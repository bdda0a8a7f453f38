// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/robust_reference.h"

#include <algorithm>
#include <cmath>

namespace palier::kpi {
namespace {

constexpr double kNormal = 1.4826;  // median absolute deviation to standard deviation
constexpr double kBeyondRecord = 1.5;
constexpr double kHabit = 0.25;

double Sign(double value) {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

}  // namespace

double UpperMedian(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double SmallestScale(absl::Span<const Observation> seen) {
  const auto [low, high] = std::minmax_element(
      seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  const double size = std::max(std::abs(low->value), std::abs(high->value));
  return std::max(0.01 * (high->value - low->value), 1e-9 * size + 1e-12);
}

void RobustReference::Fit(absl::Span<const double> values, double smallest_scale) {
  centre_ = UpperMedian({values.begin(), values.end()});
  std::vector<double> distances;
  for (double value : values) distances.push_back(std::abs(value - centre_));
  scale_ = std::max(kNormal * UpperMedian(distances), smallest_scale);
  record_ = *std::max_element(distances.begin(), distances.end()) / scale_;
}

double RobustReference::Distance(double value) const {
  return std::abs(value - centre_) / scale_;
}

double RobustReference::Reach(double value, double bar) const {
  return Distance(value) / std::max(bar, kBeyondRecord * record_);
}

void RobustReference::Follow(double value, double rate) {
  record_ = std::max(record_, kHabit * Distance(value));
  centre_ += rate * scale_ * Sign(value - centre_);
}

}  // namespace palier::kpi
