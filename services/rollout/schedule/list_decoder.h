// SPDX-License-Identifier: Apache-2.0
// The serial schedule generation scheme (Kelley 1963): activities one after the other, each at its
// earliest feasible start. Not thread-safe: a decoder keeps its working memory.
#ifndef PALIER_ROLLOUT_SCHEDULE_LIST_DECODER_H_
#define PALIER_ROLLOUT_SCHEDULE_LIST_DECODER_H_

#include <cstdint>
#include <vector>

#include "rollout/schedule/packed_model.h"

namespace palier::schedule {

struct Timetable {
  Starts starts;
  int makespan = 0;
  // By how many periods activities are complete too late, in all; 0 for a feasible schedule.
  int64_t late = 0;
};

class ListDecoder {
 public:
  explicit ListDecoder(const PackedModel& packed);

  // `order` has each activity once, none before one that it must wait for. An activity that finds
  // no room before the horizon is placed behind it, without resources, and counts as late.
  void Decode(const std::vector<int>& order, Timetable& timetable);

 private:
  int EarliestFit(int activity, int from) const;
  int FitAll(int activity, int from) const;

  const PackedModel& packed_;
  std::vector<uint64_t> left_;
  int touched_;  // left_ is as in the beginning from this period on
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_LIST_DECODER_H_
