// SPDX-License-Identifier: Apache-2.0
// The target of a KPI, fixed in advance, and where the KPI stands on the way to it (requirements
// S0-08, S1-21, S1-48 to S1-51). Values are fixed-point at the KPI's scale, dates are days of the
// organisation's calendar; what is compared is exactly what is shown. Pure functions, safe from any
// thread.
#ifndef PALIER_KPI_DOMAIN_TRAJECTORY_H_
#define PALIER_KPI_DOMAIN_TRAJECTORY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/status/error.h"
#include "kpi/domain/fixed.h"

namespace palier::kpi {

enum class Direction { kDecrease = 1, kIncrease = 2 };

enum class Category { kAdoption = 1, kEfficiency = 2, kSatisfaction = 3, kRoi = 4, kTechnical = 5 };
enum class Cadence { kWeekly = 1, kMonthly = 2, kQuarterly = 3 };
// Adoption and technical weekly, efficiency monthly, satisfaction and ROI quarterly.
Cadence CadenceOf(Category category);
// The day one cadence before `day`: 7 days, or the same day one or three months earlier (the last
// day of a shorter month).
absl::CivilDay OneCadenceBefore(absl::CivilDay day, Cadence cadence);

// How far from the baseline, always positive; the direction says which way. Relative: thousandths
// of a percent of the baseline's size (20 % is 20000), 1 to kMaxRelative. Points: in the KPI's
// unit, at its scale.
struct Change {
  enum class Kind { kRelative = 1, kPoints = 2 };
  Kind kind = Kind::kRelative;
  int64_t amount = 0;
};
inline constexpr int64_t kMaxRelative = 100'000'000;  // 100,000 %

// A named step of ambition beside the target ("minimum", "stretch").
struct Level {
  std::string name;
  Change change;
};
inline constexpr size_t kMaxLevels = 8;

struct Target {
  Direction direction = Direction::kDecrease;
  int decimals = 0;
  Fixed baseline = 0;
  absl::CivilDay baseline_date;
  Change change;
  absl::CivilDay horizon;
  std::vector<Level> levels;
  Cadence cadence = Cadence::kMonthly;
  // How far from the expected value still counts as on track: percent of the whole planned change,
  // 0 to 100.
  int tolerance_percent = 10;
};

// Returns INVALID_ARGUMENT with every violation: no change, a relative change of a zero baseline, a
// horizon that is not after the baseline's date, a value that does not fit, too many or unnamed
// levels, decimals or tolerance out of range.
absl::Status Validate(const Target& target);

// The value of the baseline after a change. `target` must be valid.
Fixed ValueAfter(const Target& target, const Change& change);
inline Fixed TargetValue(const Target& target) {
  return ValueAfter(target, target.change);
}

// On the straight line from the baseline to the target, by days, rounded half away from zero at the
// KPI's scale; the baseline before its date and the target after the horizon. `target` must be
// valid.
Fixed ExpectedOn(const Target& target, absl::CivilDay date);

struct Measure {
  absl::CivilDay date;
  Fixed value = 0;
};

enum class TrajectoryStatus { kAhead = 1, kOnTrack = 2, kBehind = 3, kUnknown = 4 };
enum class UnknownReason { kNone = 0, kNoRecentMeasure = 1, kBeforeBaseline = 2 };

struct Standing {
  TrajectoryStatus status = TrajectoryStatus::kUnknown;
  UnknownReason reason = UnknownReason::kNone;
  absl::CivilDay date;             // the date asked
  Fixed expected = 0;              // on the day of the measure; on `date` if there is none
  Fixed target = 0;                // at the horizon
  Fixed tolerance = 0;             // in the KPI's unit
  std::optional<Measure> measure;  // what was judged; also the outdated one behind kNoRecentMeasure
  Fixed gap = 0;                   // how much better than expected; negative is worse
  std::vector<std::string> levels_reached;
  status::Text text;
};

// Where the KPI stands on `date`. `latest` is its newest measure up to that date; one after `date`
// counts as none. The measure is judged against what was expected on its own day, so that a report
// delay is no delay of the project:
//   AHEAD    better than expected by more than the tolerance
//   BEHIND   worse than expected by more than the tolerance; a value on the limit is not below it
//   ON_TRACK between
//   UNKNOWN  no measure, or one older than one cadence before `date` (NO_RECENT_MEASURE); `date`
//   before the baseline
//            (BEFORE_BASELINE)
// `target` must be valid.
Standing StandingOn(const Target& target, absl::CivilDay date,
                    const std::optional<Measure>& latest);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_TRAJECTORY_H_
