// SPDX-License-Identifier: Apache-2.0
// When a KPI will reach its target, if it goes on as it does. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_TARGET_OUTLOOK_H_
#define PALIER_KPI_DOMAIN_TARGET_OUTLOOK_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

enum class OutlookState {
  kMet = 1,         // the last measure is at the target or beyond
  kExpected = 2,    // the forecast reaches it
  kNotInSight = 3,  // the forecast does not reach it within two years
  kTooFew = 4,      // fewer than 12 periods with a measure
  kOutdated = 5,    // the last measure is older than one cadence, and not at the target
};

struct TargetOutlook {
  OutlookState state = OutlookState::kTooFew;
  // The last day of the period whose forecast is the first to reach the target; none where that is
  // more than two years after the last measure. `earliest` is for the better and `latest` for the
  // worse end of the 80 % interval of each period (forecast.h).
  std::optional<absl::CivilDay> expected;
  std::optional<absl::CivilDay> earliest;
  std::optional<absl::CivilDay> latest;
  std::optional<Measure> measure;  // the last one
  status::Text text;
};

// From the measures up to `date`, at most one per day and in the order of time, read by the periods
// of the target's cadence (forecast_periods.h). `target` must be valid.
TargetOutlook OutlookOn(const Target& target, absl::Span<const Measure> series,
                        absl::CivilDay date);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_TARGET_OUTLOOK_H_
