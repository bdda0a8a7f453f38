// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/adoption.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/adoption_kpis.h"
#include "kpi/api/adoption_period.h"
#include "kpi/api/adoption_quadrants.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/storage/small_groups_publication.h"
#include "kpi/storage/version.h"
#include "palier/kpi/v1/adoption_service.pb.h"

namespace palier::kpi {
namespace {

using resource::Session;

constexpr int kDefaultPeriods = 4;

// The first days of the last periods that have closed, by time.
std::vector<absl::CivilDay> LastPeriods(PeriodUnit unit, absl::CivilDay today, int close_days,
                                        int count) {
  std::vector<absl::CivilDay> periods;
  absl::CivilDay first_day = FirstDayOf(unit, today - close_days);
  for (int i = 0; i < count; ++i) {
    first_day = FirstDayOf(unit, first_day - 1);
    periods.push_back(first_day);
  }
  std::reverse(periods.begin(), periods.end());
  return periods;
}

// What both answers begin with.
struct Asked {
  ProjectKey project;
  absl::TimeZone zone;
  std::vector<v1::Kpi> kpis;
  v1::Kpi kpi;
  std::string kpi_id;
  PeriodUnit unit = PeriodUnit::kWeek;
};

absl::Status ReadKpis(Session& session, const Types& types, Asked& asked) {
  ASSIGN_OR_RETURN(asked.kpis, KpisOf(session, types, asked.project));
  ASSIGN_OR_RETURN(asked.kpi, UsageKpi(session, asked.project, asked.kpis));
  asked.kpi_id = LastIdOf(asked.kpi.name());
  asked.unit = UnitOf(CadenceOf(asked.kpi));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::set<std::string>>> Leaders(Context& context, const rpc::Call& call,
                                                           const std::string& organization) {
  ASSIGN_OR_RETURN(const auto leaders, context.registry.LeadersOf(organization, call.deadline));
  ASSIGN_OR_RETURN(const UserHasher hasher, context.secrets.Of(organization, call.deadline));
  std::vector<std::set<std::string>> hashes;
  for (const KnownAs& names : leaders) {
    hashes.emplace_back();
    for (const std::string& name : names) hashes.back().insert(hasher.Hash(name));
  }
  return hashes;
}

// A period that nobody was told of yet.
struct Made {
  absl::CivilDay first_day;
  v1::AdoptionPeriod period;
};

// The periods of one KPI that are told to everybody. All that one may ask for are told at once, so
// that it does not matter who asks first for how many.
class ToldPeriods {
 public:
  ToldPeriods(const Asked& asked, absl::Time now)
      : asked_(asked),
        periods_(LastPeriods(asked.unit, absl::ToCivilDay(now, asked.zone), CloseDaysOf(asked.kpi),
                             kMostAdoptionPeriods)) {}

  // Reads those that were told before. Whether some are still to be told.
  absl::StatusOr<bool> Read(sql::Transaction& transaction) {
    const DaySpan span{DaysOf(asked_.unit, periods_.front()).first,
                       DaysOf(asked_.unit, periods_.back()).last};
    Publications publications(transaction, asked_.project);
    ASSIGN_OR_RETURN(told_, publications.Told(PublicationKind::kAdoption, span));
    ASSIGN_OR_RETURN(const auto found,
                     publications.Find(PublicationKind::kAdoption, asked_.kpi_id, span));
    for (const Publication& one : found) {
      v1::AdoptionPeriod& period = documents_[one.days.first];
      if (!period.ParseFromString(one.document))
        return status::Internal("a published period of adoption cannot be read");
    }
    return std::any_of(periods_.begin(), periods_.end(),
                       [&](absl::CivilDay period) { return IsToTell(period); });
  }

  // Makes the others.
  absl::StatusOr<std::vector<Made>> Make(sql::Transaction& transaction, AdoptionScene scene) const {
    std::vector<Made> made;
    for (const absl::CivilDay period : periods_) {
      if (!IsToTell(period)) continue;
      const DaySpan days = DaysOf(asked_.unit, period);
      ASSIGN_OR_RETURN(const PeriodOfUse use,
                       UseIn(transaction, asked_.project, asked_.kpi_id, days));
      if (told_.empty() && made.empty() && use.Teams().empty()) continue;
      ASSIGN_OR_RETURN(scene.seats, SeatsAt(transaction, asked_.project, asked_.kpis,
                                            NextPeriodDay(asked_.unit, period) - 1));
      made.push_back({period, Tell(use, period, scene)});
    }
    return made;
  }

  // Tells those that nobody has told in the meantime.
  absl::Status Publish(sql::Transaction& transaction, const std::vector<Made>& made) {
    for (const Made& one : made) {
      if (!IsToTell(one.first_day)) continue;
      const DaySpan days = DaysOf(asked_.unit, one.first_day);
      RETURN_IF_ERROR(Publications(transaction, asked_.project)
                          .Insert({PublicationKind::kAdoption, asked_.kpi_id, days,
                                   one.period.SerializeAsString()}));
      told_.push_back(days);
      documents_[days.first] = one.period;
    }
    return absl::OkStatus();
  }

  // The last `count` of all, by time.
  std::vector<v1::AdoptionPeriod> Last(size_t count) const {
    std::vector<v1::AdoptionPeriod> last;
    for (const auto& [day, period] : documents_) last.push_back(period);
    if (last.size() > count) last.erase(last.begin(), last.end() - count);
    return last;
  }

 private:
  // Periods before the first that was told have been passed over. One of another cadence may lie
  // across it.
  bool IsToTell(absl::CivilDay period) const {
    const DaySpan days = DaysOf(asked_.unit, period);
    if (!told_.empty() && days.last < told_.front().first) return false;
    return std::none_of(told_.begin(), told_.end(), [&](const DaySpan& told) {
      return told.first <= days.last && days.first <= told.last;
    });
  }

  const Asked& asked_;
  const std::vector<absl::CivilDay> periods_;
  std::vector<DaySpan> told_;  // by time
  std::map<int64_t, v1::AdoptionPeriod> documents_;
};

absl::Status Changed() {
  return status::Error(absl::StatusCode::kAborted, error::v1::CONTENTION,
                       {"The KPI changed while its adoption was told. Ask again.",
                        "Le KPI a changé pendant que son adoption était dite. Redemandez."});
}

absl::StatusOr<std::vector<v1::AdoptionPeriod>> Published(Context& context, const rpc::Call& call,
                                                          Asked& asked, int count) {
  std::vector<v1::AdoptionPeriod> periods;
  bool more = false;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    RETURN_IF_ERROR(ReadKpis(session, context.types, asked));
    ToldPeriods told(asked, session.now());
    ASSIGN_OR_RETURN(more, told.Read(session.sql()));
    periods = told.Last(count);
    return absl::OkStatus();
  }));
  if (!more) return periods;
  const std::string& organization = asked.project.organization;
  ASSIGN_OR_RETURN(const auto teams, context.registry.TeamsOf(organization, call.deadline));
  const Units units(organization, teams);
  AdoptionScene scene;
  scene.units = &units;
  ASSIGN_OR_RETURN(scene.leaders, Leaders(context, call, organization));
  // Made from a snapshot, so that nobody has to wait with writing.
  std::vector<Made> made;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    RETURN_IF_ERROR(ReadKpis(session, context.types, asked));
    scene.period_unit = asked.unit;
    ToldPeriods told(asked, session.now());
    RETURN_IF_ERROR(told.Read(session.sql()).status());
    ASSIGN_OR_RETURN(made, told.Make(session.sql(), scene));
    return absl::OkStatus();
  }));
  if (made.empty()) return periods;
  RETURN_IF_ERROR(context.store.Write(call.deadline, resource::Actor::Of(call),
                                      [&](Session& session) -> absl::Status {
                                        Asked now = asked;
                                        RETURN_IF_ERROR(ReadKpis(session, context.types, now));
                                        if (now.kpi_id != asked.kpi_id || now.unit != asked.unit)
                                          return Changed();
                                        ToldPeriods told(asked, session.now());
                                        RETURN_IF_ERROR(told.Read(session.sql()).status());
                                        RETURN_IF_ERROR(told.Publish(session.sql(), made));
                                        periods = told.Last(count);
                                        return absl::OkStatus();
                                      }));
  return periods;
}

