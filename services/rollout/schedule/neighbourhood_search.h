// SPDX-License-Identifier: Apache-2.0
// Improving a schedule by placing a few activities anew while all others stay: large neighbourhood
// search (Shaw 1998).
#ifndef PALIER_ROLLOUT_SCHEDULE_NEIGHBOURHOOD_SEARCH_H_
#define PALIER_ROLLOUT_SCHEDULE_NEIGHBOURHOOD_SEARCH_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "common/stats/random.h"
#include "rollout/schedule/model.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::schedule {

// Not thread-safe. Model, decoder and lists must outlive it.
class NeighbourhoodSearch {
 public:
  // What the activity is worth at a start, all told.
  using Score = std::function<int64_t(int activity, int start)>;

  // `wanted` is where each activity would best stay.
  NeighbourhoodSearch(const Model& model, SerialDecoder& decoder, const Starts& wanted,
                      uint64_t seed);

  // Among those that `may_move`, ascending, from `starts`, a good schedule; so many decodes more at
  // most, counted in `used`. Leaves the best schedule found in `starts` and returns by how much it
  // is better. The decoder holds others when it is done.
  int64_t Improve(const std::vector<int>& may_move, const Score& score, int64_t decodes,
                  Starts& starts, int64_t& used);

  // Those that share an arc, a growth or a resource with one of `cone`, the closest in time first;
  // as many as `cone` has, of those that are `free` and not in it.
  std::vector<int> Around(const std::vector<int>& cone, const std::vector<bool>& free,
                          const Starts& starts) const;

 private:
  std::vector<int> Choose(const std::vector<int>& may_move, const Score& score,
                          const Starts& starts);
  bool Related(int a, int b) const;
  void MakeOrder(const std::vector<int>& chosen, const Starts& starts);

  SerialDecoder& decoder_;
  const Starts& wanted_;
  stats::Random random_;
  // By activity, ascending: what it shares with others.
  std::vector<std::vector<int>> shares_;
  std::vector<int> order_;
  Starts not_before_;
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_NEIGHBOURHOOD_SEARCH_H_
