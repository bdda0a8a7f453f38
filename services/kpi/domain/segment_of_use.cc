// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/segment_of_use.h"

#include <algorithm>

#include "kpi/domain/small_groups.h"

namespace palier::kpi {

double DaysPerPerson(const Use& use) {
  return use.people == 0 ? 0 : static_cast<double>(use.active_days) / use.people;
}

double Stickiness(const Use& use) {
  return use.days == 0 ? 0 : DaysPerPerson(use) / use.days;
}

SegmentOfUse SegmentOf(const Use& use) {
  if (use.people == 0) return SegmentOfUse::kNone;
  const bool few = use.members > 0 && use.people < kRegularShare * use.members;
  const double days_a_week = 7 * Stickiness(use);
  if (few || days_a_week < kRegularDaysAWeek) return SegmentOfUse::kTrying;
  return days_a_week < kIntensiveDaysAWeek ? SegmentOfUse::kRegular : SegmentOfUse::kIntensive;
}

LeadersUse LeadersUseOf(int64_t active, int64_t leaders) {
  if (leaders < kSmallestGroup) return LeadersUse::kUntold;
  return static_cast<LeadersUse>(1 + std::min<int64_t>(4 * active / leaders, 3));
}

Quadrant QuadrantOf(SegmentOfUse segment, double net_promoter_score) {
  const bool likes = net_promoter_score > 0;
  if (segment >= SegmentOfUse::kRegular) return likes ? Quadrant::kChampion : Quadrant::kCaptive;
  return likes ? Quadrant::kPromising : Quadrant::kDistant;
}

}  // namespace palier::kpi
