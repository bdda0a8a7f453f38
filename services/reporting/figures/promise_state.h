// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_FIGURES_PROMISE_STATE_H_
#define PALIER_REPORTING_FIGURES_PROMISE_STATE_H_

#include "reporting/model/peer_facts.h"

namespace palier::reporting {

enum class PromiseState {
  // As promised for today, or better.
  kKept,
  kBehind,
  // Without a fresh measure or a target.
  kUnknown,
  // The KPI is no longer what was promised.
  kRedefined,
  // There is no such KPI.
  kNoKpi
};

PromiseState StateOf(const KeptPromise& promise);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_PROMISE_STATE_H_
