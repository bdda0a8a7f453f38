// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/anomaly.h"

#include <algorithm>
#include <cmath>

namespace palier::kpi {
namespace {

constexpr double kFollow = 0.2;  // per probation
constexpr double kLargest = 1e150;

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

AnomalyDetector::AnomalyDetector(const AnomalyOptions& options) : options_(options) {
  options_.probation = std::clamp(options.probation, kMinProbation, kMaxProbation);
  since_begin_ = options_.probation;
}

void AnomalyDetector::Calibrate() {
  profile_ = SeasonalProfile::Choose(learning_);
  const std::vector<double> residuals = profile_.LearnedResiduals(learning_);
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

double AnomalyDetector::Expected(int64_t seconds) const {
  return profile_.Expected(seconds) + level_.centre();
}

AnomalyVerdict AnomalyDetector::Judge(const Observation& next) {
  const double season = profile_.Expected(next.seconds);
  const double residual = next.value - season;
  const double mean = MeanWith(residual);
  const double level_reach = level_.Reach(residual, options_.level_bar);
  const double mean_reach = mean_.Reach(mean, options_.mean_bar);
  const double reach = std::max(level_reach, mean_reach);
  AnomalyVerdict judgement;
  judgement.judged = true;
  judgement.score = reach / (1 + reach);
  judgement.anomaly = judgement.score >= options_.threshold;
  judgement.begins = judgement.anomaly && since_begin_ >= options_.probation / 4;
  judgement.upward =
      level_reach >= mean_reach ? residual > level_.centre() : mean > mean_.centre();
  judgement.expected = Expected(next.seconds);
  if (judgement.begins) since_begin_ = 0;
  const double rate = kFollow / options_.probation;
  level_.Follow(residual, rate);
  mean_.Follow(mean, rate);
  const double most = options_.level_bar * level_.scale();
  profile_.Learn(next.seconds, std::clamp(residual, -most, most));
  return judgement;
}

AnomalyVerdict AnomalyDetector::Observe(const Observation& next) {
  if (!std::isfinite(next.value)) return AnomalyVerdict();
  ++since_begin_;
  const Observation bounded = {next.seconds, std::clamp(next.value, -kLargest, kLargest)};
  if (calibrated_) return Judge(bounded);
  learning_.push_back(bounded);
  if (learning_.size() >= static_cast<size_t>(options_.probation)) Calibrate();
  return AnomalyVerdict();
}

}  // namespace palier::kpi
