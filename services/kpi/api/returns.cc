// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/returns.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/money.h"
#include "kpi/api/production.h"
#include "kpi/api/saved_time_months.h"
#include "kpi/storage/saved_time_production.h"
#include "palier/kpi/v1/returns_service.pb.h"

namespace palier::kpi {
namespace {

constexpr int kMonthsOfQuarter = 3;
constexpr int kDefaultQuarters = 4;
constexpr int64_t kMaxQuarters = 20;
constexpr size_t kMaxProjects = 5000;

using ByQuarter = std::map<absl::CivilDay, ProjectReturns>;

struct MeasuredProject {
  const PortfolioProject* place;
  Production production;
  // Those of which something is known.
  ByQuarter quarters;
  ProjectReturns total;
  Amounts single_costs;
};

absl::CivilMonth QuarterOf(absl::CivilDay day) {
  return absl::CivilMonth(FirstDayOf(PeriodUnit::kQuarter, day));
}

absl::StatusOr<Months> QuartersOf(const v1::QueryReturnsRequest& request, absl::CivilDay today) {
  absl::CivilDay to = today;
  if (request.has_to_date()) {
    ASSIGN_OR_RETURN(to, DayOf(request.to_date(), "to_date"));
  }
  Months months{QuarterOf(to) - kMonthsOfQuarter * (kDefaultQuarters - 1),
                QuarterOf(to) + kMonthsOfQuarter};
  if (request.has_from_date()) {
    ASSIGN_OR_RETURN(const absl::CivilDay from, DayOf(request.from_date(), "from_date"));
    months.first = QuarterOf(from);
  }
  const int64_t quarters = (months.next - months.first) / kMonthsOfQuarter;
  if (quarters >= 1 && quarters <= kMaxQuarters) return months;
  return status::InvalidField("from_date",
                              {"The days asked for must span 1 to 20 quarters.",
                               "Les jours demandés doivent couvrir 1 à 20 trimestres."});
}

bool Names(const PortfolioProject& project, const std::string& application) {
  return application.empty() ||
         std::count(project.applications.begin(), project.applications.end(), application) > 0;
}

// Whether anything was measured or recorded in the month.
bool IsKnown(const MonthOfProject& month) {
  const HoursOfMonth& hours = month.hours;
  return hours.measured != 0 || hours.reinvested != 0 || hours.reduced_cost != 0 ||
         !month.run_costs.empty();
}

// The snapshot of the store, project by project.
class Portfolio {
 public:
  Portfolio(resource::Session& session, Context& context, const Months& months, absl::TimeZone zone)
      : session_(session), context_(context), months_(months), zone_(zone) {}

  // `below`: a project, or `organizations/*/projects/-`.
  absl::Status Read(const std::string& below) {
    ASSIGN_OR_RETURN(recorded_, RecordsOf(session_, context_.types, below));
    std::vector<v1::Kpi> kpis;
    RETURN_IF_ERROR(resource::ReadAll(session_, context_.types.kpi, below, kpis));
    for (v1::Kpi& kpi : kpis) kpis_[resource::ParentOf(kpi.name())].push_back(std::move(kpi));
    return absl::OkStatus();
  }

  absl::Status Take(const PortfolioProject& place) {
    const auto kpis = kpis_.find(place.name);
    const auto recorded = recorded_.find(place.name);
    if (kpis == kpis_.end() && recorded == recorded_.end()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const ProjectKey key, ParseProject(place.name));
    ASSIGN_OR_RETURN(const auto since, ProductionSince(session_.sql(), key));
    const SeenProduction seen = ProductionOf(place.stage, since, context_.store.Now(), zone_);
    ASSIGN_OR_RETURN(const SavedTimeFacts facts,
                     FactsOf(session_, kpis == kpis_.end() ? std::vector<v1::Kpi>() : kpis->second,
                             key, months_));
    MeasuredProject project{&place, seen.production, {}, {}, {}};
    for (const MonthOfProject& month :
         AccountMonths(months_, seen.production, facts,
                       recorded == recorded_.end() ? RecordedMonths() : recorded->second)) {
      if (!IsKnown(month)) continue;
      const absl::CivilDay quarter = FirstDayOf(PeriodUnit::kQuarter, month.first_day);
      for (ProjectReturns* sum : {&project.quarters[quarter], &project.total}) {
        sum->Add(month.realisation, month.hours.savings, month.run_costs);
      }
    }
    if (project.quarters.empty()) return absl::OkStatus();
    projects.push_back(std::move(project));
    if (seen.since) first_seen.push_back({key, *seen.since});
    return absl::OkStatus();
  }

