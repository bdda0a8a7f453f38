// SPDX-License-Identifier: Apache-2.0
// One of the searches for the shortest schedule that know nothing of one another: a genetic
// algorithm over orders, in which a child takes the place of the parent it resembles (deterministic
// crowding, Mahfoud 1995), and which begins anew when nothing gets shorter. Not thread-safe.
#ifndef PALIER_ROLLOUT_SCHEDULE_MAKESPAN_ISLAND_H_
#define PALIER_ROLLOUT_SCHEDULE_MAKESPAN_ISLAND_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "rollout/schedule/justification.h"
#include "rollout/schedule/list_decoder.h"
#include "rollout/schedule/packed_model.h"
#include "rollout/schedule/peak_crossover.h"
#include "rollout/schedule/random.h"

namespace palier::schedule {

class MakespanIsland {
 public:
  // Builds `decodes` schedules at most, of at least one, and stops at one of makespan `bound`. The
  // model must outlive this.
  MakespanIsland(const PackedModel& packed, uint64_t seed, int64_t decodes, int bound);

  // Goes on for about `decodes` schedules.
  void Advance(int64_t decodes);

  // No schedules are left to build, or none can be shorter than the best.
  bool done() const;
  bool at_bound() const { return best_.timetable.late == 0 && best_.timetable.makespan <= bound_; }
  // After the first Advance().
  const Timetable& best() const { return best_.timetable; }
  int64_t decodes() const { return decodes_; }

 private:
  void Found();
  void Beget();
  void Evaluate(Member& member);
  int64_t StrainOf(const Timetable& timetable) const;
  // Of two parents the child resembles one more: that one it replaces, if it is better.
  Member& Nearer(const Timetable& child, Member& mother, Member& father) const;

  const PackedModel& packed_;
  const int64_t most_decodes_;
  const int bound_;
  int64_t decodes_ = 0;
  int64_t progress_at_ = 0;  // decodes_ when a member last became shorter
  Random random_;
  ListDecoder decoder_;
  Ordering ordering_;
  std::optional<Justification> justification_;
  PeakCrossover crossover_;
  std::vector<int> tails_, keys_;
  std::vector<Member> population_;
  Member best_, child_;
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_MAKESPAN_ISLAND_H_
