// SPDX-License-Identifier: Apache-2.0
// Where a series is and how widely it scatters, in a way that a few extreme values do not carry.
// Value types, not thread-safe; only IEEE basic operations.
#ifndef PALIER_KPI_DOMAIN_ROBUST_REFERENCE_H_
#define PALIER_KPI_DOMAIN_ROBUST_REFERENCE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace palier::kpi {

// A finite value at a time in seconds on the wall clock of its organisation since 1970-01-01 00:00:
// the season follows what people see on the clock.
struct Observation {
  int64_t seconds = 0;
  double value = 0;
};

// The middle value, of an even number of them the greater middle one. `values` is not empty.
double UpperMedian(std::vector<double> values);

// Below it a scatter is rounding noise or the resolution of the measure: 1 % of the range; above 0
// for a flat line too. `seen` is not empty.
double SmallestScale(absl::Span<const Observation> seen);

// Centre, scale and record of one statistic.
class RobustReference {
 public:
  // `values` is not empty. The scale becomes at least `smallest_scale`, which is above 0.
  void Fit(absl::Span<const double> values, double smallest_scale);
  // How far `value` goes, where 1 is max(bar, 1.5 records).
  double Reach(double value, double bar) const;
  // Moves the centre `rate` scales towards `value`.
  void Follow(double value, double rate);
  double centre() const { return centre_; }
  double scale() const { return scale_; }

 private:
  double Distance(double value) const;

  double centre_ = 0;
  double scale_ = 1;
  double record_ = 0;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_ROBUST_REFERENCE_H_
