// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/compare.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "common/stats/confidence_sequence.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

constexpr absl::Duration kNearlyAYear = absl::Hours(24 * 330);
constexpr absl::Duration kLongPeriod = absl::Hours(88 * 24);
constexpr double kOneSided95 = 1.6448536269514722;

bool PeriodsFit(const Sample& before, const Sample& after) {
  return before.begin < before.end && after.begin < after.end && before.end <= after.begin;
}

// One bit for each calendar month that [begin, end) touches.
uint32_t MonthsOf(const Sample& sample, absl::TimeZone zone) {
  const absl::CivilMonth first = absl::ToCivilMonth(sample.begin, zone);
  const absl::CivilMonth last = absl::ToCivilMonth(sample.end - absl::Nanoseconds(1), zone);
  uint32_t months = 0;
  for (int i = 0; i < 12 && first + i <= last; ++i) months |= 1u << (first + i).month();
  return months;
}

bool IsLong(const Sample& sample) {
  return sample.end - sample.begin >= kLongPeriod;
}

// The shift of the control year, positive in the direction of the shift found now.
double SameWayShift(const stats::RankTest& now, const stats::RankTest& control) {
  return now.cliffs_delta < 0 ? -control.cliffs_delta : control.cliffs_delta;
}

SeasonCheck CheckShortSeason(const Comparison& found, const CompareOptions& options) {
  const bool usable = found.control && std::min(found.control->n, found.control->m) >=
                                           static_cast<int64_t>(options.minimum_size);
  if (!usable) return SeasonCheck::kNoControl;
  const double most =
      SameWayShift(found.test, *found.control) + kOneSided95 * found.control->delta_standard_error;
  return most < stats::kNegligibleDelta ? SeasonCheck::kRuledOut : SeasonCheck::kNotRuledOut;
}

SeasonCheck CheckSeason(const Sample& before, const Sample& after, const Comparison& found,
                        const CompareOptions& options) {
  // Two parts of one month are no season and its return: Christmas lies in one of them.
  const bool another_year = after.begin - before.begin >= kNearlyAYear;
  if (another_year && MonthsOf(before, options.zone) == MonthsOf(after, options.zone)) {
    return SeasonCheck::kSameMonths;
  }
  if (!IsLong(before) || !IsLong(after)) return CheckShortSeason(found, options);
  const bool same_shift =
      found.control && SameWayShift(found.test, *found.control) >= stats::kNegligibleDelta;
  return same_shift ? SeasonCheck::kNotRuledOut : SeasonCheck::kLongPeriods;
}

bool MayBeSeason(SeasonCheck season) {
  return season == SeasonCheck::kNotRuledOut || season == SeasonCheck::kNoControl;
}

void Conclude(Comparison& found, Verdict verdict, VerdictReason reason) {
  found.verdict = verdict;
  found.reason = reason;
}

void Decide(const Sample& before, const Sample& after, const CompareOptions& options,
            Comparison& found) {
  const int64_t smaller = std::min(found.test.n, found.test.m);
  if (!PeriodsFit(before, after)) {
    return Conclude(found, Verdict::kNotComparable, VerdictReason::kPeriods);
  }
  if (smaller < std::max(1, options.minimum_size)) {
    return Conclude(found, Verdict::kNotEnoughData, VerdictReason::kTooFew);
  }
  if (found.magnitude == stats::Magnitude::kNegligible) {
    return Conclude(found, Verdict::kNoMaterialChange, VerdictReason::kNegligibleEffect);
  }
  if (found.test.p >= options.alpha) {
    return Conclude(found, Verdict::kNotEnoughData, VerdictReason::kNotSignificant);
  }
  found.season = CheckSeason(before, after, found, options);
  if (MayBeSeason(found.season)) {
    return Conclude(found, Verdict::kNotComparable, VerdictReason::kSeason);
  }
  const bool fell = found.test.cliffs_delta > 0;
  const bool better = fell == (options.direction == Direction::kDecrease);
  Conclude(found, better ? Verdict::kImproved : Verdict::kRegressed,
           VerdictReason::kMaterialChange);
}

