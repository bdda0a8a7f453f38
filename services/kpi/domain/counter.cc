// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/counter.h"

#include <algorithm>
#include <tuple>

namespace palier::kpi {
namespace {

bool IsEarlier(const CounterReading& a, const CounterReading& b) {
  return std::tie(a.value.event_time_us, a.value.order_key, a.value.id, a.value.value) <
         std::tie(b.value.event_time_us, b.value.order_key, b.value.id, b.value.value);
}

}  // namespace

std::vector<CounterReading> IncreasesOf(std::vector<CounterReading> readings) {
  if (readings.empty()) return readings;
  std::sort(readings.begin(), readings.end(), IsEarlier);
  Fixed before = readings.front().value.value;
  readings.erase(readings.begin());
  for (CounterReading& reading : readings) {
    const Fixed now = reading.value.value;
    if (now >= before) reading.value.value -= before;
    before = now;
  }
  return readings;
}

}  // namespace palier::kpi
