// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/ranking.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace palier::landscape {
namespace {

std::vector<int64_t> Scores(const std::vector<Shares>& candidates, const Weights& weights) {
  std::vector<int64_t> scores;
  scores.reserve(candidates.size());
  for (const Shares& shares : candidates)
    scores.push_back(std::inner_product(shares.begin(), shares.end(), weights.begin(), int64_t{0}));
  return scores;
}

std::vector<int> RanksOf(const std::vector<int64_t>& scores) {
  std::vector<int64_t> sorted = scores;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  std::vector<int> ranks;
  ranks.reserve(scores.size());
  for (const int64_t score : scores) {
    const auto first = std::lower_bound(sorted.begin(), sorted.end(), score, std::greater<>());
    ranks.push_back(static_cast<int>(first - sorted.begin()) + 1);
  }
  return ranks;
}

int64_t SumOf(const Weights& weights) {
  return std::accumulate(weights.begin(), weights.end(), int64_t{0});
}

}  // namespace

const char* FieldOf(Input input) {
  static constexpr const char* kFields[kInputs] = {"synergy_gain",      "process_volume",
                                                   "transversal",       "clear_roi",
                                                   "little_adaptation", "readiness"};
  return kFields[static_cast<int>(input)];
}

std::vector<Place> Rank(const std::vector<Shares>& candidates, const Weights& weights) {
  const std::vector<int64_t> scores = Scores(candidates, weights);
  const std::vector<int> ranks = RanksOf(scores);
  std::vector<Place> places;
  for (size_t i = 0; i < scores.size(); ++i)
    places.push_back({scores[i], ranks[i], ranks[i], ranks[i]});
  Weights tenfold;
  for (int input = 0; input < kInputs; ++input) tenfold[input] = weights[input] * 10;
  for (int input = 0; input < kInputs; ++input) {
    if (weights[input] == 0) continue;
    for (const int tenths : {9, 11}) {
      Weights moved = tenfold;
      moved[input] = weights[input] * tenths;
      const std::vector<int> then = RanksOf(Scores(candidates, moved));
      for (size_t i = 0; i < places.size(); ++i) {
        places[i].best_rank = std::min(places[i].best_rank, then[i]);
        places[i].worst_rank = std::max(places[i].worst_rank, then[i]);
      }
    }
  }
  return places;
}

double Points(int weight, int64_t share, const Weights& weights) {
  const int64_t sum = SumOf(weights);
  return sum == 0 ? 0
                  : 100.0 * static_cast<double>(weight * share) / static_cast<double>(sum * kWhole);
}

double Score(const Place& place, const Weights& weights) {
  const int64_t sum = SumOf(weights);
  return sum == 0 ? 0
                  : 100.0 * static_cast<double>(place.score) / static_cast<double>(sum * kWhole);
}

}  // namespace palier::landscape
