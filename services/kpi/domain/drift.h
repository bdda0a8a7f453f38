// SPDX-License-Identifier: Apache-2.0
// Does a KPI slide away from where it was? Value types, not thread-safe; only IEEE basic operations.
#ifndef PALIER_KPI_DOMAIN_DRIFT_H_
#define PALIER_KPI_DOMAIN_DRIFT_H_

#include <cstdint>
#include <vector>

#include "common/stats/cusum.h"
#include "kpi/domain/anomaly.h"
#include "kpi/domain/robust_reference.h"
#include "kpi/domain/seasonal.h"

namespace palier::kpi {

struct DriftOptions {
  int reference = 12;  // values; taken into [kMinProbation, kMaxProbation]
  stats::CusumOptions cusum;
};

// A CUSUM on what is left of the values without their season. The first `reference` values give the
// seasonal profile, the centre (median) and the standard deviation (RobustReference), and stay the
// reference for good: a drift that becomes a habit is still a drift. With a short reference the
// alarms without a shift come more often than in the table; alert_judge.h has figures.
class DriftDetector {
 public:
  explicit DriftDetector(const DriftOptions& options);

  // A NaN or an infinity is skipped. A value counts as at most 3 standard deviations, so that one
  // outlier alone is no drift.
  void Observe(const Observation& next);

  bool ready() const { return ready_; }  // the reference is complete
  const stats::Cusum& cusum() const { return cusum_; }
  // What is expected at that time without a drift; 0 before the reference is complete.
  double Expected(int64_t seconds) const;

 private:
  void Calibrate();

  DriftOptions options_;
  std::vector<Observation> learning_;  // empty after the reference
  bool ready_ = false;
  SeasonalProfile profile_;
  RobustReference level_;
  stats::Cusum cusum_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_DRIFT_H_
