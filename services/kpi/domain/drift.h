// SPDX-License-Identifier: Apache-2.0
// Does a series slide away from where it was, each value by so little that none stands out? The
// two-sided tabular CUSUM of Page, "Continuous inspection schemes", Biometrika 41 (1954) 100-115,
// in the form of Montgomery, "Introduction to Statistical Quality Control", chapter 9. Value types,
// not thread-safe; only IEEE basic operations.
#ifndef PALIER_KPI_DOMAIN_DRIFT_H_
#define PALIER_KPI_DOMAIN_DRIFT_H_

#include <cstdint>
#include <vector>

#include "kpi/domain/anomaly.h"
#include "kpi/domain/robust_reference.h"
#include "kpi/domain/seasonal.h"

namespace palier::kpi {

// In standard deviations. With k = 0.5 on independent normal values the mean number of values to an
// alarm is, by the size of the shift (Montgomery's table; drift_test holds the class against it):
//            0    0.25   0.5   0.75    1    1.5    2     3
//   h = 4   168   74.2  26.6   13.3  8.38  4.75  3.34  2.19
//   h = 5   465   139   38.0   17.0  10.4  5.75  4.01  2.57
struct CusumOptions {
  double k = 0.5;  // half of the shift that matters
  double h = 5;    // the limit of the sums
};

// The two sums. Feed it values less their mean, in standard deviations.
class Cusum {
 public:
  Cusum() = default;
  explicit Cusum(const CusumOptions& options) : options_(options) {}

  // A sum stays at most 2 h: after a return to the mean it is back in bounded time.
  void Add(double z);

  // Above h: the mean has moved up, or down.
  bool IsUp() const { return up_.sum > options_.h; }
  bool IsDown() const { return down_.sum > options_.h; }
  // The sum is at most h / 2.
  bool IsCalmUp() const { return up_.sum <= options_.h / 2; }
  bool IsCalmDown() const { return down_.sum <= options_.h / 2; }

  struct Side {
    double sum = 0;
    // How many values ago the sum left 0: Montgomery's estimate of when the shift began. 0 while
    // the sum is 0.
    int64_t age = 0;
  };
  const Side& up() const { return up_; }
  const Side& down() const { return down_; }

 private:
  void Add(double excess, Side& side) const;

  CusumOptions options_;
  Side up_;
  Side down_;
};

struct DriftOptions {
  int reference = 12;  // values; taken into [kMinProbation, kMaxProbation]
  CusumOptions cusum;
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
  const Cusum& cusum() const { return cusum_; }
  // What is expected at that time without a drift; 0 before the reference is complete.
  double Expected(int64_t seconds) const;

 private:
  void Calibrate();

  DriftOptions options_;
  std::vector<Observation> learning_;  // empty after the reference
  bool ready_ = false;
  SeasonalProfile profile_;
  RobustReference level_;
  Cusum cusum_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_DRIFT_H_
