// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/promise_state.h"

namespace palier::reporting {

PromiseState StateOf(const KeptPromise& promise) {
  if (!promise.review.has_value()) return PromiseState::kNoKpi;
  if (!promise.review->comparable()) return PromiseState::kRedefined;
  switch (promise.review->today().status()) {
    case kpi::v1::KpiStatus::AHEAD:
    case kpi::v1::KpiStatus::ON_TRACK:
      return PromiseState::kKept;
    case kpi::v1::KpiStatus::BEHIND:
      return PromiseState::kBehind;
    default:
      return PromiseState::kUnknown;
  }
}

}  // namespace palier::reporting
