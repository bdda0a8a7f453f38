// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/difference.h"

#include <cmath>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "common/stats/confidence_sequence.h"

namespace palier::kpi {
namespace {

constexpr double kTrendAlpha = 0.05;

using Periods = absl::Span<const PairedPeriod>;

double MeanOf(Periods periods, double (*value)(const PairedPeriod&)) {
  double sum = 0;
  for (const PairedPeriod& period : periods) sum += value(period);
  return periods.empty() ? 0 : sum / static_cast<double>(periods.size());
}

double Treated(const PairedPeriod& period) {
  return period.treated;
}
double Control(const PairedPeriod& period) {
  return period.control;
}
double Gap(const PairedPeriod& period) {
  return period.treated - period.control;
}
double Index(const PairedPeriod& period) {
  return period.index;
}

// Sums of squares of what is left of the differences without their means, and of neighbours.
struct Residuals {
  double squares = 0;
  double neighbours = 0;
};

Residuals ResidualsOf(Periods before, Periods after) {
  Residuals residuals;
  for (const Periods periods : {before, after}) {
    const double mean = MeanOf(periods, Gap);
    for (size_t i = 0; i < periods.size(); ++i) {
      const double left = Gap(periods[i]) - mean;
      residuals.squares += left * left;
      if (i > 0) residuals.neighbours += left * (Gap(periods[i - 1]) - mean);
    }
  }
  return residuals;
}

// By more than what decimals leave of differences that are all the same.
bool Varies(Periods before, Periods after) {
  constexpr double kRounding = 1e-9;
  double largest = 0;
  for (const Periods periods : {before, after}) {
    for (const PairedPeriod& period : periods) {
      largest = std::max({largest, std::abs(period.treated), std::abs(period.control)});
    }
  }
  const double count = static_cast<double>(before.size() + after.size());
  return std::sqrt(ResidualsOf(before, after).squares / count) > kRounding * largest;
}

// How often the variance of a mean counts.
double Inflation(double autocorrelation) {
  return autocorrelation > 0 ? (1 + autocorrelation) / (1 - autocorrelation) : 1;
}

void CheckTrend(Periods before, Difference& found) {
  const double middle = MeanOf(before, Index);
  const double mean = MeanOf(before, Gap);
  double spread = 0;
  double together = 0;
  for (const PairedPeriod& period : before) {
    spread += (period.index - middle) * (period.index - middle);
    together += (period.index - middle) * (Gap(period) - mean);
  }
  found.trend = together / spread;
  double left = 0;
  for (const PairedPeriod& period : before) {
    const double residual = Gap(period) - mean - found.trend * (period.index - middle);
    left += residual * residual;
  }
  const int degrees = static_cast<int>(before.size()) - 2;
  const double error = std::sqrt(left / degrees / spread);
  if (error > 0) {
    found.trend_p = stats::StudentTwoSidedP(found.trend / error, degrees);
  } else {
    found.trend_p = found.trend == 0 ? 1 : 0;
  }
}

void Estimate(Periods before, Periods after, const DifferenceOptions& options, Difference& found) {
  const double n = static_cast<double>(before.size());
  const double m = static_cast<double>(after.size());
  const Residuals residuals = ResidualsOf(before, after);
  found.autocorrelation = residuals.neighbours / residuals.squares;
  found.deviation = std::sqrt(residuals.squares / (n + m - 2));
  stats::Coefficient coefficient;
  coefficient.estimate = found.effect;
  coefficient.degrees = n + m - 2;
  coefficient.information = n * m / (n + m) / Inflation(found.autocorrelation);
  coefficient.standard_error = found.deviation / std::sqrt(coefficient.information);
  stats::MixtureSequence sequence;
  sequence.alpha = options.alpha;
  const double half = stats::HalfWidth(sequence, coefficient);
  found.lower = found.effect - half;
  found.upper = found.effect + half;
  found.e_value = stats::EValue(sequence, coefficient);
  CheckTrend(before, found);
  found.effect_beyond_trend =
      found.effect - found.trend * (MeanOf(after, Index) - MeanOf(before, Index));
}

void Conclude(Difference& found, Verdict verdict, DifferenceReason reason) {
  found.verdict = verdict;
  found.reason = reason;
}

void Decide(const DifferenceOptions& options, Difference& found) {
  if (found.trend_p < kTrendAlpha) {
    return Conclude(found, Verdict::kNotComparable, DifferenceReason::kTrendsDiffer);
  }
  const double material = kMaterial * found.deviation;
  const bool chance = found.lower <= 0 && found.upper >= 0;
  const bool certainly_small = found.lower > -material && found.upper < material;
  const bool small = std::abs(found.effect) < material;
  if (certainly_small || (!chance && small)) {
    return Conclude(found, Verdict::kNoMaterialChange, DifferenceReason::kNotMaterial);
  }
  if (chance) return Conclude(found, Verdict::kNotEnoughData, DifferenceReason::kNotSignificant);
  const bool better = (found.effect < 0) == (options.direction == Direction::kDecrease);
  Conclude(found, better ? Verdict::kImproved : Verdict::kRegressed, DifferenceReason::kChange);
}

status::Text Sentence(const Difference& found) {
  switch (found.reason) {
    case DifferenceReason::kTooFewBefore:
      return {
          "Not enough data: {before} periods before the start that both have a value of; 8 are "
          "needed.",
          "Données insuffisantes : {before} périodes avant le départ avec une valeur des deux "
          "côtés ; il en faut 8."};
    case DifferenceReason::kTooFewAfter:
      return {
          "Not enough data: {after} periods after the start that both have a value of; 2 are "
          "needed.",
          "Données insuffisantes : {after} périodes après le départ avec une valeur des deux "
          "côtés ; il en faut 2."};
    case DifferenceReason::kNoVariation:
      return {"Not enough data: the differences never vary, so chance cannot be judged.",
              "Données insuffisantes : les écarts ne varient jamais, le hasard ne peut être jugé."};
    case DifferenceReason::kTrendsDiffer:
      return {
          "Not comparable: the two did not go in parallel before the start (by {trend} per "
          "period, p {trend_p}).",
          "Non comparable : les deux n'évoluaient pas en parallèle avant le départ (de {trend} "
          "par période, p {trend_p})."};
    case DifferenceReason::kNotMaterial:
      return {"No material change: {effect} more than the others (between {lower} and {upper}).",
              "Pas de changement notable : {effect} de plus que les autres (entre {lower} et "
              "{upper})."};
    case DifferenceReason::kNotSignificant:
      return {
          "Not enough data: {effect} more than the others, but chance could explain it (between "
          "{lower} and {upper}).",
          "Données insuffisantes : {effect} de plus que les autres, mais le hasard peut "
          "l'expliquer (entre {lower} et {upper})."};
    case DifferenceReason::kChange:
      break;
  }
  if (found.verdict == Verdict::kImproved) {
    return {
        "Improved: {effect} more than the others (between {lower} and {upper}), as far as both "
        "would have gone in parallel.",
        "Amélioration : {effect} de plus que les autres (entre {lower} et {upper}), si les deux "
        "avaient continué en parallèle."};
  }
  return {
      "Regressed: {effect} more than the others (between {lower} and {upper}), as far as both "
      "would have gone in parallel.",
      "Dégradation : {effect} de plus que les autres (entre {lower} et {upper}), si les deux "
      "avaient continué en parallèle."};
}

std::string Fill(const std::string& sentence, const Difference& found, bool french) {
  const auto number = [french](double value) -> std::string {
    if (std::isinf(value)) return value > 0 ? "∞" : "-∞";
    const std::string text = absl::StrFormat("%.3g", value);
    return french ? absl::StrReplaceAll(text, {{".", ","}}) : text;
  };
  return absl::StrReplaceAll(sentence, {{"{before}", absl::StrFormat("%d", found.before)},
                                        {"{after}", absl::StrFormat("%d", found.after)},
                                        {"{effect}", number(found.effect)},
                                        {"{lower}", number(found.lower)},
                                        {"{upper}", number(found.upper)},
                                        {"{trend}", number(found.trend)},
                                        {"{trend_p}", number(found.trend_p)}});
}

void Judge(Periods before, Periods after, const DifferenceOptions& options, Difference& found) {
  if (before.size() < kMinBefore) {
    return Conclude(found, Verdict::kNotEnoughData, DifferenceReason::kTooFewBefore);
  }
  if (after.size() < kMinAfter) {
    return Conclude(found, Verdict::kNotEnoughData, DifferenceReason::kTooFewAfter);
  }
  if (!Varies(before, after)) {
    return Conclude(found, Verdict::kNotEnoughData, DifferenceReason::kNoVariation);
  }
  found.effect = MeanOf(after, Gap) - MeanOf(before, Gap);
  Estimate(before, after, options, found);
  Decide(options, found);
}

}  // namespace

Difference DifferenceInDifferences(Periods before, Periods after,
                                   const DifferenceOptions& options) {
  Difference found;
  found.before = before.size();
  found.after = after.size();
  found.treated_before = MeanOf(before, Treated);
  found.treated_after = MeanOf(after, Treated);
  found.control_before = MeanOf(before, Control);
  found.control_after = MeanOf(after, Control);
  Judge(before, after, options, found);
  const status::Text sentence = Sentence(found);
  found.text = {Fill(sentence.en, found, false), Fill(sentence.fr, found, true)};
  return found;
}

}  // namespace palier::kpi
