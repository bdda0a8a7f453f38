// SPDX-License-Identifier: Apache-2.0
// Places by weighted inputs, in whole numbers: the same on every machine.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_RANKING_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_RANKING_H_

#include <array>
#include <cstdint>
#include <vector>

namespace palier::landscape {

// In the order of the fields of RankWeights.
enum class Input {
  kSynergyGain,
  kProcessVolume,
  kTransversal,
  kClearRoi,
  kLittleAdaptation,
  kReadiness
};
inline constexpr int kInputs = 6;
// Name of its field in RankWeights.
const char* FieldOf(Input input);

// 0 to 100 each.
using Weights = std::array<int, kInputs>;
inline constexpr Weights kPresetWeights = {25, 20, 15, 15, 15, 10};

// Each input against the best of all candidates, in millionths: 0 to kWhole.
inline constexpr int64_t kWhole = 1'000'000;
using Shares = std::array<int64_t, kInputs>;

// `value` against `best`, rounded down; 0 when the best is 0. Neither is negative.
template <typename Number>
int64_t ShareOf(Number value, Number best) {
  return best > 0 ? static_cast<int64_t>(value * kWhole / best) : 0;
}

struct Place {
  int64_t score = 0;  // sum of weight x share
  int rank = 0;       // 1 + the number of better scores
  // When each weight alone is 10 % lower, and 10 % higher.
  int best_rank = 0;
  int worst_rank = 0;
};

// One place for each candidate.
std::vector<Place> Rank(const std::vector<Shares>& candidates, const Weights& weights);

// 0 to 100.
double Points(int weight, int64_t share, const Weights& weights);
double Score(const Place& place, const Weights& weights);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_RANKING_H_
