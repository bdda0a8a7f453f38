// SPDX-License-Identifier: Apache-2.0
// Three simple ways to continue a series of equally spaced values, each good where the others are
// not; forecast.h weighs them. Pure functions, safe from any thread, only IEEE basic operations.
//
// `values` are finite, at least 2; the answer has `horizon` values. Cost O(values) with a constant
// of some hundred, and for the trend O(1).
#ifndef PALIER_KPI_DOMAIN_FORECAST_MODELS_H_
#define PALIER_KPI_DOMAIN_FORECAST_MODELS_H_

#include <vector>

#include "absl/types/span.h"

namespace palier::kpi {

// Exponential smoothing with a trend that fades: Gardner and McKenzie, "Forecasting trends in time
// series", Management Science 31 (1985) 1237-1246, in error-correction form. The three weights are
// those of a small grid with the least squared error one step ahead.
std::vector<double> DampedTrend(absl::Span<const double> values, int horizon);

// A straight line from the last value, with the median of all slopes between pairs of the last 26
// values (Theil and Sen), shrunk by t^2 / (t^2 + 4), where t is the rise over its standard error,
// from the differences and what neighbours among them have in common (Newey and West 1987, four
// lags): no line is drawn through noise or a random walk.
std::vector<double> ShrunkTrend(absl::Span<const double> values, int horizon);

// A ridge regression of the change of each period on the changes 1 to 8, 51 to 53 and 104 periods
// before, applied to its own answers. A lag of 51 or more is used where the history is at least 52
// changes longer. Changes are relative if the values are positive and within nine digits of each
// other, else plain. The penalty is that of 300 observations for the short lags and of 30 for the
// others, so that a short history answers with its last value. The long lags are the year of weekly
// values. No answer is beyond 1e100.
std::vector<double> RidgeAutoregression(absl::Span<const double> values, int horizon);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_FORECAST_MODELS_H_
