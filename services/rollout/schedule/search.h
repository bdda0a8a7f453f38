// SPDX-License-Identifier: Apache-2.0
// What every search for schedules has in common. Searches are counted in decodes, not in seconds:
// the same model, seed and number of decodes give the same schedule on every machine and build and
// on any number of threads.
#ifndef PALIER_ROLLOUT_SCHEDULE_SEARCH_H_
#define PALIER_ROLLOUT_SCHEDULE_SEARCH_H_

#include <cstdint>
#include <functional>

#include "rollout/schedule/model.h"

namespace palier::schedule {

struct Progress {
  int64_t decodes = 0;
  // What the best schedule so far is worth, and what none can pass. INT64_MIN without one yet.
  int64_t objective = 0;
  int64_t bound = 0;
};

struct SearchOptions {
  // Schedules built at most; each pass of a decoder, forwards or backwards, counts as one.
  int64_t decodes = 10'000;
  uint64_t seed = 1;
  // Searches that know nothing of one another and share the decodes; the best of them is the
  // answer, the first among equals.
  int islands = 1;
  // Threads at most. What is found does not depend on it.
  int threads = 1;
  // Called now and then, from the thread that called the search; false ends the search with what
  // was found so far.
  std::function<bool(const Progress&)> progress;
};

struct Found {
  Starts starts;
  int64_t objective = 0;
  int64_t bound = 0;
  int64_t decodes = 0;
  // No better schedule exists.
  bool proven() const { return objective == bound; }
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_SEARCH_H_
