// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/makespan_island.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace palier::schedule {
namespace {

constexpr size_t kPopulation = 30;
// Without a member that became shorter, the population has nothing more to give.
constexpr int64_t kPatience = 200 * kPopulation;  // decodes
constexpr int kMostShifts = 3;
constexpr int64_t kFarthest = 1 << 18;  // keeps sums of squares within 64 bits

}  // namespace

MakespanIsland::MakespanIsland(const PackedModel& packed, uint64_t seed, int64_t decodes, int bound)
    : packed_(packed),
      most_decodes_(std::max<int64_t>(decodes, 1)),
      bound_(bound),
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

bool MakespanIsland::done() const {
  return decodes_ >= most_decodes_ || (decodes_ > 0 && at_bound()) || packed_.size() == 0;
}

void MakespanIsland::Advance(int64_t decodes) {
  const int64_t end = decodes_ + decodes;
  while (!done() && decodes_ < end) {
    if (population_.size() < kPopulation) {
      Found();
      progress_at_ = decodes_;
    } else {
      Beget();
      if (decodes_ - progress_at_ > kPatience) population_.clear();
    }
  }
}

// What has much after it comes first, more or less.
void MakespanIsland::Found() {
  const int longest = *std::max_element(tails_.begin(), tails_.end());
  const int spread = 1 + random_.Below(std::max(1, longest));
  for (int i = 0; i < packed_.size(); ++i) keys_[i] = random_.Below(spread) - tails_[i];
  Member member;
  ordering_.ByKeys(keys_, member.order);
  Evaluate(member);
  population_.push_back(std::move(member));
}

void MakespanIsland::Beget() {
  const int size = static_cast<int>(population_.size());
  const int mother_at = random_.Below(size);
  const int father_at = (mother_at + 1 + random_.Below(size - 1)) % size;
  Member& mother = population_[mother_at];
  Member& father = population_[father_at];
  crossover_.Cross(mother, father, random_, child_.order);
  ordering_.Repair(child_.order);
  for (int shifts = 1 + random_.Below(kMostShifts); shifts > 0; --shifts) {
    crossover_.Shift(random_, child_.order);
  }
  Evaluate(child_);
  const Starts& starts = child_.timetable.starts;
  if (starts == mother.timetable.starts || starts == father.timetable.starts) return;
  Member& rival = Nearer(child_.timetable, mother, father);
  if (!child_.BetterThan(rival)) return;
  if (child_.timetable.makespan < rival.timetable.makespan) progress_at_ = decodes_;
  std::swap(rival, child_);
}

void MakespanIsland::Evaluate(Member& member) {
  decoder_.Decode(member.order, member.timetable);
  ++decodes_;
  if (justification_ && member.timetable.late == 0 && decodes_ + 2 <= most_decodes_) {
    justification_->Apply(member.timetable);
    decodes_ += 2;
  }
  ordering_.ByStarts(member.timetable.starts, member.order);
  member.strain = StrainOf(member.timetable);
  if (best_.order.empty() || member.BetterThan(best_)) best_ = member;
}

int64_t MakespanIsland::StrainOf(const Timetable& timetable) const {
  int64_t strain = 0;
  for (int i = 0; i < packed_.size(); ++i) {
    const int64_t path = std::min<int64_t>(timetable.starts[i] + tails_[i], kFarthest);
    strain += packed_.energy[i] * path * path;
  }
  return strain;
}

Member& MakespanIsland::Nearer(const Timetable& child, Member& mother, Member& father) const {
  int64_t to_mother = 0, to_father = 0;
  for (int i = 0; i < packed_.size(); ++i) {
    to_mother += std::abs(child.starts[i] - mother.timetable.starts[i]);
    to_father += std::abs(child.starts[i] - father.timetable.starts[i]);
  }
  return to_mother < to_father ? mother : father;
}

}  // namespace palier::schedule
