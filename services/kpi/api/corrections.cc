// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "common/sql/errors.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/storage/history.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {
namespace {

// Each asks for all versions to be judged anew.
constexpr size_t kMaxPeriods = 400;

absl::Time CloseOf(const Period& period, const v1::Kpi& kpi) {
  return period.end + CloseDaysOf(kpi) * absl::Hours(24);
}

// The figure of a period and how many measurements it is made from; empty and 0 for none.
struct Figure {
  std::string decimal;
  int64_t count = 0;
  friend bool operator==(const Figure&, const Figure&) = default;
};

Figure FigureOf(const KpiDays& teams, const std::string* team, const Period& period,
                const v1::Kpi& kpi) {
  const auto periods = Periods(OneSeries(teams, kpi, team), period.unit);
  const auto found = periods.find(period.first_day);
  if (found == periods.end()) return {};
  return {FixedText(ValueOf(found->second, kpi), kpi.decimals()), found->second.cell.count};
}

void Fill(const Period& period, absl::Time close, const Figure& closed, const Figure& now,
          v1::KpiCorrection& correction) {
  correction.set_label(period.label);
  *correction.mutable_first_date() = DateOf(period.first_day);
  *correction.mutable_last_date() = DateOf(period.next_day - 1);
  time::SetTime(close, correction.mutable_close_time());
  correction.set_closed_decimal(closed.decimal);
  correction.set_closed_measurement_count(closed.count);
  correction.set_decimal(now.decimal);
  correction.set_measurement_count(now.count);
}

absl::StatusOr<std::map<absl::CivilDay, Period>> Reopened(const History& history,
                                                          const v1::Kpi& kpi, PeriodUnit unit,
                                                          absl::TimeZone zone, absl::Time now) {
  const auto period_of = [&](absl::CivilDay day) { return PeriodOfDay(unit, day, zone); };
  const absl::Time made = time::TimeOf(kpi.create_time());
  std::map<absl::CivilDay, Period> reopened;
  for (const absl::CivilDay day : history.ChangedAfter(
           [&](absl::CivilDay changed) { return CloseOf(period_of(changed), kpi); })) {
    const Period period = period_of(day);
    const absl::Time close = CloseOf(period, kpi);
    // A past that was brought in later was never closed.
    if (made <= close && close < now) reopened.emplace(period.first_day, period);
  }
  if (reopened.size() <= kMaxPeriods) return reopened;
  return status::LimitExceeded(
      {"More than {limit} closed periods have changed. Ask for a larger unit.",
       "Plus de {limit} périodes closes ont changé. Demandez une unité plus "
       "grande."},
      "periods", kMaxPeriods);
}

absl::StatusOr<v1::QueryKpiCorrectionsResponse> QueryCorrections(
    Context& context, const rpc::Call& call, const v1::QueryKpiCorrectionsRequest& request) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(key.project.organization, call.deadline));
  v1::QueryKpiCorrectionsResponse response;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        response.Clear();
        v1::Kpi kpi;
        RETURN_IF_ERROR(session.Get(context.types.kpi, request.name(), &kpi));
        RETURN_IF_ERROR(CheckTellsOfNobody(call, kpi));
        const PeriodUnit unit = UnitOf(request.unit(), kpi);
        const std::string* team = request.team().empty() ? nullptr : &request.team();
        ASSIGN_OR_RETURN(const History history,
                         History::Read(session.sql(), key.project, key.kpi, team));
        ASSIGN_OR_RETURN(const auto reopened, Reopened(history, kpi, unit, zone, session.now()));
        const KpiDays today = history.AsKnown(session.now());
        for (const auto& [first_day, period] : reopened) {
          if (absl::Now() > call.deadline) return sql::DeadlineExceeded();
          const DaySpan days{DayNumber(first_day), DayNumber(period.next_day) - 1};
          const absl::Time close = CloseOf(period, kpi);
          const Figure closed = FigureOf(history.AsKnown(close, days), team, period, kpi);
          const Figure now = FigureOf(today, team, period, kpi);
          if (closed == now) continue;
          Fill(period, close, closed, now, *response.add_corrections());
        }
        return absl::OkStatus();
      }));
  return response;
}

}  // namespace

void AddCorrections(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryKpiCorrectionsRequest, v1::QueryKpiCorrectionsResponse>(
      "QueryKpiCorrections", [&context](const rpc::Call& call, const auto& request) {
        return QueryCorrections(context, call, request);
      });
}

}  // namespace palier::kpi
