// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/forecast_periods.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "common/status/macros.h"
#include "kpi/domain/sentence.h"

namespace palier::kpi {
namespace {

absl::Span<const Measure> UpTo(absl::Span<const Measure> series, absl::CivilDay date) {
  const auto end = std::find_if(series.begin(), series.end(),
                                [&](const Measure& measure) { return measure.date > date; });
  return series.first(static_cast<size_t>(end - series.begin()));
}

ForecastPoint Within(const ForecastQuestion& question, const ForecastPoint& point) {
  const auto within = [&](double value) {
    return std::clamp(value, question.least, question.most);
  };
  return {within(point.expected), within(point.lower), within(point.upper)};
}

status::Text Sentence(ForecastState state) {
  switch (state) {
    case ForecastState::kForecast:
      return {
          "A forecast, not a measurement: from {values} periods up to {value} on {day}; {percent} "
          "% of the intervals are meant to hold what comes.",
          "Une prévision, pas une mesure : à partir de {values} périodes jusqu'à {value} le {day} "
          "; {percent} % des intervalles devraient contenir ce qui viendra."};
    case ForecastState::kOutdated:
      return {"No forecast: the last measure, {value} on {day}, is outdated.",
              "Pas de prévision : la dernière mesure, {value} le {day}, est trop ancienne."};
    case ForecastState::kTooFew:
      break;
  }
  return {"No forecast: {values} of the {needed} periods that it needs.",
          "Pas de prévision : {values} périodes sur les {needed} qu'il faut."};
}

status::Text Explain(const ForecastQuestion& question, const PeriodForecast& forecast) {
  Blanks blanks(question.decimals);
  blanks
      .Count("{values}",
             forecast.state == ForecastState::kTooFew ? forecast.measured : forecast.values)
      .Count("{needed}", static_cast<int>(kMinForecastValues))
      .Count("{percent}", static_cast<int>(std::lround(100 * question.options.coverage)));
  if (forecast.measure) {
    blanks.Number("{value}", forecast.measure->value).Day("{day}", forecast.measure->date);
  }
  return blanks.In(Sentence(forecast.state));
}

ForecastState StateOf(const ForecastQuestion& question, const PeriodForecast& forecast,
                      absl::CivilDay date) {
  if (forecast.measure && forecast.measure->date < OneCadenceBefore(date, question.cadence)) {
    return ForecastState::kOutdated;
  }
  // What is repeated over a gap is no evidence of how much it varies.
  return static_cast<size_t>(forecast.measured) < kMinForecastValues ? ForecastState::kTooFew
                                                                     : ForecastState::kForecast;
}

int MeasuredPeriods(absl::Span<const Measure> series, PeriodUnit unit) {
  std::set<absl::CivilDay> periods;
  for (const Measure& measure : series) periods.insert(FirstDayOf(unit, measure.date));
  return static_cast<int>(periods.size());
}

}  // namespace

PeriodUnit UnitOf(Cadence cadence) {
  if (cadence == Cadence::kWeekly) return PeriodUnit::kWeek;
  return cadence == Cadence::kMonthly ? PeriodUnit::kMonth : PeriodUnit::kQuarter;
}

std::vector<double> PeriodValues(absl::Span<const Measure> series, PeriodUnit unit, int decimals) {
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

absl::StatusOr<PeriodForecast> ForecastPeriods(const ForecastQuestion& question,
                                               absl::Span<const Measure> series,
                                               absl::CivilDay date) {
  RETURN_IF_ERROR(Validate(question.options));
  const absl::Span<const Measure> known = UpTo(series, date);
  const std::vector<double> values = PeriodValues(known, question.unit, question.decimals);
  PeriodForecast forecast;
  forecast.values = static_cast<int>(values.size());
  forecast.measured = MeasuredPeriods(known, question.unit);
  if (!known.empty()) forecast.measure = known.back();
  forecast.state = StateOf(question, forecast, date);
  forecast.text = Explain(question, forecast);
  if (forecast.state != ForecastState::kForecast) return forecast;
  ASSIGN_OR_RETURN(const std::vector<ForecastPoint> points, Forecast(values, question.options));
  absl::CivilDay first = NextPeriodDay(question.unit, forecast.measure->date);
  for (const ForecastPoint& point : points) {
    const absl::CivilDay next = NextPeriodDay(question.unit, first);
    forecast.periods.push_back({first, next - 1, Within(question, point)});
    first = next;
  }
  return forecast;
}

}  // namespace palier::kpi
