// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_DOMAIN_PROGRAMME_VALUES_H_
#define PALIER_ROLLOUT_DOMAIN_PROGRAMME_VALUES_H_

#include <cstdint>
#include <vector>

#include "rollout/domain/programme.h"

namespace palier::rollout {

// What it is worth that a team begins in each week: use from its go-live until a year after the
// programme, growing evenly over twelve weeks, less what it costs; both discounted to the first
// week by the yearly rate, compounded by week. Where no tool has a value, a week of use by one
// person counts kPersonWeek, undiscounted, and costs do not count. Immutable.
class ProgrammeValues {
 public:
  explicit ProgrammeValues(const Programme& programme);

  // By week of the start; people use it `go_live_after` weeks later.
  std::vector<int64_t> Of(const ProgrammeTool& tool, int people, int go_live_after,
                          int64_t cost) const;

 private:
  const int weeks_;
  bool any_value_ = false;
  // In billionths, by week; and of all weeks from each on.
  std::vector<int64_t> discounts_;
  std::vector<int64_t> discounts_from_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PROGRAMME_VALUES_H_
