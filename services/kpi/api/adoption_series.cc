// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/adoption_series.h"

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/adoption.h"
#include "kpi/api/adoption_kpis.h"
#include "kpi/api/assessment.h"
#include "kpi/api/definition.h"
#include "kpi/api/small_groups_guard.h"

namespace palier::kpi {
namespace {

absl::Status CheckAsked(const v1::QueryKpiRequest& request, PeriodUnit unit, const v1::Kpi& kpi) {
  if (request.has_as_known_time()) {
    return status::InvalidField(
        "as_known_time", {"A KPI that counts people is told once; the past cannot be asked.",
                          "Un KPI qui compte des personnes est dit une fois ; son passé ne se "
                          "demande pas."});
  }
  if (UnitOf(request.unit(), kpi) == unit) return absl::OkStatus();
  return status::InvalidField("unit",
                              {"A KPI that counts people is told by its own cadence only.",
                               "Un KPI qui compte des personnes n'est dit qu'à sa cadence."});
}

// The days asked for; all without.
class Window {
 public:
  static absl::StatusOr<Window> Of(const v1::QueryKpiRequest& request) {
    Window window;
    if (request.has_from_date()) {
      ASSIGN_OR_RETURN(window.from_, DayOf(request.from_date(), "from_date"));
    }
    if (request.has_to_date()) {
      ASSIGN_OR_RETURN(window.to_, DayOf(request.to_date(), "to_date"));
    }
    return window;
  }
  absl::StatusOr<bool> Holds(const v1::AdoptionPeriod& period) const {
    ASSIGN_OR_RETURN(const absl::CivilDay first, DayOf(period.first_date(), "first_date"));
    ASSIGN_OR_RETURN(const absl::CivilDay last, DayOf(period.last_date(), "last_date"));
    return first <= to_ && from_ <= last;
  }

 private:
  absl::CivilDay from_ = absl::CivilDay::min();
  absl::CivilDay to_ = absl::CivilDay::max();
};

// The series that a unit is told in, by the id of its team; none for one that was not asked for.
bool IsAsked(const v1::AdoptionUnit& unit, const v1::QueryKpiRequest& request, std::string& team) {
  const bool is_team = absl::StrContains(unit.unit(), "/teams/");
  if (is_team) team = LastIdOf(unit.unit());
  if (!request.team().empty()) return team == request.team();
  if (request.by_team()) return is_team;
  return !absl::StrContains(unit.unit(), "/departments/") && !is_team;
}

void FillPoint(const v1::AdoptionPeriod& period, const v1::AdoptionUnit& unit, const v1::Kpi& kpi,
               v1::KpiPoint& point) {
  point.set_label(period.label());
  *point.mutable_first_date() = period.first_date();
  *point.mutable_last_date() = period.last_date();
  PeriodValue value;
  value.distinct_users = unit.active_user_count();
  point.set_value(static_cast<double>(value.distinct_users));
  point.set_decimal(FixedText(ValueOf(value, kpi), kpi.decimals()));
  point.set_distinct_users(value.distinct_users);
}

}  // namespace

absl::StatusOr<v1::QueryKpiResponse> QueryPublishedKpi(Context& context, const rpc::Call& call,
                                                       const v1::QueryKpiRequest& request,
                                                       const v1::Kpi& kpi) {
  if (!CountsUse(kpi)) return CheckTellsOfNobody(call, kpi);
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  ASSIGN_OR_RETURN(const ToldAdoption told, PublishedAdoption(context, call, key.project));
  if (told.kpi.name() != request.name()) return CheckTellsOfNobody(call, kpi);
  RETURN_IF_ERROR(CheckAsked(request, told.unit, kpi));
  ASSIGN_OR_RETURN(const Window window, Window::Of(request));
  std::map<std::string, v1::KpiSeries> series;
  for (const v1::AdoptionPeriod& period : told.periods) {
    ASSIGN_OR_RETURN(const bool asked, window.Holds(period));
    if (!asked) continue;
    for (const v1::AdoptionUnit& unit : period.units()) {
      std::string team;
      if (!IsAsked(unit, request, team) || unit.hidden()) continue;
      series[team].set_team(team);
      FillPoint(period, unit, kpi, *series[team].add_points());
    }
  }
  v1::QueryKpiResponse response;
  response.set_period_unit(static_cast<v1::PeriodUnit>(static_cast<int>(told.unit) + 1));
  for (auto& [team, points] : series) *response.add_series() = std::move(points);
  return response;
}

}  // namespace palier::kpi
