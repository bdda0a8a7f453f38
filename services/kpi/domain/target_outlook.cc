// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/target_outlook.h"

#include <algorithm>

#include "kpi/domain/forecast.h"
#include "kpi/domain/rollup.h"
#include "kpi/domain/sentence.h"

namespace palier::kpi {
namespace {

constexpr double kCoverage = 0.8;

PeriodUnit UnitOf(Cadence cadence) {
  if (cadence == Cadence::kWeekly) return PeriodUnit::kWeek;
  return cadence == Cadence::kMonthly ? PeriodUnit::kMonth : PeriodUnit::kQuarter;
}

int PeriodsOfTwoYears(Cadence cadence) {
  if (cadence == Cadence::kWeekly) return 104;
  return cadence == Cadence::kMonthly ? 24 : 8;
}

// The last day of the period `ahead` periods after the one of `day`.
absl::CivilDay LastDay(absl::CivilDay day, Cadence cadence, int ahead) {
  absl::CivilDay next = NextPeriodDay(UnitOf(cadence), day);
  for (int i = 0; i < ahead; ++i) next = NextPeriodDay(UnitOf(cadence), next);
  return next - 1;
}

bool Reaches(const Target& target, double value, double goal) {
  return target.direction == Direction::kIncrease ? value >= goal : value <= goal;
}

void Look(const Target& target, const std::vector<ForecastPoint>& points, TargetOutlook& outlook) {
  const double goal = FixedDouble(TargetValue(target), target.decimals);
  const bool up = target.direction == Direction::kIncrease;
  for (size_t h = 0; h < points.size(); ++h) {
    const ForecastPoint& point = points[h];
    const absl::CivilDay day =
        LastDay(outlook.measure->date, target.cadence, static_cast<int>(h) + 1);
    const auto see = [&](double value, std::optional<absl::CivilDay>& first) {
      if (!first && Reaches(target, value, goal)) first = day;
    };
    see(point.expected, outlook.expected);
    see(up ? point.upper : point.lower, outlook.earliest);
    see(up ? point.lower : point.upper, outlook.latest);
  }
  outlook.state = outlook.expected ? OutlookState::kExpected : OutlookState::kNotInSight;
}

status::Text ExpectedSentence(bool in_time, bool has_latest) {
  if (has_latest) {
    return in_time ? status::Text{"Target {target} expected by {expected}, in time for {horizon}; "
                                  "between {earliest} and {latest} (80 %).",
                                  "Cible {target} attendue d'ici au {expected}, dans les temps pour "
                                  "le {horizon} ; entre le {earliest} et le {latest} (80 %)."}
                   : status::Text{"Target {target} expected by {expected}, too late for {horizon}; "
                                  "between {earliest} and {latest} (80 %).",
                                  "Cible {target} attendue d'ici au {expected}, trop tard pour le "
                                  "{horizon} ; entre le {earliest} et le {latest} (80 %)."};
  }
  return in_time ? status::Text{"Target {target} expected by {expected}, in time for {horizon}; not "
                                "before {earliest}, and perhaps not within two years (80 %).",
                                "Cible {target} attendue d'ici au {expected}, dans les temps pour "
                                "le {horizon} ; pas avant le {earliest}, et peut-être pas d'ici "
                                "deux ans (80 %)."}
                 : status::Text{"Target {target} expected by {expected}, too late for {horizon}; "
                                "not before {earliest}, and perhaps not within two years (80 %).",
                                "Cible {target} attendue d'ici au {expected}, trop tard pour le "
                                "{horizon} ; pas avant le {earliest}, et peut-être pas d'ici deux "
                                "ans (80 %)."};
}

status::Text Sentence(const Target& target, const TargetOutlook& outlook) {
  switch (outlook.state) {
    case OutlookState::kMet:
      return {"Target {target} met: {value} on {day}.",
              "Cible {target} atteinte : {value} le {day}."};
    case OutlookState::kExpected:
      return ExpectedSentence(*outlook.expected <= target.horizon, outlook.latest.has_value());
    case OutlookState::kNotInSight:
      return outlook.earliest
                 ? status::Text{"Target {target} not in sight within two years; by {earliest} at "
                                "best (80 %).",
                                "Cible {target} hors de vue d'ici deux ans ; d'ici au {earliest} au "
                                "mieux (80 %)."}
                 : status::Text{"Target {target} not in sight within two years, even at best "
                                "(80 %).",
                                "Cible {target} hors de vue d'ici deux ans, même au mieux (80 %)."};
    case OutlookState::kTooFew:
      break;
  }
  return {"No forecast for target {target}: it needs measures over 12 periods.",
          "Pas de prévision pour la cible {target} : il faut des mesures sur 12 périodes."};
}

status::Text Explain(const Target& target, const TargetOutlook& outlook) {
  Blanks blanks(target.decimals);
  blanks.Number("{target}", TargetValue(target)).Day("{horizon}", target.horizon);
  if (outlook.measure) {
    blanks.Number("{value}", outlook.measure->value).Day("{day}", outlook.measure->date);
  }
  if (outlook.expected) blanks.Day("{expected}", *outlook.expected);
  if (outlook.earliest) blanks.Day("{earliest}", *outlook.earliest);
  if (outlook.latest) blanks.Day("{latest}", *outlook.latest);
  return blanks.In(Sentence(target, outlook));
}

bool IsMet(const Target& target, const Measure& measure) {
  return target.direction == Direction::kIncrease ? measure.value >= TargetValue(target)
                                                  : measure.value <= TargetValue(target);
}

}  // namespace

std::vector<double> PeriodValues(absl::Span<const Measure> series, Cadence cadence, int decimals) {
  const PeriodUnit unit = UnitOf(cadence);
  std::vector<double> values;
  absl::CivilDay period;
  for (const Measure& measure : series) {
    const absl::CivilDay own = FirstDayOf(unit, measure.date);
    if (values.empty()) period = own, values.push_back(0);
    for (; period < own; period = NextPeriodDay(unit, period)) values.push_back(values.back());
    values.back() = FixedDouble(measure.value, decimals);
  }
  return values;
}

TargetOutlook OutlookOn(const Target& target, absl::Span<const Measure> series,
                        absl::CivilDay date) {
  const auto end = std::find_if(series.begin(), series.end(),
                                [&](const Measure& measure) { return measure.date > date; });
  const auto known = series.first(static_cast<size_t>(end - series.begin()));
  TargetOutlook outlook;
  if (!known.empty()) outlook.measure = known.back();
  if (outlook.measure && IsMet(target, *outlook.measure)) {
    outlook.state = OutlookState::kMet;
  } else if (const auto points = Forecast(PeriodValues(known, target.cadence, target.decimals),
                                          {PeriodsOfTwoYears(target.cadence), kCoverage});
             points.ok()) {
    Look(target, *points, outlook);
  }
  outlook.text = Explain(target, outlook);
  return outlook;
}

}  // namespace palier::kpi
