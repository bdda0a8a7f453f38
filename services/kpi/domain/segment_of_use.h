// SPDX-License-Identifier: Apache-2.0
// How much a team uses a tool, in words, and how that goes with what it thinks of it (S1-06,
// S4-14). The thresholds are Palier's own. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_SEGMENT_OF_USE_H_
#define PALIER_KPI_DOMAIN_SEGMENT_OF_USE_H_

#include <cstdint>

namespace palier::kpi {

// The use of a tool by some people in one period.
struct Use {
  // Different people who used it.
  int64_t people = 0;
  // Days on which each of them did, added up.
  int64_t active_days = 0;
  // People who could have; 0 when nobody counted them.
  int64_t members = 0;
  // Days of the period.
  int64_t days = 0;
};

// Active days per person who used it. Returns 0 if nobody did.
double DaysPerPerson(const Use& use);

// The share of a period's users who use it on a day of the period, on average: daily over period,
// as in "DAU/MAU". In [0, 1]; returns 0 if nobody did.
double Stickiness(const Use& use);

// The numbers are those of the API.
enum class SegmentOfUse { kNone = 1, kTrying = 2, kRegular = 3, kIntensive = 4 };

// From this share of the members on, a tool is the team's and no longer that of some in it.
inline constexpr double kRegularShare = 0.5;
// Active days per user and week from which use is regular, and from which it is intensive.
inline constexpr double kRegularDaysAWeek = 1;
inline constexpr double kIntensiveDaysAWeek = 3;

// NONE: nobody. REGULAR and INTENSIVE: at least kRegularShare of the members (where they are
// counted), on that many days a week. TRYING: everything between.
SegmentOfUse SegmentOf(const Use& use);

// The numbers are those of the API.
enum class LeadersUse { kUntold = 0, kFew = 1, kSome = 2, kMany = 3, kMost = 4 };

// How many of the leaders use it, in quarters, so that no figure of theirs can be taken from one of
// their teams. kFew may be nobody. kUntold of fewer than kSmallestGroup.
LeadersUse LeadersUseOf(int64_t active, int64_t leaders);

// The numbers are those of the API.
enum class Quadrant {
  kChampion = 1,   // uses it and likes it: what to learn from
  kCaptive = 2,    // uses it and does not: what to mend
  kPromising = 3,  // likes it and hardly uses it: what to make easier
  kDistant = 4,    // neither: where to listen
};

// Uses it: REGULAR or INTENSIVE. Likes it: a net promoter score above 0.
Quadrant QuadrantOf(SegmentOfUse segment, double net_promoter_score);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SEGMENT_OF_USE_H_
