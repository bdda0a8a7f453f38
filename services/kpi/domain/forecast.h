// SPDX-License-Identifier: Apache-2.0
// Where a series of equally spaced values goes, with an interval. Pure functions, safe from any
// thread, only IEEE basic operations.
//
// The rule. The series is cut at up to 36 earlier moments, each leaving at least 8 values before
// it, and every model of forecast_models.h forecasts what followed. A model weighs by its mean
// absolute error there, to the power of -4. The interval is split-conformal (Lei, G'Sell, Rinaldo,
// Tibshirani and Wasserman, "Distribution-free predictive inference for regression", JASA 113
// (2018) 1094-1111): the errors of the weighted forecast at those moments, each divided by the root
// of how far ahead it looked, are sorted; the forecast h ahead is given the error of rank
// ceil((n + 1) coverage), times the root of h; beyond what was rehearsed it grows in proportion to
// h. The errors overlap in time, so the coverage is not exact; tests/m4 measures it.
//
// Its constants were chosen on weeks 14 to 39 from the end of the 359 weekly series of the M4
// competition; the last 13 weeks were held back. Overall weighted average against the last value
// (Naive2), and what is inside an interval of 80 and of 95 %:
//   the last 13 weeks        0.813 (Comb 0.881)   79 and 92 %
//   weeks 14-26, 27-39       0.854 and 0.883 (Comb 0.992 and 1.021)
// With less than a year of history, nothing tried was much better than the last value.
#ifndef PALIER_KPI_DOMAIN_FORECAST_H_
#define PALIER_KPI_DOMAIN_FORECAST_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace palier::kpi {

inline constexpr size_t kMinForecastValues = 12;
inline constexpr int kMaxForecastHorizon = 520;

struct ForecastPoint {
  double expected = 0;
  double lower = 0;
  double upper = 0;
};

struct ForecastOptions {
  int horizon = 13;       // 1 to kMaxForecastHorizon
  double coverage = 0.8;  // how often a value falls into its interval; 0.5 to 0.99
};

// INVALID_ARGUMENT (INVALID_FIELDS) for an option out of range.
absl::Status Validate(const ForecastOptions& options);

// The points 1 to `horizon` ahead. Of a long series the last 1,040 values are read. Returns
// INVALID_ARGUMENT with INVALID_FIELDS if there are fewer than kMinForecastValues, one is not
// finite, or an option is out of range.
absl::StatusOr<std::vector<ForecastPoint>> Forecast(absl::Span<const double> values,
                                                    const ForecastOptions& options);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_FORECAST_H_
