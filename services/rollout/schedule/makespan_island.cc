// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/makespan_island.h"

#include <algorithm>
#include <tuple>

namespace palier::schedule {
namespace {

// Larger models are worth more members, few schedules allow fewer: measured on PSPLIB.
constexpr int64_t kLeastMembers = 20;
constexpr int64_t kMembersOfSmallModels = 30;
constexpr int64_t kMostMembers = 100;
constexpr int64_t kSquarePerMember = 144;
constexpr int64_t kDecodesPerMember = 2'000;

size_t SizeFor(int64_t activities, int64_t decodes) {
  const int64_t wanted =
      std::clamp(activities * activities / kSquarePerMember, kMembersOfSmallModels, kMostMembers);
  return static_cast<size_t>(
      std::max(kLeastMembers, std::min(wanted, decodes / kDecodesPerMember)));
}

}  // namespace

MakespanIsland::MakespanIsland(const PackedModel& packed, uint64_t seed, int64_t decodes, int bound)
    : packed_(packed),
      most_decodes_(std::max<int64_t>(decodes, 1)),
      bound_(bound),
      forwards_(packed, SizeFor(packed.size(), decodes), seed) {
  if (!packed.reversible) return;
  mirrored_ = Mirrored(packed);
  backwards_.emplace(*mirrored_, SizeFor(packed.size(), decodes), stats::Random(seed).Next());
}

void MakespanIsland::Advance(int64_t decodes) {
  const int64_t end = decodes_ + decodes;
  while (!done() && decodes_ < end) {
    Population& population = backwards_turn_ ? *backwards_ : forwards_;
    const int built = population.Step(most_decodes_ - decodes_);
    Note(population.last());
    decodes_ += built;
    if (!population.settled()) continue;
    population.Clear();
    backwards_turn_ = backwards_ && !backwards_turn_;
  }
}

void MakespanIsland::Note(const Timetable& timetable) {
  const bool better =
      std::tie(timetable.late, timetable.makespan) < std::tie(best_.late, best_.makespan);
  if (decodes_ > 0 && !better) return;
  best_ = timetable;
  if (!backwards_turn_) return;
  for (int i = 0; i < packed_.size(); ++i) {
    best_.starts[i] = best_.makespan - best_.starts[i] - packed_.duration[i];
  }
}

}  // namespace palier::schedule
