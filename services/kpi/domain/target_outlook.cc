// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/target_outlook.h"

#include <vector>

#include "kpi/domain/forecast_periods.h"
#include "kpi/domain/sentence.h"

namespace palier::kpi {
namespace {

constexpr double kCoverage = 0.8;

int PeriodsOfTwoYears(Cadence cadence) {
  if (cadence == Cadence::kWeekly) return 104;
  return cadence == Cadence::kMonthly ? 24 : 8;
}

bool Reaches(const Target& target, double value, double goal) {
  return target.direction == Direction::kIncrease ? value >= goal : value <= goal;
}

void Look(const Target& target, const std::vector<ForecastPeriod>& periods,
          TargetOutlook& outlook) {
  const double goal = FixedDouble(TargetValue(target), target.decimals);
  const bool up = target.direction == Direction::kIncrease;
  for (const auto& [first_day, last_day, point] : periods) {
    const auto see = [&, last_day = last_day](double value, std::optional<absl::CivilDay>& first) {
      if (!first && Reaches(target, value, goal)) first = last_day;
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
    case OutlookState::kOutdated:
      return {"No forecast for target {target}: the last measure, {value} on {day}, is outdated.",
              "Pas de prévision pour la cible {target} : la dernière mesure, {value} le {day}, est "
              "trop ancienne."};
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

absl::StatusOr<PeriodForecast> ForecastFor(const Target& target, absl::Span<const Measure> series,
                                           absl::CivilDay date) {
  ForecastQuestion question;
  question.unit = UnitOf(target.cadence);
  question.cadence = target.cadence;
  question.decimals = target.decimals;
  question.options = {PeriodsOfTwoYears(target.cadence), kCoverage};
  return ForecastPeriods(question, series, date);
}

}  // namespace

TargetOutlook OutlookOn(const Target& target, absl::Span<const Measure> series,
                        absl::CivilDay date) {
  TargetOutlook outlook;
  const absl::StatusOr<PeriodForecast> forecast = ForecastFor(target, series, date);
  if (forecast.ok()) {
    outlook.measure = forecast->measure;
    if (outlook.measure && IsMet(target, *outlook.measure)) {
      outlook.state = OutlookState::kMet;
    } else if (forecast->state == ForecastState::kForecast) {
      Look(target, forecast->periods, outlook);
    } else if (forecast->state == ForecastState::kOutdated) {
      outlook.state = OutlookState::kOutdated;
    }
  }
  outlook.text = Explain(target, outlook);
  return outlook;
}

}  // namespace palier::kpi
