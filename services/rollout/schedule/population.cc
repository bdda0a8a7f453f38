// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/population.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace palier::schedule {
namespace {

constexpr int64_t kPatiencePerMember = 200;  // schedules
constexpr int kMostShifts = 3;
constexpr int64_t kFarthest = 1 << 18;  // keeps sums of squares within 64 bits

}  // namespace

Population::Population(const PackedModel& packed, size_t size, uint64_t seed)
    : packed_(packed),
      size_(size),
      patience_(kPatiencePerMember * static_cast<int64_t>(size)),
      random_(seed),
      decoder_(packed),
      ordering_(packed),
      crossover_(packed),
      tails_(packed.size()),
      keys_(packed.size()) {
  if (packed.reversible) justification_.emplace(packed);
  for (int r = packed.size() - 1; r >= 0; --r) {
    const int i = packed.order[r];
    tails_[i] = packed.duration[i];
    for (const PackedArc* arc = packed.after.First(i); arc != packed.after.Last(i); ++arc) {
      tails_[i] = std::max(tails_[i], tails_[arc->activity] + arc->lag);
    }
  }
}

int Population::Step(int64_t most) {
  const bool founding = members_.size() < size_;
  if (founding) {
    BeginMember();
  } else {
    BeginChild();
  }
  const int built = Evaluate(most);
  since_progress_ += built;
  if (founding) {
    members_.push_back(child_);
    since_progress_ = 0;
  } else {
    Replace();
  }
  return built;
}

void Population::Clear() {
  members_.clear();
  split_ = split_ == PeakCrossover::Split::kByPlace ? PeakCrossover::Split::kByTime
                                                    : PeakCrossover::Split::kByPlace;
  since_progress_ = 0;
}

// What has much after it comes first, more or less.
void Population::BeginMember() {
  const int longest = *std::max_element(tails_.begin(), tails_.end());
  const int spread = 1 + random_.Below(std::max(1, longest));
  for (int i = 0; i < packed_.size(); ++i) keys_[i] = random_.Below(spread) - tails_[i];
  ordering_.ByKeys(keys_, child_.order);
}

void Population::BeginChild() {
  const int size = static_cast<int>(size_);
  mother_ = random_.Below(size);
  father_ = (mother_ + 1 + random_.Below(size - 1)) % size_;
  crossover_.Cross(members_[mother_], members_[father_], split_, random_, child_.order);
  ordering_.Repair(child_.order);
  for (int shifts = 1 + random_.Below(kMostShifts); shifts > 0; --shifts) {
    crossover_.Shift(random_, child_.order);
  }
}

int Population::Evaluate(int64_t most) {
  int built = 1;
  decoder_.Decode(child_.order, child_.timetable);
  if (justification_ && child_.timetable.late == 0 && most >= 3) {
    justification_->Apply(child_.timetable);
    built = 3;
  }
  ordering_.ByStarts(child_.timetable.starts, child_.order);
  child_.strain = StrainOf(child_.timetable);
  return built;
}

void Population::Replace() {
  Member& mother = members_[mother_];
  Member& father = members_[father_];
  const int64_t to_mother = Distance(mother), to_father = Distance(father);
  if (to_mother == 0 || to_father == 0) return;  // one of them again
  Member& rival = to_mother < to_father ? mother : father;
  if (!child_.BetterThan(rival)) return;
  if (child_.timetable.makespan < rival.timetable.makespan) since_progress_ = 0;
  rival = child_;
}

int64_t Population::StrainOf(const Timetable& timetable) const {
  int64_t strain = 0;
  for (int i = 0; i < packed_.size(); ++i) {
    const int64_t path = std::min<int64_t>(timetable.starts[i] + tails_[i], kFarthest);
    strain += packed_.energy[i] * path * path;
  }
  return strain;
}

int64_t Population::Distance(const Member& member) const {
  int64_t distance = 0;
  for (int i = 0; i < packed_.size(); ++i) {
    distance += std::abs(child_.timetable.starts[i] - member.timetable.starts[i]);
  }
  return distance;
}

}  // namespace palier::schedule
