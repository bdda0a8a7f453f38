// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "common/status/macros.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/domain/forecast_periods.h"
#include "kpi/domain/target_outlook.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {
namespace {

constexpr int kDefaultHorizon = 13;
constexpr int kDefaultPercent = 80;

const status::Text& Method() {
  static const auto* text = new status::Text{
      "A damped trend, a straight line of median slope and a regression on earlier changes, "
      "weighted by how well each forecast this KPI before; split-conformal intervals.",
      "Une tendance amortie, une droite de pente médiane et une régression sur les changements "
      "passés, pondérées par la qualité de leurs prévisions passées de ce KPI ; intervalles "
      "conformes."};
  return *text;
}

// What the measurements may be, as far as it holds for what is made of them.
void SetRange(const v1::Kpi& kpi, ForecastQuestion& question) {
  const bool adds_up = kpi.aggregation() == v1::Kpi::SUM;
  const bool counts =
      kpi.aggregation() == v1::Kpi::COUNT || kpi.aggregation() == v1::Kpi::DISTINCT_USERS;
  const bool grows = kpi.semantics() == v1::Kpi::CUMULATIVE ||
                     (adds_up && kpi.has_minimum_value() && kpi.minimum_value() >= 0);
  if (counts || grows) question.least = 0;
  if (counts || adds_up) return;
  if (kpi.has_minimum_value()) question.least = kpi.minimum_value();
  if (kpi.has_maximum_value()) question.most = kpi.maximum_value();
}

ForecastQuestion QuestionOf(const v1::QueryKpiForecastRequest& request, const v1::Kpi& kpi) {
  const auto given = [](int number, int otherwise) { return number == 0 ? otherwise : number; };
  ForecastQuestion question;
  question.unit = UnitOf(request.unit(), kpi);
  question.cadence = CadenceOf(kpi);
  question.decimals = kpi.decimals();
  SetRange(kpi, question);
  question.options.horizon = given(request.horizon(), kDefaultHorizon);
  question.options.coverage = given(request.coverage_percent(), kDefaultPercent) / 100.0;
  return question;
}

double Rounded(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  return std::abs(value) < 1e15 / scale ? std::round(value * scale) / scale : value;
}

void Fill(const ForecastPeriod& period, const ForecastQuestion& question,
          v1::KpiForecastPoint& point) {
  point.set_label(PeriodLabel(question.unit, period.first_day));
  *point.mutable_first_date() = DateOf(period.first_day);
  *point.mutable_last_date() = DateOf(period.last_day);
  point.set_expected(Rounded(period.point.expected, question.decimals));
  point.set_lower(Rounded(period.point.lower, question.decimals));
  point.set_upper(Rounded(period.point.upper, question.decimals));
}

void Fill(const PeriodForecast& forecast, const ForecastQuestion& question, rpc::Language language,
          v1::QueryKpiForecastResponse& response) {
  response.set_period_unit(static_cast<v1::PeriodUnit>(static_cast<int>(question.unit) + 1));
  response.set_state(static_cast<v1::QueryKpiForecastResponse::State>(forecast.state));
  response.set_explanation(rpc::In(language, forecast.text));
  response.set_method(rpc::In(language, Method()));
  response.set_value_count(forecast.values);
  response.set_coverage_percent(static_cast<int>(std::lround(100 * question.options.coverage)));
  if (forecast.measure) {
    response.set_last_value(FixedDouble(forecast.measure->value, question.decimals));
    *response.mutable_last_date() = DateOf(forecast.measure->date);
  }
  for (const ForecastPeriod& period : forecast.periods) {
    Fill(period, question, *response.add_points());
  }
}

void Fill(const TargetOutlook& outlook, const Target& target, rpc::Language language,
          v1::KpiTargetOutlook& out) {
  out.set_state(static_cast<v1::KpiTargetOutlook::State>(outlook.state));
  out.set_explanation(rpc::In(language, outlook.text));
  if (outlook.expected) *out.mutable_expected_date() = DateOf(*outlook.expected);
  if (outlook.earliest) *out.mutable_earliest_date() = DateOf(*outlook.earliest);
  if (outlook.latest) *out.mutable_latest_date() = DateOf(*outlook.latest);
  out.set_target_value(FixedDouble(TargetValue(target), target.decimals));
  *out.mutable_horizon_date() = DateOf(target.horizon);
}

// A measure of a few people counts as none, but for who may see them.
std::vector<Measure> ToldMeasures(const TeamDays& days, const v1::Kpi& kpi, AsOf as_of,
                                  PeriodUnit unit, bool small_groups) {
  std::vector<Measure> measures = MeasuresOf(days, kpi, as_of, unit);
  if (small_groups) return measures;
  std::erase_if(measures, [&](const Measure& measure) { return CountsFew(kpi, measure); });
  return measures;
}

absl::StatusOr<v1::QueryKpiForecastResponse> QueryForecast(
    Context& context, const rpc::Call& call, const v1::QueryKpiForecastRequest& request) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(key.project.organization, call.deadline));
  const absl::CivilDay today = absl::ToCivilDay(context.store.Now(), zone);
  absl::CivilDay date = today;
  if (request.has_as_of_date()) {
    ASSIGN_OR_RETURN(date, DayOf(request.as_of_date(), "as_of_date"));
  }
  v1::Kpi kpi;
  TeamDays days;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        RETURN_IF_ERROR(session.Get(context.types.kpi, request.name(), &kpi));
        if (!request.team().empty()) RETURN_IF_ERROR(CheckTellsOfNobody(call, kpi));
        DaySpan span;
        span.last = DayNumber(date);
        const std::string* team = request.team().empty() ? nullptr : &request.team();
        ASSIGN_OR_RETURN(const KpiDays teams,
                         ReadDays(session.sql(), key.project, key.kpi, kpi, team, span));
        days = OneSeries(teams, kpi, team);
        return absl::OkStatus();
      }));
  const ForecastQuestion question = QuestionOf(request, kpi);
  const auto measures = [&](PeriodUnit unit) {
    return ToldMeasures(days, kpi, AsOfDay(date, today), unit, SeesSmallGroups(call));
  };
  ASSIGN_OR_RETURN(const PeriodForecast forecast,
                   ForecastPeriods(question, measures(question.unit), date));
  v1::QueryKpiForecastResponse response;
  response.set_name(request.name());
  response.set_team(request.team());
  response.set_unit(kpi.unit());
  *response.mutable_as_of_date() = DateOf(date);
  Fill(forecast, question, call.language, response);
  const std::optional<Target> target = TargetOf(kpi);
  if (!target || !request.team().empty()) return response;
  Fill(OutlookOn(*target, measures(UnitOf(target->cadence)), date), *target, call.language,
       *response.mutable_outlook());
  return response;
}

}  // namespace

void AddForecast(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryKpiForecastRequest, v1::QueryKpiForecastResponse>(
      "QueryKpiForecast", [&context](const rpc::Call& call, const auto& request) {
        return QueryForecast(context, call, request);
      });
}

}  // namespace palier::kpi
