// SPDX-License-Identifier: Apache-2.0
// The forecast of a KPI, period by period. It is a forecast and never a measurement: nothing adds
// the two up. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_FORECAST_PERIODS_H_
#define PALIER_KPI_DOMAIN_FORECAST_PERIODS_H_

#include <limits>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "kpi/domain/forecast.h"
#include "kpi/domain/rollup.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

// The period in which a KPI of that cadence is measured once.
PeriodUnit UnitOf(Cadence cadence);

struct ForecastQuestion {
  PeriodUnit unit = PeriodUnit::kMonth;
  Cadence cadence = Cadence::kMonthly;  // how often it is measured
  int decimals = 0;
  // Values outside cannot be: what is forecast is taken into them.
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  ForecastOptions options;
};

enum class ForecastState {
  kForecast = 1,
  kTooFew = 2,    // fewer than kMinForecastValues periods with a measure
  kOutdated = 3,  // the last measure is older than one cadence (as in trajectory.h)
};

struct ForecastPeriod {
  absl::CivilDay first_day;
  absl::CivilDay last_day;
  ForecastPoint point;
};

struct PeriodForecast {
  ForecastState state = ForecastState::kTooFew;
  int values = 0;                       // periods from the first measure to the last
  int measured = 0;                     // of these, those with a measure
  std::optional<Measure> measure;       // the last one
  std::vector<ForecastPeriod> periods;  // those after the one of `measure`; empty but for kForecast
  status::Text text;
};

// From the measures up to `date`, at most one per day and in the order of time: the last of each
// period; a period without one repeats the period before. INVALID_ARGUMENT (INVALID_FIELDS) for an
// option out of range.
absl::StatusOr<PeriodForecast> ForecastPeriods(const ForecastQuestion& question,
                                               absl::Span<const Measure> series,
                                               absl::CivilDay date);

// One value per period from the first measure to the last, in the KPI's unit.
std::vector<double> PeriodValues(absl::Span<const Measure> series, PeriodUnit unit, int decimals);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_FORECAST_PERIODS_H_
