// SPDX-License-Identifier: Apache-2.0
// A genetic algorithm over the orders of one model, in which a child takes the place of the parent
// it resembles (deterministic crowding, Mahfoud 1995). Not thread-safe.
#ifndef PALIER_ROLLOUT_SCHEDULE_POPULATION_H_
#define PALIER_ROLLOUT_SCHEDULE_POPULATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/stats/random.h"
#include "rollout/schedule/justification.h"
#include "rollout/schedule/list_decoder.h"
#include "rollout/schedule/packed_model.h"
#include "rollout/schedule/peak_crossover.h"

namespace palier::schedule {

class Population {
 public:
  // Of `size` members, 3 at least. The model, of at least one activity, must outlive this.
  Population(const PackedModel& packed, size_t size, uint64_t seed);

  // One more member or, when there are enough, one child; builds `most` schedules at most, of at
  // least one. Returns how many.
  int Step(int64_t most);
  // The schedule that the last step ended with.
  const Timetable& last() const { return child_.timetable; }

  // No member has become shorter for so long that none is expected to.
  bool settled() const { return since_progress_ > patience_; }
  // Begins anew with other members, who have children in another way than those before.
  void Clear();

 private:
  void BeginMember();
  void BeginChild();
  int Evaluate(int64_t most);
  void Replace();
  int64_t StrainOf(const Timetable& timetable) const;
  int64_t Distance(const Member& member) const;

  const PackedModel& packed_;
  const size_t size_;
  const int64_t patience_;
  stats::Random random_;
  ListDecoder decoder_;
  Ordering ordering_;
  std::optional<Justification> justification_;
  PeakCrossover crossover_;
  std::vector<int> tails_, keys_;
  std::vector<Member> members_;
  Member child_;
  PeakCrossover::Split split_ = PeakCrossover::Split::kByPlace;
  size_t mother_ = 0, father_ = 0;
  int64_t since_progress_ = 0;  // schedules
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_POPULATION_H_
