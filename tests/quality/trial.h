// SPDX-License-Identifier: Apache-2.0
// One search on one instance, and what a set of them comes to.
#ifndef PALIER_TESTS_QUALITY_TRIAL_H_
#define PALIER_TESTS_QUALITY_TRIAL_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/quality/best_known.h"
#include "tests/quality/instances.h"

namespace palier::quality {

struct Budget {
  int64_t decodes = 50'000;
  // Of CPU time of this thread, after which a search ends with what it has; 0 for no end.
  double seconds = 0;
  uint64_t seed = 1;
};

struct Trial {
  std::string name;
  int makespan = 0;
  int critical_path = 0;
  int bound = 0;
  int64_t decodes = 0;
  double seconds = 0;
  // Rules that the schedule breaks, told by the checker of the model.
  std::vector<std::string> violations;
};

// One island on this thread.
absl::StatusOr<Trial> Try(const Instance& instance, const Budget& budget);

// Deviations are means in percent.
struct Summary {
  int instances = 0;
  double above_best = 0;
  double above_critical_path = 0;
  int optimal = 0;         // as short as a bound that is known
  int as_good = 0;         // as the best known schedule, or better
  int better = 0;          // than the best known schedule
  int proven = 0;          // by our own bound
  int below_bound = 0;     // shorter than possible: must be 0
  int bound_too_high = 0;  // a bound of ours above the best known schedule: must be 0
  int broken = 0;          // breaks a rule: must be 0
  int64_t decodes = 0;
  double seconds = 0;
};

// Of trials whose instances are all in `known`.
Summary Summarise(const std::vector<Trial>& trials, const std::map<std::string, BestKnown>& known);

// Searches with maximal lags.
struct LagSummary {
  int instances = 0;
  int feasible = 0;
  int proven = 0;      // of the feasible ones, to be the shortest
  int infeasible = 0;  // with proof
  int unknown = 0;
  int broken = 0;
  int64_t nodes = 0;
  double seconds = 0;
};
LagSummary TryLags(const std::vector<Instance>& instances, int64_t nodes);

}  // namespace palier::quality

#endif  // PALIER_TESTS_QUALITY_TRIAL_H_
