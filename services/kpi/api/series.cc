// SPDX-License-Identifier: Apache-2.0
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/adoption_series.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/storage/history.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {
namespace {

constexpr int64_t kMaxPoints = 5000;
constexpr size_t kMaxSeries = 1000;

absl::Status TooMany(absl::string_view subject, int64_t limit) {
  return status::LimitExceeded(
      {"The answer has more than {limit} {subject}. Ask for less time or a larger "
       "unit.",
       "La réponse dépasse {limit} {subject}. Demandez moins de temps ou une unité "
       "plus grande."},
      subject, limit);
}

// The days of the whole periods that hold the days asked for.
absl::StatusOr<DaySpan> SpanOf(const v1::QueryKpiRequest& request, PeriodUnit unit) {
  DaySpan days;
  if (request.has_from_date()) {
    ASSIGN_OR_RETURN(const absl::CivilDay from, DayOf(request.from_date(), "from_date"));
    days.first = DayNumber(FirstDayOf(unit, from));
  }
  if (request.has_to_date()) {
    ASSIGN_OR_RETURN(const absl::CivilDay to, DayOf(request.to_date(), "to_date"));
    days.last = DayNumber(NextPeriodDay(unit, to)) - 1;
  }
  return days;
}

void FillPoint(absl::CivilDay first_day, PeriodUnit unit, const PeriodValue& period,
               const v1::Kpi& kpi, v1::KpiPoint& point) {
  const int decimals = kpi.decimals();
  const absl::int128 value = ValueOf(period, kpi);
  point.set_label(PeriodLabel(unit, first_day));
  *point.mutable_first_date() = DateOf(first_day);
  *point.mutable_last_date() = DateOf(NextPeriodDay(unit, first_day) - 1);
  point.set_value(FixedDouble(value, decimals));
  point.set_decimal(FixedText(value, decimals));
  point.set_measurement_count(period.cell.count);
  point.set_minimum(FixedDouble(period.cell.min, decimals));
  point.set_maximum(FixedDouble(period.cell.max, decimals));
  point.set_mean(FixedDouble(MeanOf(period.cell), decimals));
  point.set_last(FixedDouble(period.cell.last.value, decimals));
  point.set_median(FixedDouble(QuantileOf(period.cell, 500), decimals));
  point.set_ninetieth_percentile(FixedDouble(QuantileOf(period.cell, 900), decimals));
  point.set_distinct_users(period.distinct_users);
}

absl::Status Fill(const KpiDays& teams, PeriodUnit unit, const v1::Kpi& kpi, bool small_groups,
                  v1::QueryKpiResponse& response) {
  if (teams.size() > kMaxSeries) return TooMany("series", kMaxSeries);
  int64_t points = 0;
  for (const auto& [team, days] : teams) {
    v1::KpiSeries& series = *response.add_series();
    series.set_team(team);
    for (const auto& [first_day, period] : Periods(days, unit)) {
      if (++points > kMaxPoints) return TooMany("points", kMaxPoints);
      v1::KpiPoint& point = *series.add_points();
      FillPoint(first_day, unit, period, kpi, point);
      if (!small_groups) point.clear_distinct_users();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::QueryKpiResponse> QueryKpi(Context& context, const rpc::Call& call,
                                              const v1::QueryKpiRequest& request) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(key.project.organization, call.deadline));
  v1::Kpi kpi;
  PeriodUnit unit = PeriodUnit::kDay;
  KpiDays teams;
  const bool small_groups = SeesSmallGroups(call);
  const std::string* team = request.team().empty() ? nullptr : &request.team();
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        RETURN_IF_ERROR(session.Get(context.types.kpi, request.name(), &kpi));
        if (CountsPeople(kpi) && !small_groups) return absl::OkStatus();
        unit = UnitOf(request.unit(), kpi);
        ASSIGN_OR_RETURN(const DaySpan days, SpanOf(request, unit));
        if (!request.has_as_known_time()) {
          ASSIGN_OR_RETURN(teams, ReadDays(session.sql(), key.project, key.kpi, kpi, team, days,
                                           DayTable::Parts()));
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(const History history,
                         History::Read(session.sql(), key.project, key.kpi, team));
        teams = history.AsKnown(time::TimeOf(request.as_known_time()), days);
        return absl::OkStatus();
      }));
  v1::QueryKpiResponse response;
  response.set_period_unit(static_cast<v1::PeriodUnit>(static_cast<int>(unit) + 1));
  if (CountsPeople(kpi) && !small_groups) {
    ASSIGN_OR_RETURN(response, QueryPublishedKpi(context, call, request, kpi));
  } else {
    if (!request.by_team()) teams = {{request.team(), OneSeries(teams, kpi, team)}};
    RETURN_IF_ERROR(Fill(teams, unit, kpi, small_groups, response));
  }
  response.set_name(request.name());
  response.set_unit(kpi.unit());
  response.set_aggregation(kpi.aggregation());
  response.set_time_zone(zone.name());
  return response;
}

}  // namespace

void AddSeries(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryKpiRequest, v1::QueryKpiResponse>(
      "QueryKpi", [&context](const rpc::Call& call, const auto& request) {
        return QueryKpi(context, call, request);
      });
}

}  // namespace palier::kpi
