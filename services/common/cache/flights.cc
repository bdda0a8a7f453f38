// SPDX-License-Identifier: Apache-2.0
#include "common/cache/flights.h"

#include <algorithm>
#include <utility>

namespace palier::cache {

Flights::Ticket Flights::Board(KeyView key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) return {found->second, false};
  auto flight = std::make_shared<Flight>();
  by_key_.emplace(Key(key), flight);
  return {std::move(flight), true};
}

absl::StatusOr<SharedEntry> Flights::Wait(Flight& flight) {
  std::unique_lock lock(mutex_);
  flight.landing.wait(lock, [&flight] { return flight.landed; });
  return flight.result;
}

void Flights::Land(KeyView key, Flight& flight, absl::StatusOr<SharedEntry> result) {
  const std::lock_guard lock(mutex_);
  flight.result = std::move(result);
  flight.landed = true;
  const auto found = by_key_.find(key);
  if (found != by_key_.end() && found->second.get() == &flight) by_key_.erase(found);
  flight.landing.notify_all();
}

void Flights::Divert(KeyView key, int64_t revision) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  found->second->floor = std::max(found->second->floor, revision);
  by_key_.erase(found);
}

bool Flights::IsCurrent(const Flight& flight, int64_t revision) {
  const std::lock_guard lock(mutex_);
  return revision >= flight.floor;
}

}  // namespace palier::cache
