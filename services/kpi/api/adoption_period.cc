// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/adoption_period.h"

#include <algorithm>
#include <optional>

#include "common/status/macros.h"
#include "kpi/api/definition.h"
#include "kpi/domain/segment_of_use.h"
#include "kpi/storage/day_table.h"
#include "kpi/storage/version.h"

namespace palier::kpi {
namespace {

// What a unit is told.
struct UnitSum {
  TeamUse use;
  int64_t headcount = 0;
  std::optional<int64_t> seats;

  UnitSum& operator+=(const UnitSum& other) {
    use += other.use;
    headcount += other.headcount;
    if (other.seats) seats = seats.value_or(0) + *other.seats;
    return *this;
  }
};

std::vector<UnitSum> OwnSums(const PeriodOfUse& use, const AdoptionScene& scene) {
  std::vector<UnitSum> own(scene.units->all().size());
  for (size_t i = 0; i < own.size(); ++i) own[i].headcount = scene.units->all()[i].headcount;
  for (const auto& [team, of_team] : use.Teams()) {
    own[scene.units->IndexOf(team)].use += of_team;
  }
  for (const auto& [team, seats] : scene.seats) {
    if (!team.empty()) own[scene.units->IndexOf(team)] += {{}, 0, seats};
  }
  return own;
}

std::vector<UnitSum> Totals(const std::vector<UnitSum>& own, const AdoptionScene& scene) {
  std::vector<UnitSum> totals = scene.units->Totals(own);
  const auto organization = scene.seats.find("");
  if (organization != scene.seats.end()) totals[0].seats = organization->second;
  return totals;
}

std::vector<bool> ShownUnits(const std::vector<UnitSum>& own, const AdoptionScene& scene) {
  if (scene.full) return std::vector<bool>(own.size(), true);
  std::vector<Crowd> crowds;
  for (const UnitSum& sum : own) crowds.push_back({sum.use.people, sum.headcount, {}});
  return scene.units->Shown(crowds);
}

void FillUnit(const UnitSum& sum, const Unit& unit, int64_t days, v1::AdoptionUnit& to) {
  const Use use{sum.use.people, sum.use.active_days, sum.headcount, days};
  to.set_active_user_count(use.people);
  to.set_active_day_count(use.active_days);
  to.set_active_days_per_user(DaysPerPerson(use));
  to.set_stickiness(Stickiness(use));
  to.set_headcount(use.members);
  if (sum.seats) to.set_seat_count(*sum.seats);
  if (unit.is_team) to.set_segment(static_cast<v1::AdoptionUnit::Segment>(SegmentOf(use)));
}

void CountSegments(v1::AdoptionPeriod& period, const Units& units) {
  std::map<v1::AdoptionUnit::Segment, int> segments;
  for (size_t i = 0; i < units.all().size(); ++i) {
    if (!units.all()[i].is_team) continue;
    const v1::AdoptionUnit& unit = period.units(static_cast<int>(i));
    if (unit.hidden()) {
      period.set_hidden_team_count(period.hidden_team_count() + 1);
    } else {
      ++segments[unit.segment()];
    }
  }
  for (const auto& [segment, teams] : segments) {
    v1::SegmentCount& count = *period.add_segments();
    count.set_segment(segment);
    count.set_team_count(teams);
  }
}

v1::AdoptionPeriod::LeadersUse ToldOfLeaders(const PeriodOfUse& use, const AdoptionScene& scene) {
  const int64_t active =
      std::count_if(scene.leaders.begin(), scene.leaders.end(),
                    [&](const std::set<std::string>& names) { return use.CountOf(names) > 0; });
  return static_cast<v1::AdoptionPeriod::LeadersUse>(
      LeadersUseOf(active, static_cast<int64_t>(scene.leaders.size())));
}

}  // namespace

DaySpan DaysOf(PeriodUnit unit, absl::CivilDay first_day) {
  return {DayNumber(first_day), DayNumber(NextPeriodDay(unit, first_day)) - 1};
}

absl::StatusOr<PeriodOfUse> UseIn(sql::Transaction& transaction, const ProjectKey& project,
                                  absl::string_view kpi, DaySpan days) {
  DayTable table(transaction, project);
  ASSIGN_OR_RETURN(const auto teams,
                   table.Read(kpi, nullptr, days, {.sketches = false, .users = true}));
  PeriodOfUse use;
  for (const auto& [team, of_team] : teams) {
    for (const auto& [day, users] : of_team.users) {
      for (const uint32_t user : users.users()) {
        use.Add(team, day, std::string(table.users()[user]));
      }
    }
  }
  return use;
}

v1::AdoptionPeriod Tell(const PeriodOfUse& use, absl::CivilDay first_day,
                        const AdoptionScene& scene) {
  v1::AdoptionPeriod period;
  const absl::CivilDay next_day = NextPeriodDay(scene.period_unit, first_day);
  period.set_label(PeriodLabel(scene.period_unit, first_day));
  *period.mutable_first_date() = DateOf(first_day);
  *period.mutable_last_date() = DateOf(next_day - 1);
  const std::vector<UnitSum> own = OwnSums(use, scene);
  const std::vector<UnitSum> totals = Totals(own, scene);
  const std::vector<bool> shown = ShownUnits(own, scene);
  for (size_t i = 0; i < totals.size(); ++i) {
    const Unit& unit = scene.units->all()[i];
    v1::AdoptionUnit& told = *period.add_units();
    told.set_unit(unit.name);
    told.set_department(unit.department);
    told.set_hidden(!shown[i]);
    if (shown[i]) FillUnit(totals[i], unit, next_day - first_day, told);
  }
  CountSegments(period, *scene.units);
  if (shown[0]) period.set_leaders_use(ToldOfLeaders(use, scene));
  return period;
}

}  // namespace palier::kpi