status::Text Sentence(const Comparison& found) {
  switch (found.reason) {
    case VerdictReason::kPeriods:
      return {"Not comparable: the second period must follow the first, without overlap.",
              "Non comparable : la seconde période doit suivre la première, sans chevauchement."};
    case VerdictReason::kTooFew:
      return {"Not enough data: {n} values before and {m} after.",
              "Données insuffisantes : {n} valeurs avant et {m} après."};
    case VerdictReason::kNegligibleEffect:
      return {
          "No material change: median {before} before, {after} after; the effect is "
          "negligible (delta {delta}, p {p}).",
          "Pas de changement notable : médiane {before} avant, {after} après ; l'effet est "
          "négligeable (delta {delta}, p {p})."};
    case VerdictReason::kNotSignificant:
      return {
          "Not enough data: median {before} before, {after} after, but chance could explain "
          "it (delta {delta}, p {p}).",
          "Données insuffisantes : médiane {before} avant, {after} après, mais le hasard peut "
          "l'expliquer (delta {delta}, p {p})."};
    case VerdictReason::kSeason:
      return {
          "Not comparable: median {before} before, {after} after, but the periods are "
          "different seasons and nothing rules the season out. Compare with the same months "
          "of another year.",
          "Non comparable : médiane {before} avant, {after} après, mais les périodes sont de "
          "saisons différentes et rien n'écarte l'effet de saison. Comparez aux mêmes mois "
          "d'une autre année."};
    case VerdictReason::kMaterialChange:
      break;
  }
  if (found.verdict == Verdict::kImproved) {
    return {"Improved: median {before} before, {after} after (delta {delta}, p {p}).",
            "Amélioration : médiane {before} avant, {after} après (delta {delta}, p {p})."};
  }
  return {"Regressed: median {before} before, {after} after (delta {delta}, p {p}).",
          "Dégradation : médiane {before} avant, {after} après (delta {delta}, p {p})."};
}

std::string Fill(const std::string& sentence, const Comparison& found, bool french) {
  auto number = [french](double value) {
    const std::string text = absl::StrFormat("%.3g", value);
    return french ? absl::StrReplaceAll(text, {{".", ","}}) : text;
  };
  return absl::StrReplaceAll(sentence, {{"{n}", absl::StrFormat("%d", found.test.n)},
                                        {"{m}", absl::StrFormat("%d", found.test.m)},
                                        {"{before}", number(found.median_before)},
                                        {"{after}", number(found.median_after)},
                                        {"{delta}", number(found.test.cliffs_delta)},
                                        {"{p}", number(found.test.p)}});
}

status::Text Explain(const Comparison& found) {
  const status::Text sentence = Sentence(found);
  return {Fill(sentence.en, found, false), Fill(sentence.fr, found, true)};
}

// The variance of the mean.
double MeanVariance(absl::Span<const double> values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double n = static_cast<double>(values.size());
  return squares / (n - 1) / n;
}

// Whether the mean of as many such values is near to normal: not of values that are next to all the
// same, as n p and n (1 - p) from 5 on are asked of shares.
bool CarriesAMean(absl::Span<const double> values) {
  constexpr size_t kMinOthers = 5;
  if (values.size() < kMinMeanValues) return false;
  std::map<double, size_t> counts;
  size_t most = 0;
  for (const double value : values) most = std::max(most, ++counts[value]);
  return values.size() - most >= kMinOthers;
}

std::optional<MeanChange> MeanChangeOf(const Sample& before, const Sample& after, double alpha,
                                       const Comparison& found) {
  if (!CarriesAMean(before.values) || !CarriesAMean(after.values)) return std::nullopt;
  const double error = std::sqrt(MeanVariance(before.values, found.mean_before) +
                                 MeanVariance(after.values, found.mean_after));
  stats::AsymptoticSequence sequence;
  sequence.alpha = alpha;
  sequence.tuning = kMeanTuning;
  const double half = stats::HalfWidth(
      sequence, error, static_cast<double>(before.values.size() + after.values.size()));
  const double effect = found.mean_after - found.mean_before;
  return MeanChange{effect, effect - half, effect + half};
}

absl::Status TakeFigures(const Sample& before, const Sample& after, double alpha,
                         Comparison& found) {
  found.test.n = static_cast<int64_t>(before.values.size());
  found.test.m = static_cast<int64_t>(after.values.size());
  if (before.values.empty() || after.values.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(found.test, stats::MannWhitney(before.values, after.values));
  ASSIGN_OR_RETURN(found.hodges_lehmann, stats::HodgesLehmann(before.values, after.values));
  ASSIGN_OR_RETURN(found.median_before, stats::Median(before.values));
  ASSIGN_OR_RETURN(found.median_after, stats::Median(after.values));
  ASSIGN_OR_RETURN(found.mean_before, stats::Mean(before.values));
  ASSIGN_OR_RETURN(found.mean_after, stats::Mean(after.values));
  found.magnitude = stats::MagnitudeOf(found.test.cliffs_delta);
  found.mean_change = MeanChangeOf(before, after, alpha, found);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Comparison> Compare(const Sample& before, const Sample& after,
                                   const CompareOptions& options,
                                   const std::optional<SeasonControl>& control) {
  Comparison found;
  RETURN_IF_ERROR(TakeFigures(before, after, options.alpha, found));
  if (control && !control->before.empty() && !control->after.empty()) {
    ASSIGN_OR_RETURN(found.control, stats::MannWhitney(control->before, control->after));
  }
  Decide(before, after, options, found);
  found.text = Explain(found);
  return found;
}

absl::Time OneYearEarlier(absl::Time time, absl::TimeZone zone) {
  const absl::CivilSecond now = absl::ToCivilSecond(time, zone);
  const absl::CivilSecond then(now.year() - 1, now.month(), now.day(), now.hour(), now.minute(),
                               now.second());
  return absl::FromCivil(then, zone);
}

}  // namespace palier::kpi
