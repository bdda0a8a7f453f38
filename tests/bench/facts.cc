// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/facts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace palier::bench {
namespace {

constexpr int64_t kDayUs = int64_t{86400} * 1000000;

// The finaliser of splitmix64: spreads consecutive numbers over all bits.
uint64_t Spread(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

}  // namespace

std::string KpiId(int n) {
  return absl::StrCat("kpi-", n);
}

Fact Facts::Make(int64_t position) const {
  const uint64_t random = Spread(static_cast<uint64_t>(position));
  const bool late = (random >> 4) % 10 == 0;
  const int64_t delay = late ? (1 + static_cast<int64_t>((random >> 8) % 30)) * kDayUs : 0;
  return {
      absl::StrCat("event-", position),          KpiId(static_cast<int>((random >> 16) % kKpis)),
      absl::StrCat("team-", (random >> 24) % 8), absl::StrCat("user-", (random >> 32) % 5000),
      start_us_ + position * 500000 - delay,     static_cast<double>((random >> 48) % 10000) / 100};
}

Fact Facts::At(int64_t position) const {
  const uint64_t random = Spread(~static_cast<uint64_t>(position));
  if (random % 10 >= 3 || position == 0) return Make(position);
  const int64_t back = 1 + static_cast<int64_t>((random >> 8) % 50000);
  return Make(std::max<int64_t>(0, position - back));
}

std::vector<Fact> Facts::Next(int count) {
  const int64_t first = next_.fetch_add(count);
  std::vector<Fact> facts;
  facts.reserve(static_cast<size_t>(count));
  for (int64_t position = first; position < first + count; ++position) {
    facts.push_back(At(position));
  }
  return facts;
}

kpi::v1::Measurement MeasurementOf(const Fact& fact) {
  kpi::v1::Measurement measurement;
  measurement.set_kpi(fact.kpi);
  measurement.set_team(fact.team);
  measurement.set_event_id(fact.id);
  measurement.set_user(fact.user);
  measurement.set_number(fact.value);
  measurement.mutable_event_time()->set_seconds(fact.time_us / 1000000);
  measurement.mutable_event_time()->set_nanos(static_cast<int32_t>(fact.time_us % 1000000) * 1000);
  return measurement;
}

}  // namespace palier::bench
