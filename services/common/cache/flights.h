// SPDX-License-Identifier: Apache-2.0
// Single flight: concurrent callers for one key share one load.
#ifndef PALIER_COMMON_CACHE_FLIGHTS_H_
#define PALIER_COMMON_CACHE_FLIGHTS_H_

#include <condition_variable>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/cache/key.h"
#include "common/cache/near_cache.h"

namespace palier::cache {

// Thread-safe; no lock is held while a load runs.
class Flights {
 public:
  class Flight;

  struct Ticket {
    std::shared_ptr<Flight> flight;
    // The holder of the ticket makes the load, then calls Land, on every path.
    bool leads = false;
  };

  // Boards the flight of `key`, or starts one.
  Ticket Board(KeyView key);
  // Waits until the flight has landed: as long as its load takes.
  absl::StatusOr<SharedEntry> Wait(Flight& flight);
  // Gives the result to all who wait; the next caller starts another flight.
  void Land(KeyView key, Flight& flight, absl::StatusOr<SharedEntry> result);

  // What a flight under way brings may be older than `revision`: who comes from now on starts
  // another one.
  void Divert(KeyView key, int64_t revision);
  // Whether an entry of this revision may be cached, as far as the flight knows: no diversion asked
  // for a newer one.
  bool IsCurrent(const Flight& flight, int64_t revision);

 private:
  std::mutex mutex_;
  // Guarded by `mutex_`, as is what is in the flights.
  absl::flat_hash_map<Key, std::shared_ptr<Flight>, KeyHash, KeyEqual> by_key_;
};

class Flights::Flight {
  friend class Flights;
  bool landed = false;
  absl::StatusOr<SharedEntry> result;
  int64_t floor = std::numeric_limits<int64_t>::min();
  std::condition_variable landing;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_FLIGHTS_H_
