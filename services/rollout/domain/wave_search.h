// SPDX-License-Identifier: Apache-2.0
// The search for the waves that are worth most.
#ifndef PALIER_ROLLOUT_DOMAIN_WAVE_SEARCH_H_
#define PALIER_ROLLOUT_DOMAIN_WAVE_SEARCH_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/plan.h"
#include "rollout/domain/planner.h"
#include "rollout/domain/serial_pass.h"
#include "rollout/domain/standing_plan.h"
#include "rollout/schedule/model.h"

namespace palier::rollout {

// Turns orders of groups into plans, for schedule::OrderSearch; starts are days of go-live. Model
// and standing plan (nullptr for none) must outlive it.
class WavePasses {
 public:
  static constexpr bool kDelays = false;

  explicit WavePasses(const CompiledModel& model, const StandingPlan* standing = nullptr);

  bool Decode(const std::vector<int>& order, const schedule::Starts& not_before,
              schedule::Starts& starts);
  const std::vector<int>& Unplaced() const { return unplaced_; }
  int Placed() const { return placed_; }

  // The days each group is live within the horizon, weighted: by its value per week, or its people
  // where no deployment has a value. The end decides between plans that are worth the same.
  int64_t ValueOf(const schedule::Starts& starts) const;
  int64_t LossOf(int group, int start) const {
    return LiveWorth(group, model_.groups()[group].release) - LiveWorth(group, start);
  }
  // Everybody live on the day of the release.
  int64_t Bound() const;
  // Of the first order that led to no plan; OK for none.
  const absl::Status& first_failure() const { return first_failure_; }

  // What ValueOf counts, without the end.
  int64_t WorthOf(const Plan& plan) const;
  // Of an order that leads to one.
  absl::StatusOr<Plan> PlanOf(const std::vector<int>& order) const;

 private:
  SerialPass PassOf(const std::vector<int>& order) const;
  int64_t LiveWorth(int group, int day) const { return weights_[group] * (model_.days() - day); }

  const CompiledModel& model_;
  const StandingPlan* standing_;
  std::vector<int64_t> weights_;
  std::vector<int> unplaced_;
  int placed_ = 0;
  absl::Status first_failure_;
};

// Groups by deadline, value for each person, readiness; the most urgent first.
std::vector<int> UrgentFirst(const CompiledModel& model);

// Groups by the waves they were to go into, those of one wave as UrgentFirst.
std::vector<int> InOldOrder(const CompiledModel& model, const StandingPlan& standing);

// How many schedules of the model the options let a search build.
int64_t AffordableSchedules(const CompiledModel& model, const PlanOptions& options);

// The plan that is worth most among those found, in the place of a standing one (nullptr for none),
// not checked yet. The failure of the first order when none leads to a plan.
absl::StatusOr<Plan> SearchWaves(const CompiledModel& model, const StandingPlan* standing,
                                 const PlanOptions& options);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_WAVE_SEARCH_H_
