// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_API_PLAN_REPORT_H_
#define PALIER_ROLLOUT_API_PLAN_REPORT_H_

#include <chrono>
#include <cstdint>

#include "common/operations/operation_run.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "rollout/domain/planner.h"

namespace palier::rollout {

// Tells who reads an operation how the search for its plan goes: the first plan at once, then what
// is new some times a second. Not thread-safe.
class PlanReport {
 public:
  // `run` must outlive it. The search begins now.
  PlanReport(operations::OperationRun& run, bool validate_only, int population);

  void Tell(const SearchProgress& progress);
  // The plan that was chosen.
  void End(const Plan& plan);

 private:
  using Clock = std::chrono::steady_clock;

  void TakeBest(const SearchProgress& progress);

  operations::OperationRun& run_;
  const int population_;
  const Clock::time_point begin_;
  Clock::time_point last_;
  // Of the best plan that was told of.
  int64_t value_ = 0;
  v1::PlanWavesMetadata metadata_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PLAN_REPORT_H_
