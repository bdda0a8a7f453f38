// SPDX-License-Identifier: Apache-2.0
// What a rule says of each measure, one after the other. Value types, not thread-safe; memory
// bounded by the rule's history.
//
// CHANGE and DRIFT with a short history. Its centre and scale are uncertain, so with a history of n
// the bar on the mean is 1 + 12/n times as high, and k and h of the CUSUM 1 + 6/n times. Simulated
// on 300 series of independent normal measures, a year of weekly ones after the history: false
// alerts per year, and how many shifts of 3 and 5 standard deviations are seen within ten measures.
//           n = 8              12              18              26              52
//   CHANGE  0.34  60 %  85 %   0.19  72  97   0.15  89  98   0.12  94  100   0.10  99  98
//   DRIFT   0.13  79 %  97 %   0.17  96  98   0.16  99  98   0.18  98   98   0.15  99  99
// Without that, 12 measures would give 0.9 and 0.6 false alerts per year.
#ifndef PALIER_KPI_DOMAIN_ALERT_JUDGE_H_
#define PALIER_KPI_DOMAIN_ALERT_JUDGE_H_

#include <optional>
#include <variant>

#include "absl/time/civil_time.h"
#include "kpi/domain/alert_rule.h"
#include "kpi/domain/anomaly.h"
#include "kpi/domain/drift.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

struct AlertFinding {
  bool learning = false;  // CHANGE, DRIFT: the history is not complete
  bool firing = false;
  int learned = 0;                      // CHANGE, DRIFT: measures of the history so far
  std::optional<double> expected;       // CHANGE, DRIFT: in the KPI's unit
  std::optional<absl::CivilDay> began;  // DRIFT: the measure with which it may have begun
  bool upward = false;                  // CHANGE, DRIFT: the value, or the drift, is above
};

// THRESHOLD.
class ThresholdJudge {
 public:
  explicit ThresholdJudge(const AlertRule& rule) : rule_(rule) {}
  AlertFinding Judge(const Measure& measure);

 private:
  AlertRule rule_;
  bool firing_ = false;
};

// CHANGE. Begins with an anomaly on the rule's side, when none of that side began within the last
// quarter of the history. Ends once a score is below
// 0.4, two thirds of the way to the bar; or, while the history's number of measures was firing, the
// new level is taken as the norm.
class ChangeJudge {
 public:
  explicit ChangeJudge(const AlertRule& rule);
  AlertFinding Judge(const Measure& measure);

 private:
  bool IsFiring(const AnomalyVerdict& judged);

  AlertRule rule_;
  AnomalyDetector detector_;
  std::optional<AnomalyDetector> successor_;  // while firing: has learned since it began
  int learned_ = 0;
  int firing_for_ = 0;  // measures; 0 = not firing
  int since_began_;     // measures since an alert of the rule's side began
};

// DRIFT. Begins where a sum passes its limit, on the rule's side; ends once it is below half of
// it, or for either side once both are. A drift never becomes the norm by itself.
class DriftJudge {
 public:
  explicit DriftJudge(const AlertRule& rule);
  AlertFinding Judge(const Measure& measure);

 private:
  AlertRule rule_;
  DriftDetector detector_;
  int learned_ = 0;
  bool firing_ = false;
  absl::CivilDay up_began_;
  absl::CivilDay down_began_;
};

// MISSING: a measure is all it takes.
class PresenceJudge {
 public:
  AlertFinding Judge(const Measure&) { return {}; }
};

using AlertJudge = std::variant<ThresholdJudge, ChangeJudge, DriftJudge, PresenceJudge>;
AlertJudge JudgeFor(const AlertRule& rule);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_ALERT_JUDGE_H_
