// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/saved_time.h"

#include <map>
#include <string>
#include <vector>

#include "common/mapping/currency.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/adoption_kpis.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/money.h"
#include "kpi/api/production.h"
#include "kpi/api/saved_time_months.h"
#include "palier/kpi/v1/saved_time_service.pb.h"

namespace palier::kpi {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int64_t kHighestPrice = 1'000'000;
constexpr int kDefaultMonths = 12;
constexpr int64_t kMaxMonths = 120;

bool IsPrice(const google::type::Money& cost) {
  if (!mapping::IsCurrencyCode(cost.currency_code())) return false;
  if (cost.units() < 0 || cost.units() > kHighestPrice) return false;
  if (cost.nanos() < 0 || cost.nanos() >= money::kNanosPerUnit) return false;
  return cost.units() > 0 || cost.nanos() > 0;
}

absl::Status CheckCost(const v1::SavedTime& saved) {
  const bool needed = saved.kind() == v1::SavedTime::REDUCED_COST;
  if (needed != saved.has_hourly_cost()) {
    return status::InvalidField(
        "saved_time.hourly_cost",
        {"Hours that reduced a cost need what an hour of it cost; reinvested ones have none.",
         "Des heures qui ont réduit un coût demandent le prix d'une heure ; réinvesties, elles "
         "n'en ont pas."});
  }
  if (!needed || IsPrice(saved.hourly_cost())) return absl::OkStatus();
  return status::InvalidField(
      "saved_time.hourly_cost",
      {"An amount above 0 and at most a million in a currency of ISO 4217, such as EUR.",
       "Un montant supérieur à 0 et d'au plus un million dans une devise d'ISO 4217, comme EUR."});
}

absl::Status OnWrite(const rpc::Call& call, v1::SavedTime& saved) {
  RETURN_IF_ERROR(DayOf(saved.month_date(), "saved_time.month_date").status());
  ASSIGN_OR_RETURN(const Fixed hours, Quantise(saved.hours(), kHourDecimals));
  if (hours <= 0) {
    return status::InvalidField(
        "saved_time.hours", {"At least a hundredth of an hour.", "Au moins un centième d'heure."});
  }
  RETURN_IF_ERROR(CheckCost(saved));
  saved.set_hours(FixedDouble(hours, kHourDecimals));
  saved.set_recorder(call.caller.subject());
  return absl::OkStatus();
}

absl::StatusOr<Months> MonthsOf(const v1::QuerySavedTimeRequest& request, absl::CivilDay today) {
  Months months{absl::CivilMonth(today) - (kDefaultMonths - 1), absl::CivilMonth(today) + 1};
  if (request.has_to_date()) {
    ASSIGN_OR_RETURN(const absl::CivilDay to, DayOf(request.to_date(), "to_date"));
    months = {absl::CivilMonth(to) - (kDefaultMonths - 1), absl::CivilMonth(to) + 1};
  }
  if (request.has_from_date()) {
    ASSIGN_OR_RETURN(const absl::CivilDay from, DayOf(request.from_date(), "from_date"));
    months.first = absl::CivilMonth(from);
  }
  const int64_t count = months.next - months.first;
  if (count >= 1 && count <= kMaxMonths) return months;
  return status::InvalidField("from_date", {"The days asked for must span 1 to 120 months.",
                                            "Les jours demandés doivent couvrir 1 à 120 mois."});
}

void Fill(absl::CivilDay first_day, const HoursOfMonth& hours, v1::SavedTimeMonth& to) {
  to.set_label(PeriodLabel(PeriodUnit::kMonth, first_day));
  *to.mutable_first_date() = DateOf(first_day);
  to.set_measured_hours(FixedText(hours.measured, kHourDecimals));
  to.set_reinvested_hours(FixedText(hours.reinvested, kHourDecimals));
  to.set_reduced_cost_hours(FixedText(hours.reduced_cost, kHourDecimals));
  to.set_unknown_hours(FixedText(hours.unknown, kHourDecimals));
  to.set_excess_hours(FixedText(hours.excess, kHourDecimals));
  FillMoney(hours.savings, *to.mutable_savings());
}

void Fill(absl::CivilDay first_day, const Returns& returns, v1::SavedTimeQuarter& to) {
  to.set_label(PeriodLabel(PeriodUnit::kQuarter, first_day));
  *to.mutable_first_date() = DateOf(first_day);
  to.set_realised_month_count(returns.months);
  FillMoney(returns.savings, *to.mutable_realised_savings());
  FillMoney(returns.costs, *to.mutable_run_costs());
  if (const auto value = returns.OnCosts()) to.set_realised_return(*value);
}

void Tell(const std::vector<MonthOfProject>& months, v1::QuerySavedTimeResponse& response) {
  std::map<absl::CivilDay, Returns> quarters;
  for (const MonthOfProject& month : months) {
    Returns returns;
    Returns& quarter = quarters[FirstDayOf(PeriodUnit::kQuarter, month.first_day)];
    if (month.realisation == Realisation::kRealised) {
      returns.Add(month.hours.savings, month.run_costs);
      quarter.Add(month.hours.savings, month.run_costs);
    }
    v1::SavedTimeMonth& told = *response.add_months();
    Fill(month.first_day, month.hours, told);
    FillMoney(month.run_costs, *told.mutable_run_costs());
    FillMoney(returns.savings, *told.mutable_realised_savings());
    told.set_standing(static_cast<v1::SavedTimeMonth::Standing>(month.realisation));
    if (const auto value = returns.OnCosts()) told.set_realised_return(*value);
  }
  for (const auto& [day, returns] : quarters) Fill(day, returns, *response.add_quarters());
}

absl::StatusOr<v1::QuerySavedTimeResponse> Query(Context& context, const rpc::Call& call,
                                                 const v1::QuerySavedTimeRequest& request) {
  ASSIGN_OR_RETURN(const ProjectKey project, ParseProject(request.parent()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(project.organization, call.deadline));
  ASSIGN_OR_RETURN(const Months months,
                   MonthsOf(request, absl::ToCivilDay(context.store.Now(), zone)));
  ASSIGN_OR_RETURN(const Production production, SeeProduction(context, call, project, zone));
  SavedTimeFacts facts;
  RecordedMonths recorded;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(const auto kpis, KpisOf(session, context.types, project));
    ASSIGN_OR_RETURN(facts, FactsOf(session, kpis, project, months));
    ASSIGN_OR_RETURN(auto records, RecordsOf(session, context.types, request.parent()));
    recorded = std::move(records[request.parent()]);
    return absl::OkStatus();
  }));
  v1::QuerySavedTimeResponse response;
  response.mutable_kpis()->Add(facts.kpis.begin(), facts.kpis.end());
  if (production.first_day) {
    *response.mutable_production_date() = DateOf(*production.first_day);
  }
  Tell(AccountMonths(months, production, facts, recorded), response);
  return response;
}

}  // namespace

void AddSavedTime(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.before_create = [&context](const rpc::Call& call, const Message& request) -> absl::Status {
    const auto& parent = static_cast<const v1::CreateSavedTimeRequest&>(request).parent();
    ASSIGN_OR_RETURN(const ProjectKey project, ParseProject(parent));
    RETURN_IF_ERROR(context.registry.CheckProject(call, parent));
    return SeeProduction(context, call, project, absl::UTCTimeZone()).status();
  };
  hooks.on_write = [](Session&, const rpc::Call& call, const Message*, Message& after) {
    return OnWrite(call, static_cast<v1::SavedTime&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.saved_time,
                               "SavedTimes", resource::MethodSet::All(), hooks);
  table.Unary<v1::QuerySavedTimeRequest, v1::QuerySavedTimeResponse>(
      "QuerySavedTime", [&context](const rpc::Call& call, const auto& request) {
        return Query(context, call, request);
      });
}

}  // namespace palier::kpi
