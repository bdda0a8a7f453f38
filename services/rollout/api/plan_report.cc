// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/plan_report.h"

#include <google/protobuf/util/time_util.h>

#include "absl/status/statusor.h"
#include "rollout/api/plan_messages.h"

namespace palier::rollout {
namespace {

constexpr std::chrono::milliseconds kBetweenReports{200};

}  // namespace

PlanReport::PlanReport(operations::OperationRun& run, bool validate_only, int population)
    : run_(run), population_(population), begin_(Clock::now()), last_(begin_) {
  metadata_.set_validate_only(validate_only);
}

void PlanReport::TakeBest(const SearchProgress& progress) {
  const absl::StatusOr<Plan> plan = progress.best();
  if (!plan.ok()) return;
  value_ = progress.value;
  *metadata_.mutable_best_plan() = SummaryOf(*plan, population_, "");
}

void PlanReport::Tell(const SearchProgress& progress) {
  const Clock::time_point now = Clock::now();
  const bool first = progress.best && !metadata_.has_first_plan();
  if (!first && now - last_ < kBetweenReports) return;
  last_ = now;
  metadata_.set_schedule_count(progress.schedules);
  metadata_.set_max_schedule_count(progress.most_schedules);
  if (progress.best && (first || progress.value != value_)) TakeBest(progress);
  if (first) {
    *metadata_.mutable_first_plan() = metadata_.best_plan();
    *metadata_.mutable_first_plan_delay() = google::protobuf::util::TimeUtil::NanosecondsToDuration(
        std::chrono::nanoseconds(now - begin_).count());
  }
  run_.Report(metadata_);
}

void PlanReport::End(const Plan& plan) {
  *metadata_.mutable_best_plan() = SummaryOf(plan, population_, "");
  metadata_.set_schedule_count(plan.search.schedules);
  run_.Report(metadata_);
}

}  // namespace palier::rollout
