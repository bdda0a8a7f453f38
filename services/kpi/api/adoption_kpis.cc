// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/adoption_kpis.h"

#include <optional>
#include <tuple>

#include "common/resource/read_all.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/storage/day_table.h"
#include "kpi/storage/small_groups_publication.h"
#include "kpi/storage/version.h"

namespace palier::kpi {
namespace {

bool IsOlder(const v1::Kpi& a, const v1::Kpi& b) {
  return std::make_tuple(time::TimeOf(a.create_time()), a.name()) <
         std::make_tuple(time::TimeOf(b.create_time()), b.name());
}

}  // namespace

bool CountsUse(const v1::Kpi& kpi) {
  return kpi.category() == v1::Kpi::ADOPTION && CountsPeople(kpi);
}

absl::StatusOr<std::vector<v1::Kpi>> KpisOf(resource::Session& session, const Types& types,
                                            const ProjectKey& project) {
  std::vector<v1::Kpi> kpis;
  RETURN_IF_ERROR(resource::ReadAll(session, types.kpi, NameOf(project), kpis));
  return kpis;
}

absl::StatusOr<v1::Kpi> UsageKpi(resource::Session& session, const ProjectKey& project,
                                 const std::vector<v1::Kpi>& kpis) {
  ASSIGN_OR_RETURN(const std::optional<std::string> told,
                   Publications(session.sql(), project).LastSubject(PublicationKind::kAdoption));
  const v1::Kpi* chosen = nullptr;
  for (const v1::Kpi& kpi : kpis) {
    if (!CountsUse(kpi)) continue;
    if (told == LastIdOf(kpi.name())) return kpi;
    if (chosen == nullptr || IsOlder(kpi, *chosen)) chosen = &kpi;
  }
  if (chosen != nullptr) return *chosen;
  return status::Error(
             absl::StatusCode::kNotFound, error::v1::RESOURCE_NOT_FOUND,
             {"{resource} has no KPI of category ADOPTION that counts distinct users.",
              "{resource} n'a pas de KPI de catégorie ADOPTION qui compte des utilisateurs "
              "distincts."})
      .With("resource", NameOf(project));
}

absl::StatusOr<std::map<std::string, int64_t>> SeatsAt(sql::Transaction& transaction,
                                                       const ProjectKey& project,
                                                       const std::vector<v1::Kpi>& kpis,
                                                       absl::CivilDay day) {
  std::map<std::string, int64_t> seats;
  for (const v1::Kpi& kpi : kpis) {
    if (kpi.category() != v1::Kpi::ADOPTION || kpi.unit() != "seats") continue;
    DaySpan days;
    days.last = DayNumber(day);
    ASSIGN_OR_RETURN(const auto teams, DayTable(transaction, project)
                                           .Read(LastIdOf(kpi.name()), nullptr, days,
                                                 {.sketches = false, .users = false}));
    for (const auto& [team, of_team] : teams) {
      if (of_team.cells.empty()) continue;
      const double last = FixedDouble(of_team.cells.rbegin()->second.last.value, kpi.decimals());
      seats[team] = static_cast<int64_t>(last);
    }
  }
  return seats;
}

absl::StatusOr<std::vector<v1::AdoptionBenefit>> BenefitsOf(sql::Transaction& transaction,
                                                            const ProjectKey& project,
                                                            const std::vector<v1::Kpi>& kpis,
                                                            PeriodUnit unit,
                                                            absl::CivilDay first_day) {
  const DaySpan days{DayNumber(first_day), DayNumber(NextPeriodDay(unit, first_day)) - 1};
  std::vector<v1::AdoptionBenefit> benefits;
  for (const v1::Kpi& kpi : kpis) {
    if (kpi.category() != v1::Kpi::EFFICIENCY && kpi.category() != v1::Kpi::ROI) continue;
    if (CountsPeople(kpi)) continue;
    v1::AdoptionBenefit& benefit = benefits.emplace_back();
    benefit.set_kpi(kpi.name());
    benefit.set_display_name(kpi.display_name());
    benefit.set_unit(kpi.unit());
    ASSIGN_OR_RETURN(const KpiDays teams,
                     ReadDays(transaction, project, LastIdOf(kpi.name()), kpi, nullptr, days));
    const auto periods = Periods(OneSeries(teams, kpi, nullptr), unit);
    const auto period = periods.find(first_day);
    if (period == periods.end()) continue;
    benefit.set_decimal(FixedText(ValueOf(period->second, kpi), kpi.decimals()));
    benefit.set_measurement_count(period->second.cell.count);
  }
  return benefits;
}

}  // namespace palier::kpi
