// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/filling.h"

#include <cstddef>

namespace palier::rollout {
namespace {

// Larger tables cost more than the better filling is worth.
constexpr size_t kMaxFillingCells = 1'000'000;

}  // namespace

std::vector<bool> BestFilling(const std::vector<int>& sizes, int room) {
  const size_t n = sizes.size();
  std::vector<bool> taken(n, false);
  if (n * (static_cast<size_t>(room) + 1) > kMaxFillingCells) return taken;
  // reach[i][s]: positions i and later can sum up to s.
  std::vector<std::vector<bool>> reach(n + 1, std::vector<bool>(room + 1, false));
  reach[n][0] = true;
  for (size_t i = n; i-- > 0;) {
    for (int s = 0; s <= room; ++s) {
      reach[i][s] = reach[i + 1][s] || (s >= sizes[i] && reach[i + 1][s - sizes[i]]);
    }
  }
  int sum = room;
  while (!reach[0][sum]) --sum;
  for (size_t i = 0; i < n; ++i) {
    if (sum < sizes[i] || !reach[i + 1][sum - sizes[i]]) continue;
    taken[i] = true;
    sum -= sizes[i];
  }
  return taken;
}

}  // namespace palier::rollout
