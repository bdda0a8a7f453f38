// SPDX-License-Identifier: Apache-2.0
// Orders to begin a search with: the priority rules that do well by themselves.
#ifndef PALIER_ROLLOUT_SCHEDULE_FIRST_ORDERS_H_
#define PALIER_ROLLOUT_SCHEDULE_FIRST_ORDERS_H_

#include <vector>

#include "rollout/schedule/model.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::schedule {

// Each holds every activity once: what loses most by waiting for the capacity it takes, with half
// of what waits for it; the same without what waits for it; what is worth most; what must start
// first; what takes least capacity.
std::vector<std::vector<int>> FirstOrders(const Model& model, const Values& values);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_FIRST_ORDERS_H_
