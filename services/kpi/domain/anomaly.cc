// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/anomaly.h"

#include <algorithm>
#include <cmath>

namespace palier::kpi {
namespace {

constexpr double kNormal = 1.4826;  // median absolute deviation to standard deviation
constexpr double kBeyondRecord = 1.5;
constexpr double kHabit = 0.25;
constexpr double kFollow = 0.2;  // per probation
constexpr double kLargest = 1e150;

double MedianOf(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double Sign(double value) {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

// Below it a scale is rounding noise or the resolution of the measure. A flat line has no range.
double SmallestScale(absl::Span<const Observation> seen) {
  const auto [low, high] = std::minmax_element(
      seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  const double size = std::max(std::abs(low->value), std::abs(high->value));
  return std::max(0.01 * (high->value - low->value), 1e-9 * size + 1e-12);
}

std::vector<double> MovingMeans(const std::vector<double>& values, size_t window) {
  std::vector<double> means;
  for (size_t end = window; end <= values.size(); ++end) {
    double sum = 0;
    for (size_t i = end - window; i < end; ++i) sum += values[i];
    means.push_back(sum / static_cast<double>(window));
  }
  return means;
}

}  // namespace

void RobustReference::Fit(absl::Span<const double> values, double smallest_scale) {
  centre_ = MedianOf({values.begin(), values.end()});
  std::vector<double> distances;
  for (double value : values) distances.push_back(std::abs(value - centre_));
  scale_ = std::max(kNormal * MedianOf(distances), smallest_scale);
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

AnomalyDetector::AnomalyDetector(const AnomalyOptions& options) : options_(options) {
  options_.probation = std::clamp(options.probation, kMinProbation, kMaxProbation);
  since_begin_ = options_.probation;
}

void AnomalyDetector::Calibrate() {
  profile_ = SeasonalProfile::Choose(learning_);
  std::vector<double> residuals;
  for (const Observation& seen : learning_) {
    residuals.push_back(profile_.optimism() * (seen.value - profile_.Expected(seen.seconds)));
  }
  const double smallest = SmallestScale(learning_);
  const size_t window = std::max<size_t>(2, residuals.size() / 10);
  level_.Fit(residuals, smallest);
  mean_.Fit(MovingMeans(residuals, window), smallest);
  recent_.assign(residuals.end() - static_cast<std::ptrdiff_t>(window), residuals.end());
  learning_ = {};
  calibrated_ = true;
}

double AnomalyDetector::MeanWith(double residual) {
  recent_[oldest_] = residual;
  oldest_ = (oldest_ + 1) % recent_.size();
  // Summed afresh: a running sum would keep the rounding of a huge value for ever.
  double sum = 0;
  for (double value : recent_) sum += value;
  return sum / static_cast<double>(recent_.size());
}

Judgement AnomalyDetector::Judge(const Observation& next) {
  const double season = profile_.Expected(next.seconds);
  const double residual = next.value - season;
  const double mean = MeanWith(residual);
  const double reach =
      std::max(level_.Reach(residual, options_.level_bar), mean_.Reach(mean, options_.mean_bar));
  Judgement judgement;
  judgement.judged = true;
  judgement.score = reach / (1 + reach);
  judgement.anomaly = judgement.score >= options_.threshold;
  judgement.begins = judgement.anomaly && since_begin_ >= options_.probation / 4;
  judgement.expected = season + level_.centre();
  if (judgement.begins) since_begin_ = 0;
  const double rate = kFollow / options_.probation;
  level_.Follow(residual, rate);
  mean_.Follow(mean, rate);
  const double most = options_.level_bar * level_.scale();
  profile_.Learn(next.seconds, std::clamp(residual, -most, most));
  return judgement;
}

Judgement AnomalyDetector::Observe(const Observation& next) {
  if (!std::isfinite(next.value)) return Judgement();
  ++since_begin_;
  const Observation bounded = {next.seconds, std::clamp(next.value, -kLargest, kLargest)};
  if (calibrated_) return Judge(bounded);
  learning_.push_back(bounded);
  if (learning_.size() >= static_cast<size_t>(options_.probation)) Calibrate();
  return Judgement();
}

}  // namespace palier::kpi