absl::StatusOr<std::vector<v1::AdoptionPeriod>> Full(Context& context, const rpc::Call& call,
                                                     Asked& asked, int count) {
  const std::string& organization = asked.project.organization;
  ASSIGN_OR_RETURN(const auto teams, context.registry.TeamsOf(organization, call.deadline));
  const Units units(organization, teams);
  AdoptionScene scene;
  scene.units = &units;
  scene.full = true;
  ASSIGN_OR_RETURN(scene.leaders, Leaders(context, call, organization));
  std::vector<v1::AdoptionPeriod> periods;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    periods.clear();
    RETURN_IF_ERROR(ReadKpis(session, context.types, asked));
    scene.period_unit = asked.unit;
    const absl::CivilDay today = absl::ToCivilDay(session.now(), asked.zone);
    for (const absl::CivilDay period : LastPeriods(asked.unit, today, 0, count)) {
      ASSIGN_OR_RETURN(const PeriodOfUse use, UseIn(session.sql(), asked.project, asked.kpi_id,
                                                    DaysOf(asked.unit, period)));
      if (periods.empty() && use.Teams().empty()) continue;
      ASSIGN_OR_RETURN(scene.seats, SeatsAt(session.sql(), asked.project, asked.kpis,
                                            NextPeriodDay(asked.unit, period) - 1));
      periods.push_back(Tell(use, period, scene));
    }
    return absl::OkStatus();
  }));
  return periods;
}

