// SPDX-License-Identifier: Apache-2.0
// Reviews and their milestones: what a review needs before it is closed, what it says of a
// milestone, and what it means for the next wave (S1-34, S1-69).
#ifndef PALIER_ROLLOUT_DOMAIN_REVIEW_H_
#define PALIER_ROLLOUT_DOMAIN_REVIEW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "rollout/domain/condition.h"
#include "rollout/domain/rhythm.h"

namespace palier::rollout {

enum class ReviewDecision { kContinue = 1, kAdjust, kPause, kStop };

struct ReviewRecord {
  // Resource name.
  std::string name;
  ReviewKind kind = ReviewKind::kMonthlyReview;
  absl::CivilDay day;
  bool done = false;
  // Of a monthly one that is done.
  std::optional<ReviewDecision> decision;
};

// The day of the one of the same kind before `review` is over: from then on it can be closed.
// `today` is the day where the organisation is.
bool MayClose(const ReviewRecord& review, const std::vector<ReviewRecord>& all,
              absl::CivilDay today);

// What keeps the next wave from starting: REVIEW_OVERDUE for each monthly review of a day before
// `today` that is not done, one that was not even made included (`expected`: those there should be,
// by resource name), and REVIEW_HOLDS when the last one that is done decided PAUSE or STOP.
void AddReviewConditions(const std::vector<ReviewRecord>& reviews,
                         const std::vector<ReviewRecord>& expected, absl::CivilDay today,
                         Conditions& unmet);

enum class MilestoneState { kOpen = 1, kMet, kMissed, kUnknown };
enum class BetterWay { kDecrease = 1, kIncrease };
// Why a milestone is UNKNOWN: nothing was measured up to its day; the last measure is older than
// one cadence of the KPI; kpi does not tell the figure; the KPI is gone.
enum class NoFigure { kNone, kNoMeasure, kNoRecentMeasure, kNotTold, kKpiGone };

struct WantedFigure {
  BetterWay better = BetterWay::kDecrease;
  double value = 0;
  absl::CivilDay due;
  std::string unit;
};

// The last measure up to the day; `oldest` is one cadence of the KPI before the day.
struct MeasuredFigure {
  std::optional<double> value;
  absl::CivilDay day;
  absl::CivilDay oldest;
  // Set instead of a value where kpi could not be told it: kNotTold, kKpiGone.
  NoFigure missing = NoFigure::kNone;
};

struct MilestoneVerdict {
  MilestoneState state = MilestoneState::kUnknown;
  NoFigure reason = NoFigure::kNone;
  status::Text text;
};

// MET when the figure reaches what was wanted, equality included; MISSED when it does not; UNKNOWN
// without a figure: nothing known is never a zero.
MilestoneVerdict JudgeMilestone(const WantedFigure& wanted, const MeasuredFigure& measured);

// UPPER_SNAKE; empty for kNone.
std::string NoFigureName(NoFigure reason);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_REVIEW_H_
