// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/counter.h"

#include <algorithm>
#include <tuple>

namespace palier::kpi {

bool IsEarlier(const CounterReading& a, const CounterReading& b) {
  return std::tie(a.time_us, a.order_key, a.value) < std::tie(b.time_us, b.order_key, b.value);
}

std::vector<CounterReading> IncreasesOf(std::vector<CounterReading> readings) {
  if (readings.empty()) return readings;
  std::sort(readings.begin(), readings.end(), IsEarlier);
  Fixed before = readings.front().value;
  readings.erase(readings.begin());
  for (CounterReading& reading : readings) {
    const Fixed now = reading.value;
    if (now >= before) reading.value -= before;
    before = now;
  }
  return readings;
}

}  // namespace palier::kpi
