// SPDX-License-Identifier: Apache-2.0
// Double justification (Valls, Ballestin and Quintanilla 2005): a schedule is pushed to its end,
// then back to its beginning, and is often shorter for it. Not thread-safe.
#ifndef PALIER_ROLLOUT_SCHEDULE_JUSTIFICATION_H_
#define PALIER_ROLLOUT_SCHEDULE_JUSTIFICATION_H_

#include <vector>

#include "rollout/schedule/list_decoder.h"
#include "rollout/schedule/packed_model.h"

namespace palier::schedule {

// Puts activities in the order of a key that each has, those of one key in the order of the arcs,
// and an activity never before one that it must wait for.
class Ordering {
 public:
  explicit Ordering(const PackedModel& packed) : packed_(packed) {}

  // By start. Where every arc lets its first activity be complete, no repair is needed.
  void ByStarts(const Starts& starts, std::vector<int>& order);
  void ByKeys(const std::vector<int>& keys, std::vector<int>& order);
  // Brings forward what others wait for.
  void Repair(std::vector<int>& order);

 private:
  void Sort(const std::vector<int>& keys, std::vector<int>& order);

  const PackedModel& packed_;
  std::vector<int> counts_, path_, repaired_;
  std::vector<int64_t> pairs_;
  std::vector<char> placed_;
};

class Justification {
 public:
  // The model must be reversible and outlive this.
  explicit Justification(const PackedModel& packed);

  // Builds two schedules; the result is never longer.
  void Apply(Timetable& timetable);

 private:
  // The starts of a schedule as the other direction counts them.
  void Turn(const Timetable& timetable);

  PackedModel mirrored_;
  ListDecoder forwards_, backwards_;
  Ordering by_start_, by_end_;
  std::vector<int> keys_, order_;
  Timetable right_, left_;
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_JUSTIFICATION_H_
