// SPDX-License-Identifier: Apache-2.0
// One of the searches for the shortest schedule that know nothing of one another: one population
// after the other, each begun when the one before has settled, in turn on the model and on its
// mirror image, for what is hard to reach from one end may be easy from the other. Not thread-safe.
#ifndef PALIER_ROLLOUT_SCHEDULE_MAKESPAN_ISLAND_H_
#define PALIER_ROLLOUT_SCHEDULE_MAKESPAN_ISLAND_H_

#include <cstdint>
#include <optional>

#include "rollout/schedule/list_decoder.h"
#include "rollout/schedule/packed_model.h"
#include "rollout/schedule/population.h"

namespace palier::schedule {

class MakespanIsland {
 public:
  // Builds `decodes` schedules at most, of at least one, and stops at one of makespan `bound`. The
  // model, of at least one activity, must outlive this.
  MakespanIsland(const PackedModel& packed, uint64_t seed, int64_t decodes, int bound);
  MakespanIsland(const MakespanIsland&) = delete;
  MakespanIsland& operator=(const MakespanIsland&) = delete;

  // Goes on for about `decodes` schedules.
  void Advance(int64_t decodes);

  // No schedules are left to build, or none can be shorter than the best.
  bool done() const { return decodes_ >= most_decodes_ || (decodes_ > 0 && at_bound()); }
  bool at_bound() const { return best_.late == 0 && best_.makespan <= bound_; }
  // After the first Advance().
  const Timetable& best() const { return best_; }
  int64_t decodes() const { return decodes_; }

 private:
  void Note(const Timetable& timetable);

  const PackedModel& packed_;
  const int64_t most_decodes_;
  const int bound_;
  int64_t decodes_ = 0;
  std::optional<PackedModel> mirrored_;
  Population forwards_;
  std::optional<Population> backwards_;
  bool backwards_turn_ = false;
  Timetable best_;
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_MAKESPAN_ISLAND_H_
