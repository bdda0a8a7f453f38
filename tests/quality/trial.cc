// SPDX-License-Identifier: Apache-2.0
#include "tests/quality/trial.h"

#include <ctime>

#include "common/status/macros.h"
#include "rollout/schedule/bounds.h"
#include "rollout/schedule/lag_search.h"
#include "rollout/schedule/makespan_search.h"

namespace palier::quality {
namespace {

// Wall time would count what else the machine does.
double ThreadSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double PercentAbove(int value, int reference) {
  return reference > 0 ? 100.0 * (value - reference) / reference : 0;
}

}  // namespace

absl::StatusOr<Trial> Try(const Instance& instance, const Budget& budget) {
  const double begin = ThreadSeconds();
  schedule::SearchOptions options;
  options.decodes = budget.decodes;
  options.seed = budget.seed;
  if (budget.seconds > 0) {
    options.progress = [&](const schedule::Progress&) {
      return ThreadSeconds() - begin < budget.seconds;
    };
  }
  ASSIGN_OR_RETURN(const schedule::Found found, MinimiseMakespan(instance.model, options));
  Trial trial;
  trial.seconds = ThreadSeconds() - begin;
  trial.name = instance.name;
  trial.makespan = static_cast<int>(found.objective);
  trial.bound = static_cast<int>(found.bound);
  trial.decodes = found.decodes;
  ASSIGN_OR_RETURN(const auto bounds, schedule::BoundMakespan(instance.model, 0));
  trial.critical_path = bounds.critical_path;
  trial.violations = Violations(instance.model, found.starts);
  if (MakespanOf(instance.model, found.starts) != trial.makespan) {
    trial.violations.push_back("not of the makespan told");
  }
  return trial;
}

Summary Summarise(const std::vector<Trial>& trials, const std::map<std::string, BestKnown>& known) {
  Summary summary;
  for (const Trial& trial : trials) {
    const BestKnown& best = known.at(trial.name);
    ++summary.instances;
    summary.above_best += PercentAbove(trial.makespan, best.upper);
    summary.above_critical_path += PercentAbove(trial.makespan, trial.critical_path);
    summary.optimal += trial.makespan == best.lower || trial.makespan == trial.bound;
    summary.as_good += trial.makespan <= best.upper;
    summary.better += trial.makespan < best.upper;
    summary.proven += trial.makespan == trial.bound;
    summary.below_bound += trial.makespan < best.lower || trial.makespan < trial.bound;
    summary.bound_too_high += trial.bound > best.upper;
    summary.broken += !trial.violations.empty();
    summary.decodes += trial.decodes;
    summary.seconds += trial.seconds;
  }
  if (summary.instances > 0) {
    summary.above_best /= summary.instances;
    summary.above_critical_path /= summary.instances;
  }
  return summary;
}

LagSummary TryLags(const std::vector<Instance>& instances, int64_t nodes) {
  LagSummary summary;
  const double begin = ThreadSeconds();
  for (const Instance& instance : instances) {
    ++summary.instances;
    const auto found = schedule::MinimiseMakespanWithLags(instance.model, nodes);
    if (found.ok()) {
      ++summary.feasible;
      summary.proven += found->proven();
      summary.broken += !Violations(instance.model, found->starts).empty();
      summary.nodes += found->decodes;
    } else if (absl::IsFailedPrecondition(found.status())) {
      ++summary.infeasible;
    } else {
      ++summary.unknown;
    }
  }
  summary.seconds = ThreadSeconds() - begin;
  return summary;
}

}  // namespace palier::quality