  std::vector<MeasuredProject> projects;
  std::vector<FirstSight> first_seen;

 private:
  resource::Session& session_;
  Context& context_;
  const Months months_;
  const absl::TimeZone zone_;
  std::map<std::string, std::vector<v1::Kpi>> kpis_;
  std::map<std::string, RecordedMonths> recorded_;
};

// Projects together, in all and by quarter.
struct Group {
  GroupReturns total;
  std::map<absl::CivilDay, GroupReturns> quarters;
  Amounts single_costs;

  void Add(const MeasuredProject& project) {
    total.Add(project.total);
    for (const auto& [quarter, returns] : project.quarters) quarters[quarter].Add(returns);
    for (const auto& [currency, nanos] : project.single_costs) single_costs[currency] += nanos;
  }
};

void Fill(const GroupReturns& group, v1::ReturnsFigures& to) {
  to.set_project_count(group.projects);
  to.set_realised_project_count(group.realised_projects);
  to.set_unjudged_project_count(group.unjudged_projects);
  FillMoney(group.realised_savings, *to.mutable_realised_savings());
  FillMoney(group.run_costs, *to.mutable_run_costs());
  FillMoney(group.unrealised_savings, *to.mutable_unrealised_savings());
  FillMoney(group.unrealised_costs, *to.mutable_unrealised_costs());
  for (const auto& [currency, returns] : group.returns) {
    v1::CurrencyReturn& one = *to.add_returns();
    one.set_currency_code(currency);
    one.set_project_count(returns.projects);
    *one.mutable_realised_savings() = money::MoneyOf(returns.savings, currency);
    *one.mutable_run_costs() = money::MoneyOf(returns.costs, currency);
    one.set_realised_return(returns.OnCosts());
  }
  if (const auto value = group.OnCosts()) to.set_realised_return(*value);
}

void Fill(const std::string& name, const Group& group, v1::GroupReturns& to) {
  to.set_group(name);
  Fill(group.total, *to.mutable_figures());
  FillMoney(group.single_costs, *to.mutable_declared_single_costs());
  for (const auto& [first_day, returns] : group.quarters) {
    v1::ReturnsQuarter& quarter = *to.add_quarters();
    quarter.set_label(PeriodLabel(PeriodUnit::kQuarter, first_day));
    *quarter.mutable_first_date() = DateOf(first_day);
    Fill(returns, *quarter.mutable_figures());
  }
}

void Fill(const MeasuredProject& project, v1::ProjectReturns& to) {
  to.set_project(project.place->name);
  to.set_display_name(project.place->display_name);
  to.set_department(project.place->department);
  to.mutable_applications()->Add(project.place->applications.begin(),
                                 project.place->applications.end());
  if (project.production.first_day) {
    *to.mutable_production_date() = DateOf(*project.production.first_day);
  }
  GroupReturns alone;
  alone.Add(project.total);
  Fill(alone, *to.mutable_figures());
  FillMoney(project.single_costs, *to.mutable_declared_single_costs());
}

void Tell(const std::vector<MeasuredProject>& projects, const std::string& application,
          v1::QueryReturnsResponse& response) {
  std::map<std::string, Group> domains, applications;
  Group total;
  for (const MeasuredProject& project : projects) {
    Fill(project, *response.add_projects());
    total.Add(project);
    domains[project.place->department].Add(project);
    const auto& named = project.place->applications;
    for (const std::string& one : std::set<std::string>(named.begin(), named.end())) {
      if (application.empty() || one == application) applications[one].Add(project);
    }
  }
  // Asked for by name, it is told of even if no project makes it.
  if (!application.empty()) applications[application];
  for (const auto& [name, group] : domains) {
    if (!name.empty()) Fill(name, group, *response.add_domains());
  }
  if (domains.contains("")) Fill("", domains[""], *response.add_domains());
  for (const auto& [name, group] : applications) Fill(name, group, *response.add_applications());
  Fill("", total, *response.mutable_total());
}

// The projects asked for.
absl::StatusOr<std::vector<PortfolioProject>> PlacesOf(const RegistryView& registry,
                                                       const std::string& organization,
                                                       const v1::QueryReturnsRequest& request,
                                                       absl::Time deadline) {
  if (request.project().empty()) {
    ASSIGN_OR_RETURN(auto places,
                     registry.ProjectsOf(organization, request.filter(), kMaxProjects, deadline));
    std::erase_if(places, [&](const auto& place) { return !Names(place, request.application()); });
    return places;
  }
  const auto key = ParseProject(request.project());
  if (!key.ok() || key->organization != organization) {
    return status::InvalidField("project",
                                {"expected organizations/*/projects/* of the same organisation",
                                 "attendu : organizations/*/projects/* de la même organisation"});
  }
  if (!request.filter().empty() || !request.application().empty()) {
    return status::InvalidField("project", {"goes neither with a filter nor with an application",
                                            "ne va ni avec un filtre ni avec une application"});
  }
  ASSIGN_OR_RETURN(PortfolioProject place, registry.ProjectOf(request.project(), deadline));
  return std::vector<PortfolioProject>{std::move(place)};
}

absl::StatusOr<v1::QueryReturnsResponse> Query(Context& context, const rpc::Call& call,
                                               const v1::QueryReturnsRequest& request) {
  ASSIGN_OR_RETURN(const std::string organization, ParseOrganization(request.parent()));
  const RegistryView& registry = context.registry;
  if (!request.application().empty()) {
    RETURN_IF_ERROR(registry.CheckApplication(request.application(), call.deadline));
  }
  ASSIGN_OR_RETURN(const absl::TimeZone zone, context.registry.ZoneOf(organization, call.deadline));
  ASSIGN_OR_RETURN(const Months months,
                   QuartersOf(request, absl::ToCivilDay(context.store.Now(), zone)));
  ASSIGN_OR_RETURN(const auto places, PlacesOf(registry, organization, request, call.deadline));
  const std::string below = request.project().empty()
                                ? absl::StrCat("organizations/", organization, "/projects/-")
                                : request.project();
  ASSIGN_OR_RETURN(const auto single_costs, registry.SingleCostsOf(below, call.deadline));
  std::vector<MeasuredProject> projects;
  std::vector<FirstSight> first_seen;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        Portfolio portfolio(session, context, months, zone);
        RETURN_IF_ERROR(portfolio.Read(below));
        for (const PortfolioProject& place : places) RETURN_IF_ERROR(portfolio.Take(place));
        projects = std::move(portfolio.projects);
        first_seen = std::move(portfolio.first_seen);
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(Remember(context, call, first_seen));
  for (MeasuredProject& project : projects) {
    const auto costs = single_costs.find(project.place->name);
    if (costs != single_costs.end()) project.single_costs = costs->second;
  }
  v1::QueryReturnsResponse response;
  *response.mutable_first_date() = DateOf(absl::CivilDay(months.first));
  *response.mutable_last_date() = DateOf(absl::CivilDay(months.next) - 1);
  response.set_unmeasured_project_count(static_cast<int>(places.size() - projects.size()));
  Tell(projects, request.application(), response);
  return response;
}

}  // namespace

void AddReturns(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryReturnsRequest, v1::QueryReturnsResponse>(
      "QueryReturns", [&context](const rpc::Call& call, const auto& request) {
        return Query(context, call, request);
      });
}

}  // namespace palier::kpi
