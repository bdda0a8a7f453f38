// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/drift.h"

#include <algorithm>
#include <cmath>

namespace palier::kpi {
namespace {

constexpr double kMostPerValue = 3;

}  // namespace

DriftDetector::DriftDetector(const DriftOptions& options)
    : options_(options), cusum_(options.cusum) {
  options_.reference = std::clamp(options.reference, kMinProbation, kMaxProbation);
}

void DriftDetector::Calibrate() {
  profile_ = SeasonalProfile::Choose(learning_);
  level_.Fit(profile_.LearnedResiduals(learning_), SmallestScale(learning_));
  learning_ = {};
  ready_ = true;
}

void DriftDetector::Observe(const Observation& next) {
  if (!std::isfinite(next.value)) return;
  if (ready_) {
    const double z = (next.value - Expected(next.seconds)) / level_.scale();
    cusum_.Add(std::clamp(z, -kMostPerValue, kMostPerValue));
    return;
  }
  learning_.push_back(next);
  if (learning_.size() >= static_cast<size_t>(options_.reference)) Calibrate();
}

double DriftDetector::Expected(int64_t seconds) const {
  return ready_ ? profile_.Expected(seconds) + level_.centre() : 0;
}

}  // namespace palier::kpi
