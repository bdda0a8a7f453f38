// SPDX-License-Identifier: Apache-2.0
// What the figures of a criterion say, however often one looks at them.
#ifndef PALIER_ROLLOUT_DOMAIN_GATE_FIGURES_H_
#define PALIER_ROLLOUT_DOMAIN_GATE_FIGURES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/stats/interval.h"
#include "rollout/domain/gate_criteria.h"

namespace palier::rollout {

// Units that will be counted later.
struct Arrival {
  absl::CivilDay day;
  int64_t units = 0;
};

// The share of the same people, period after period.
struct CoursePoint {
  absl::CivilDay day;  // the first of the period
  double share = 0;    // from 0 to 1
};
struct Course {
  int64_t people = 0;
  std::vector<CoursePoint> points;  // in order of days
};

// What is known of one criterion. Each user is counted once.
struct CriterionEvidence {
  // Nothing was heard from where the figures come from, which is not the same as zero.
  bool feed_missing = true;
  // The figures decide, and are not told: they would tell of few people.
  bool hidden = false;
  // Units that should have been counted by now.
  int64_t expected = 0;
  // 0 while the feed is missing.
  int64_t units = 0;
  // Of a proportion: how many of `units`, and how many units of each team (none: people of
  // different teams, or of one another independent).
  int64_t successes = 0;
  std::vector<int64_t> team_units;
  // Of bounded values, `units` of them: in an order that does not depend on them.
  std::vector<double> values;
  // Of a mean: it and the variance of single values.
  double mean = 0;
  double variance = 0;
  // In order of days; after the last of them so many a day, 0 when no more will come.
  std::vector<Arrival> arrivals;
  double arrivals_per_day = 0;
  // What became of the figure afterwards, by wave: only whether it slides is looked at, as the same
  // people are in each point.
  std::vector<Course> courses;
};

// In the unit of the figure; shares are from 0 to 1.
struct CriterionFigures {
  double estimate = 0;
  // With confidence 1 - alpha, and 1 - alpha / criteria: the first to go on by, the second to stop
  // by.
  stats::Interval interval;
  stats::Interval strict_interval;
  // By how much people of one team resembling one another counts, at least 1 (Kish, "Survey
  // Sampling" (1965), 5.4), and what is left of `units`.
  double design_effect = 1;
  double effective_units = 0;
};

// `alpha` is that of the gate, `criteria` their number, at least 1. Without units: no estimate, and
// intervals that hold everything. A mean of fewer than 30 effective units has no interval.
CriterionFigures FiguresOf(const Criterion& criterion, const CriterionEvidence& evidence,
                           double alpha, size_t criteria);

// What the intervals prove.
enum class Proof {
  kNothing,
  kBelowMinimum,  // chance cannot explain a figure as good as the minimum
  kBelowTarget,   // it is above the minimum and below the target
  kMet,
};
Proof ProofOf(const Criterion& criterion, const CriterionFigures& figures);

// How many units it takes until the intervals prove something, if figures go on as they are: at
// least those there are; none, if a million would not do.
std::optional<int64_t> UnitsUntilProof(const Criterion& criterion,
                                       const CriterionEvidence& evidence, double alpha,
                                       size_t criteria);

// The day on which there will be so many units; none, if never.
std::optional<absl::CivilDay> DayOfUnits(const CriterionEvidence& evidence, int64_t units,
                                         absl::CivilDay today);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_GATE_FIGURES_H_
