// SPDX-License-Identifier: Apache-2.0
// The state of an alert: what a rule says of a series of measures as time passes, and the days on
// which that changed. One change is one notice. A watch that is fed as the days go by and an
// evaluation from the first measure give the same changes; so a state need not be stored to be
// trusted, and a late measure is dealt with by evaluating again.
#ifndef PALIER_KPI_DOMAIN_ALERT_WATCH_H_
#define PALIER_KPI_DOMAIN_ALERT_WATCH_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "kpi/domain/alert_judge.h"
#include "kpi/domain/alert_rule.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

// MISSING is OK or FIRING. The other kinds are NO_DATA before the first measure, while they learn,
// and from the first late day on; the next measure then decides as if there had been no gap.
enum class AlertState { kOk = 1, kFiring = 2, kNoData = 3 };

struct AlertStanding {
  AlertState state = AlertState::kNoData;
  absl::CivilDay since;            // the day of the measure, or of the lateness, that brought it
  std::optional<Measure> measure;  // the last one
  status::Text text;               // why, in a sentence
};

struct AlertTransition {
  AlertState from = AlertState::kNoData;
  AlertStanding to;
};

// A value type, not thread-safe; memory bounded by the rule's history.
class AlertWatch {
 public:
  // `rule` must be valid.
  explicit AlertWatch(const AlertRule& rule);

  // Both return what changed, in order. A measure must be later than every one before it and than
  // the last day that was closed, and not before the rule's first day; else it is ignored.
  std::vector<AlertTransition> Observe(const Measure& measure);
  // `day` is over: what was measured on it has been observed.
  std::vector<AlertTransition> CloseDay(absl::CivilDay day);

  const AlertStanding& standing() const { return standing_; }

 private:
  void NoticeLateness(absl::CivilDay day);
  void Enter(AlertState state, absl::CivilDay day);
  std::vector<AlertTransition> Take();

  AlertRule rule_;
  AlertJudge judge_;
  absl::CivilDay closed_;  // no measure is read up to this day
  absl::CivilDay late_;    // the first day on which the last measure is outdated
  AlertStanding standing_;
  std::vector<AlertTransition> changes_;
};

struct AlertStory {
  AlertStanding now;
  std::vector<AlertTransition> changes;  // in order
};

// What a watch tells that observes the measures up to `as_of` and then closes that day. `rule` must
// be valid; `series` has at most one measure per day, in the order of time.
AlertStory Evaluate(const AlertRule& rule, absl::Span<const Measure> series, absl::CivilDay as_of);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_ALERT_WATCH_H_
