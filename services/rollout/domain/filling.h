// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_DOMAIN_FILLING_H_
#define PALIER_ROLLOUT_DOMAIN_FILLING_H_

#include <vector>

namespace palier::rollout {

// Which of the sizes, 0 or more, together come closest to `room` from below, early ones preferred;
// none of them where there are so many that it would take long.
std::vector<bool> BestFilling(const std::vector<int>& sizes, int room);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_FILLING_H_
