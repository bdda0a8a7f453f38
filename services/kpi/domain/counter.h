// SPDX-License-Identifier: Apache-2.0
// Counters: readings of a running total (meters, Prometheus counters, cumulative sums of
// OpenTelemetry), told as what they grew by. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_COUNTER_H_
#define PALIER_KPI_DOMAIN_COUNTER_H_

#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"
#include "kpi/domain/fixed.h"

namespace palier::kpi {

// What a counter said at a time. Its value is not negative.
struct CounterReading {
  int64_t time_us = 0;  // UTC microseconds since 1970
  int64_t order_key = 0;
  Fixed value = 0;
  absl::CivilDay day;
};
// By time, then order key, then value: of two at one time the greater is the later, as a counter
// only grows.
bool IsEarlier(const CounterReading& a, const CounterReading& b);

// By how much one counter grew up to each of its readings, in their order; the day is that of the
// later reading. A reading below the one before means that the
// counter began again from 0, and that it has grown by all of its value since. Nobody knows what
// the first one grew from: it is left out. Depends on the set of readings alone, not on how they
// came in.
std::vector<CounterReading> IncreasesOf(std::vector<CounterReading> readings);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_COUNTER_H_
