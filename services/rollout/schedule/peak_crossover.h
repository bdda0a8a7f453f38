// SPDX-License-Identifier: Apache-2.0
// How two schedules have a child (Valls, Ballestin and Quintanilla 2008): a stretch of time in
// which one of them uses the resources well is kept, and the other one tells the order of all else.
// Not thread-safe: it keeps its working memory.
#ifndef PALIER_ROLLOUT_SCHEDULE_PEAK_CROSSOVER_H_
#define PALIER_ROLLOUT_SCHEDULE_PEAK_CROSSOVER_H_

#include <cstdint>
#include <vector>

#include "common/stats/random.h"
#include "rollout/schedule/list_decoder.h"
#include "rollout/schedule/packed_model.h"

namespace palier::schedule {

// A schedule and the order that it is decoded from.
struct Member {
  std::vector<int> order;
  Timetable timetable;
  // Of two schedules of one makespan the one with less of it has more room to become shorter.
  int64_t strain = 0;

  bool BetterThan(const Member& other) const;
};

class PeakCrossover {
 public:
  explicit PeakCrossover(const PackedModel& packed) : packed_(packed) {}

  // What of the father comes before the stretch: as many activities as in the mother, or those that
  // start before it in the father.
  enum class Split { kByPlace, kByTime };

  // An order that may break arcs: to be repaired. Keeps the best of three stretches of `mother`.
  void Cross(const Member& mother, const Member& father, Split split, stats::Random& random,
             std::vector<int>& order);
  // Moves one activity to another place between those it waits for and those that wait for it.
  void Shift(stats::Random& random, std::vector<int>& order);

 private:
  struct Stretch {
    int from = 0;
    int to = 0;
  };
  Stretch FindPeak(const Member& member, stats::Random& random) const;
  // The share of resources in use, in millionths, per period.
  int64_t UseWithin(const Timetable& timetable, const Stretch& stretch) const;

  const PackedModel& packed_;
  std::vector<char> kept_;
  std::vector<int> place_;
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_PEAK_CROSSOVER_H_