absl::Status AddBenefits(Context& context, const rpc::Call& call, const Asked& asked,
                         v1::Adoption& adoption) {
  if (adoption.periods().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::CivilDay first_day,
                   DayOf(adoption.periods().rbegin()->first_date(), "first_date"));
  return context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(const auto benefits,
                     BenefitsOf(session.sql(), asked.project, asked.kpis, asked.unit, first_day));
    adoption.clear_benefits();
    for (const v1::AdoptionBenefit& benefit : benefits) *adoption.add_benefits() = benefit;
    return absl::OkStatus();
  });
}

void Keep(const std::string& unit, v1::Adoption& adoption) {
  if (unit.empty()) return;
  for (v1::AdoptionPeriod& period : *adoption.mutable_periods()) {
    auto& units = *period.mutable_units();
    units.erase(std::remove_if(units.begin(), units.end(),
                               [&](const v1::AdoptionUnit& one) { return one.unit() != unit; }),
                units.end());
  }
}

absl::StatusOr<Asked> AskedOf(Context& context, const rpc::Call& call, const ProjectKey& project) {
  Asked asked;
  asked.project = project;
  ASSIGN_OR_RETURN(asked.zone, context.registry.ZoneOf(project.organization, call.deadline));
  return asked;
}

template <typename Request>
absl::StatusOr<v1::Adoption> Query(Context& context, const rpc::Call& call, const Request& request,
                                   bool full) {
  ASSIGN_OR_RETURN(const ProjectKey project, ParseProject(request.parent()));
  ASSIGN_OR_RETURN(Asked asked, AskedOf(context, call, project));
  const int count = request.period_count() == 0 ? kDefaultPeriods : request.period_count();
  ASSIGN_OR_RETURN(const auto periods, full ? Full(context, call, asked, count)
                                            : Published(context, call, asked, count));
  v1::Adoption adoption;
  adoption.set_project(request.parent());
  adoption.set_kpi(asked.kpi.name());
  adoption.set_period_unit(static_cast<v1::PeriodUnit>(static_cast<int>(asked.unit) + 1));
  adoption.set_time_zone(asked.zone.name());
  for (const v1::AdoptionPeriod& period : periods) *adoption.add_periods() = period;
  RETURN_IF_ERROR(AddBenefits(context, call, asked, adoption));
  RETURN_IF_ERROR(AddQuadrants(context, call, full, adoption));
  Keep(request.unit(), adoption);
  return adoption;
}

}  // namespace

absl::StatusOr<ToldAdoption> PublishedAdoption(Context& context, const rpc::Call& call,
                                               const ProjectKey& project, int count) {
  ASSIGN_OR_RETURN(Asked asked, AskedOf(context, call, project));
  ToldAdoption told;
  ASSIGN_OR_RETURN(told.periods, Published(context, call, asked, count));
  told.kpi = asked.kpi;
  told.unit = asked.unit;
  return told;
}

void AddAdoption(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryAdoptionRequest, v1::Adoption>(
      "QueryAdoption", [&context](const rpc::Call& call, const auto& request) {
        return Query(context, call, request, false);
      });
  table.Unary<v1::QueryFullAdoptionRequest, v1::Adoption>(
      "QueryFullAdoption", [&context](const rpc::Call& call, const auto& request) {
        return Query(context, call, request, true);
      });
}

}  // namespace palier::kpi
