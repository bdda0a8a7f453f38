// SPDX-License-Identifier: Apache-2.0
// The gate after a wave: whether the figures say CONTINUE, ADJUST or STOP, or not enough yet. It
// may be asked each day; looking often makes it no more wrong.
//
// Each criterion has two confidence sequences. To go on, every one must be proven with confidence
// 1 - alpha: that all are wrong at once is no likelier than that one is (intersection-union). To
// stop, any one is enough, so that each has alpha / (number of criteria) (Bonferroni). A figure
// that is missing is not zero, and NOT_ENOUGH_DATA never lets a wave start. A figure that slides
// turns CONTINUE into ADJUST, and never NOT_ENOUGH_DATA: that would let a person decide against it.
//
// Simulated 2,000 times (gate_simulation_test.cc), 20 new users a week and a look in each of 52
// weeks, how often CONTINUE or STOP is ever said with the chance at the threshold: 2.1 % (an
// interval made for one look: 34.8 %); with teams of ten whose people resemble one another
// (0.1): 1.6 % (71.3 %). With a true 70 % where 60 % is wanted: always, after 11 weeks on average.
#ifndef PALIER_ROLLOUT_DOMAIN_GATE_H_
#define PALIER_ROLLOUT_DOMAIN_GATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "rollout/domain/gate_criteria.h"
#include "rollout/domain/gate_figures.h"

namespace palier::rollout {

enum class GateVerdict { kContinue, kAdjust, kStop, kNotEnoughData };

enum class Standing { kMet, kBelowMinimum, kBetween, kNotEnough };

// Why nothing is said of a criterion.
enum class Lack {
  kNothing,   // something is said
  kFeed,      // nothing was heard
  kSample,    // fewer units than its minimum sample
  kCoverage,  // too few of those that should have been counted
  kDays,      // it is too early to believe what is good
  kProof,     // chance explains it still
};

struct CriterionFinding {
  std::string id;
  Standing standing = Standing::kNotEnough;
  Lack lack = Lack::kNothing;
  int64_t units = 0;
  // Of those expected by now.
  int64_t missing = 0;
  // Unset without units.
  std::optional<CriterionFigures> figures;
  // The target is reached by the estimate only.
  bool by_estimate = false;
  // When there are so many units, on that day, something can be said; unset where that is not
  // foreseeable.
  std::optional<int64_t> units_needed;
  std::optional<absl::CivilDay> day_needed;
  // Since when the figure slides the wrong way (gate_drift.h); unset where it does not.
  std::optional<absl::CivilDay> drift_day;
  // How it stands, and what would change that.
  status::Text text;
  status::Text would_change;
};

// Why the next wave does not start.
enum class HoldKind {
  kApproval,       // a person decides
  kTime,           // not before a day
  kMinimumSample,  // too few were counted
  kMissingFeed,    // nothing was heard
  kProof,          // chance explains the figures still
  kBelowTarget,
  kBelowMinimum,  // of a CRITERION
  kGuardrail,     // broken
  kSignal,        // broken
  kReview,        // two monthly reviews have passed without an answer: a person must give one
  kDrift,         // the figure slides the wrong way
};

struct Hold {
  HoldKind kind = HoldKind::kApproval;
  // Empty for none.
  std::string criterion;
  std::optional<absl::CivilDay> until;
  status::Text text;
};

struct GateInput {
  std::vector<Criterion> criteria;
  // One for each of the criteria, in their order.
  std::vector<CriterionEvidence> evidence;
  absl::CivilDay start;
  absl::CivilDay today;
  // The gate was decided CONTINUE by who may.
  bool approved = false;
};

struct GateFinding {
  GateVerdict verdict = GateVerdict::kNotEnoughData;
  status::Text text;
  std::vector<CriterionFinding> criteria;
  std::vector<Hold> holds;
  // A guardrail is broken: the wave itself must stand still, now.
  bool pause_wave = false;
  // What a person is proposed to decide when the figures have not said anything for two months.
  std::optional<GateVerdict> proposal;
};

// Worse than its minimum, and of those that pause a wave.
bool IsBrokenGuardrail(const Criterion& criterion, const CriterionFinding& finding);

absl::string_view GateVerdictName(GateVerdict verdict);

// `criteria` as CheckCriteria wants them.
GateFinding JudgeGate(const GateInput& input);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_GATE_H_
