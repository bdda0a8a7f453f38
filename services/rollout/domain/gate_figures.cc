// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "common/stats/beta_binomial_mixture.h"
#include "common/stats/confidence_sequence.h"
#include "common/stats/predictable_mixture.h"

namespace palier::rollout {
namespace {

// Of effective units: below, the mean of a few values is not yet normal.
constexpr double kLeastForMean = 30;
constexpr int64_t kMostUnits = 1'000'000;
// Of bounded values, which are gone through one by one.
constexpr int64_t kMostValues = 50'000;

// By how many people of a team, on average over people, one's team exceeds oneself.
double DesignEffect(const Criterion& criterion, const CriterionEvidence& evidence) {
  if (criterion.figure == FigureKind::kBounded) return 1;
  double squares = 0;
  double total = 0;
  for (const int64_t units : evidence.team_units) {
    squares += static_cast<double>(units) * static_cast<double>(units);
    total += static_cast<double>(units);
  }
  if (total == 0) return 1;
  return 1 + (squares / total - 1) * criterion.intraclass_correlation;
}

double EstimateOf(const Criterion& criterion, const CriterionEvidence& evidence) {
  if (evidence.units == 0) return 0;
  const double units = static_cast<double>(evidence.units);
  switch (criterion.figure) {
    case FigureKind::kProportion:
      return static_cast<double>(evidence.successes) / units;
    case FigureKind::kBounded: {
      double sum = 0;
      for (const double value : evidence.values) sum += value;
      return sum / units;
    }
    case FigureKind::kMean:
      return evidence.mean;
  }
  return 0;
}

stats::Interval Everything(const Criterion& criterion) {
  if (criterion.figure != FigureKind::kMean) return {0, 1};
  return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
}

// Of figures that are like the evidence, with so many effective units.
stats::Interval IntervalAt(const Criterion& criterion, const CriterionEvidence& evidence,
                           double estimate, double effective, double alpha) {
  if (effective <= 0) return Everything(criterion);
  const double tuned = static_cast<double>(criterion.tuned_sample);
  if (criterion.figure == FigureKind::kProportion) {
    return stats::ProportionInterval({alpha, tuned, kGateAlpha}, estimate * effective, effective);
  }
  if (effective < kLeastForMean) return Everything(criterion);
  const double half = stats::HalfWidth(stats::AsymptoticSequence{alpha, tuned, false},
                                       std::sqrt(evidence.variance / effective), effective);
  return {estimate - half, estimate + half};
}

stats::PredictableMixture MixtureOf(const CriterionEvidence& evidence, double alpha) {
  stats::PredictableMixtureOptions options;
  options.alpha = alpha;
  stats::PredictableMixture mixture(options);
  for (const double value : evidence.values) mixture.Add(value);
  return mixture;
}

// Values that go on as they have been, over and over.
std::optional<int64_t> ValuesUntilProof(const Criterion& criterion,
                                        const CriterionEvidence& evidence, double alpha,
                                        size_t criteria) {
  stats::PredictableMixture mixture = MixtureOf(evidence, alpha);
  stats::PredictableMixture strict = MixtureOf(evidence, alpha / static_cast<double>(criteria));
  CriterionFigures figures;
  figures.estimate = mixture.mean();
  for (size_t i = 0; mixture.count() <= kMostValues; ++i) {
    figures.interval = mixture.interval();
    figures.strict_interval = strict.interval();
    if (ProofOf(criterion, figures) != Proof::kNothing) return mixture.count();
    const double value = evidence.values[i % evidence.values.size()];
    mixture.Add(value);
    strict.Add(value);
  }
  return std::nullopt;
}

}  // namespace

CriterionFigures FiguresOf(const Criterion& criterion, const CriterionEvidence& evidence,
                           double alpha, size_t criteria) {
  const double strict = alpha / static_cast<double>(criteria);
  CriterionFigures figures;
  figures.estimate = EstimateOf(criterion, evidence);
  figures.design_effect = DesignEffect(criterion, evidence);
  figures.effective_units = static_cast<double>(evidence.units) / figures.design_effect;
  const auto interval = [&](double at) {
    if (criterion.figure == FigureKind::kBounded) return MixtureOf(evidence, at).interval();
    return IntervalAt(criterion, evidence, figures.estimate, figures.effective_units, at);
  };
  figures.interval = interval(alpha);
  figures.strict_interval = criteria == 1 ? figures.interval : interval(strict);
  return figures;
}

Proof ProofOf(const Criterion& criterion, const CriterionFigures& figures) {
  // As if higher were better.
  const bool higher = criterion.better == Better::kHigher;
  const double sign = higher ? 1 : -1;
  const double minimum = sign * criterion.minimum;
  const double target = sign * criterion.target;
  const double estimate = sign * figures.estimate;
  const double least = higher ? figures.interval.lower : -figures.interval.upper;
  const double most = higher ? figures.strict_interval.upper : -figures.strict_interval.lower;
  if (most < minimum) return Proof::kBelowMinimum;
  if (least < minimum) return Proof::kNothing;
  if (least >= target) return Proof::kMet;
  if (criterion.target_rule == TargetRule::kEstimated && estimate >= target) return Proof::kMet;
  return most < target ? Proof::kBelowTarget : Proof::kNothing;
}

std::optional<int64_t> UnitsUntilProof(const Criterion& criterion,
                                       const CriterionEvidence& evidence, double alpha,
                                       size_t criteria) {
  if (evidence.units == 0) return std::nullopt;
  if (criterion.figure == FigureKind::kBounded) {
    return ValuesUntilProof(criterion, evidence, alpha, criteria);
  }
  CriterionFigures figures = FiguresOf(criterion, evidence, alpha, criteria);
  const auto proves = [&](int64_t units) {
    const double effective = static_cast<double>(units) / figures.design_effect;
    const auto interval = [&](double at) {
      return IntervalAt(criterion, evidence, figures.estimate, effective, at);
    };
    figures.interval = interval(alpha);
    figures.strict_interval = interval(alpha / static_cast<double>(criteria));
    return ProofOf(criterion, figures) != Proof::kNothing;
  };
  if (proves(evidence.units)) return evidence.units;
  int64_t few = evidence.units;
  int64_t many = few;
  do {
    few = many;
    if (few >= kMostUnits) return std::nullopt;
    many = std::min(2 * few, kMostUnits);
  } while (!proves(many));
  while (many - few > 1) {
    const int64_t middle = few + (many - few) / 2;
    (proves(middle) ? many : few) = middle;
  }
  return many;
}

std::optional<absl::CivilDay> DayOfUnits(const CriterionEvidence& evidence, int64_t units,
                                         absl::CivilDay today) {
  int64_t missing = units - evidence.units;
  absl::CivilDay day = today;
  for (const Arrival& arrival : evidence.arrivals) {
    if (missing <= 0) return day;
    day = std::max(day, arrival.day);
    missing -= arrival.units;
  }
  if (missing <= 0) return day;
  if (evidence.arrivals_per_day <= 0) return std::nullopt;
  const double days = std::ceil(static_cast<double>(missing) / evidence.arrivals_per_day);
  // Beyond a century nobody waits.
  if (days > 36500) return std::nullopt;
  return day + static_cast<int>(days);
}

}  // namespace palier::rollout
