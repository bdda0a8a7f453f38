// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_values.h"

#include <algorithm>

#include "absl/numeric/int128.h"

namespace palier::rollout {
namespace {

constexpr int kRampWeeks = 12;
// Without it the last tools would be worth nothing.
constexpr int kWeeksBeyond = 52;
constexpr int64_t kBillion = 1'000'000'000;

// (1 + r)^(-weeks/52) in billionths, by whole numbers: the yearly rate, compounded by week.
std::vector<int64_t> DiscountsOf(int permille, int weeks) {
  // The weekly factor f with f^52 = 1 + r, by bisection on f in billionths.
  const auto yearly = [](int64_t weekly) {
    absl::int128 factor = kBillion;
    for (int i = 0; i < 52; ++i) factor = factor * weekly / kBillion;
    return static_cast<int64_t>(factor);
  };
  int64_t low = kBillion, high = kBillion + kBillion / 10;
  const int64_t wanted = kBillion + kBillion / 1000 * permille;
  while (low < high) {
    const int64_t middle = (low + high) / 2;
    yearly(middle) < wanted ? low = middle + 1 : high = middle;
  }
  std::vector<int64_t> discounts = {kBillion};
  for (int week = 1; week <= weeks; ++week) {
    discounts.push_back(static_cast<int64_t>(absl::int128(discounts.back()) * kBillion / low));
  }
  return discounts;
}

}  // namespace

ProgrammeValues::ProgrammeValues(const Programme& programme) : weeks_(programme.weeks) {
  for (const ProgrammeTool& tool : programme.tools) {
    any_value_ = any_value_ || tool.value_per_user_week > 0;
  }
  const int end = weeks_ + kWeeksBeyond;
  discounts_ = DiscountsOf(any_value_ ? programme.discount_permille : 0, end);
  discounts_from_.assign(static_cast<size_t>(end) + 1, 0);
  for (int week = end; week-- > 0;) {
    discounts_from_[week] = discounts_from_[week + 1] + discounts_[week];
  }
}

std::vector<int64_t> ProgrammeValues::Of(const ProgrammeTool& tool, int people, int go_live_after,
                                         int64_t cost) const {
  const int64_t weekly = people * (any_value_ ? tool.value_per_user_week : kPersonWeek);
  const int end = weeks_ + kWeeksBeyond;
  std::vector<int64_t> values;
  for (int start = 0; start <= weeks_; ++start) {
    const int live = std::min(start + go_live_after, end);
    // All weeks in full, and then what the ramp takes away, in twelfths.
    absl::int128 use = absl::int128(discounts_from_[live]) * kRampWeeks;
    for (int i = 0; i < kRampWeeks - 1 && live + i < end; ++i) {
      use -= absl::int128(discounts_[live + i]) * (kRampWeeks - 1 - i);
    }
    absl::int128 worth = use * weekly / kRampWeeks / kBillion;
    if (any_value_) worth -= absl::int128(cost) * discounts_[start] / kBillion;
    values.push_back(static_cast<int64_t>(worth));
  }
  return values;
}

}  // namespace palier::rollout
