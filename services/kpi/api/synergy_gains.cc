// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <optional>
#include <string>

#include "common/mapping/currency.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/assessment.h"
#include "kpi/api/comparison.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/money.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/domain/forecast_periods.h"
#include "kpi/domain/synergy_gain.h"
#include "palier/kpi/v1/synergy_gain_service.pb.h"

namespace palier::kpi {
namespace {

constexpr size_t kMaxSynergies = 1000;

bool AddsUpMoney(const v1::Kpi& kpi) {
  return mapping::IsCurrencyCode(kpi.unit()) && kpi.aggregation() == v1::Kpi::SUM &&
         kpi.semantics() != v1::Kpi::GAUGE;
}

// What the store says of one of them.
struct MeasuredEdge {
  v1::Kpi kpi;
  ComparedSamples samples;
  std::optional<absl::int128> yearly_gain;
};

class Gains {
 public:
  Gains(Context& context, const rpc::Call& call, std::string organization, absl::TimeZone zone)
      : context_(context),
        call_(call),
        organization_(std::move(organization)),
        zone_(zone),
        today_(absl::ToCivilDay(context.store.Now(), zone)) {}

  absl::StatusOr<v1::SynergyGain> Of(const registry::v1::Synergy& synergy) const {
    v1::SynergyGain gain = Described(synergy);
    const auto key = ParseKpi(synergy.kpi());
    if (!key.ok() || key->project.organization != organization_) return NoKpi(std::move(gain));
    const std::optional<GainDays> days = DaysOf(synergy);
    MeasuredEdge edge;
    const absl::Status read = Read(*key, days, edge);
    if (absl::IsNotFound(read) || absl::IsPermissionDenied(read)) return NoKpi(std::move(gain));
    RETURN_IF_ERROR(read);
    gain.set_kpi_unit(edge.kpi.unit());
    if (!days) return NotStarted(std::move(gain));
    gain.set_state(v1::SynergyGain::COMPARED);
    *gain.mutable_before() = RangeOf({days->before_first, days->start});
    *gain.mutable_after() = RangeOf({days->start, days->next});
    ASSIGN_OR_RETURN(*gain.mutable_comparison(),
                     CompareSamples(edge.samples, edge.kpi, call_.language));
    gain.set_explanation(gain.comparison().explanation());
    const auto verdict = gain.comparison().verdict();
    if (edge.yearly_gain && (verdict == v1::CompareKpiResponse::IMPROVED ||
                             verdict == v1::CompareKpiResponse::REGRESSED)) {
      *gain.mutable_measured_yearly_gain() =
          money::MoneyOf(NanosOf(*edge.yearly_gain, edge.kpi.decimals()), edge.kpi.unit());
    }
    return gain;
  }

 private:
  static v1::SynergyGain Described(const registry::v1::Synergy& synergy) {
    v1::SynergyGain gain;
    gain.set_synergy(synergy.name());
    gain.set_display_name(synergy.display_name());
    gain.set_source(synergy.source());
    gain.set_target(synergy.target());
    gain.set_kpi(synergy.kpi());
    if (synergy.has_yearly_gain()) *gain.mutable_estimated_yearly_gain() = synergy.yearly_gain();
    if (synergy.has_start_date()) *gain.mutable_start_date() = synergy.start_date();
    return gain;
  }

  v1::SynergyGain NoKpi(v1::SynergyGain gain) const {
    gain.set_state(v1::SynergyGain::NO_KPI);
    gain.set_explanation(rpc::In(call_.language, {"The KPI that it names cannot be read.",
                                                  "Le KPI qu'elle nomme ne peut être lu."}));
    return gain;
  }

  v1::SynergyGain NotStarted(v1::SynergyGain gain) const {
    gain.set_state(v1::SynergyGain::NOT_STARTED);
    gain.set_explanation(
        rpc::In(call_.language, {"It does not work yet: there is nothing to compare.",
                                 "Elle ne fonctionne pas encore : il n'y a rien à comparer."}));
    return gain;
  }

  std::optional<GainDays> DaysOf(const registry::v1::Synergy& synergy) const {
    if (!synergy.has_start_date()) return std::nullopt;
    const auto start = DayOf(synergy.start_date(), "start_date");
    return start.ok() ? GainDaysOf(*start, today_) : std::nullopt;
  }

  absl::Status Read(const KpiKey& key, const std::optional<GainDays>& days,
                    MeasuredEdge& edge) const {
    return context_.store.Read(call_.deadline, [&](resource::Session& session) -> absl::Status {
      RETURN_IF_ERROR(session.Get(context_.types.kpi, NameOf(key.project, key.kpi), &edge.kpi));
      RETURN_IF_ERROR(CheckTellsOfNobody(call_, edge.kpi));
      if (!days) return absl::OkStatus();
      ASSIGN_OR_RETURN(
          edge.samples,
          ReadSamples(session.sql(), key, edge.kpi, "", {days->before_first, days->start},
                      {days->start, days->next}, zone_, absl::ToCivilDay(session.now(), zone_)));
      if (!AddsUpMoney(edge.kpi)) return absl::OkStatus();
      ASSIGN_OR_RETURN(const KpiDays measured,
                       ReadDays(session.sql(), key.project, key.kpi, edge.kpi, nullptr,
                                {DayNumber(days->before_first), DayNumber(days->next) - 1}));
      std::map<absl::CivilDay, absl::int128> amounts;
      for (const auto& [first_day, period] :
           Periods(OneSeries(measured, edge.kpi, nullptr), UnitOf(CadenceOf(edge.kpi)))) {
        amounts[first_day] = period.cell.sum.total();
      }
      edge.yearly_gain = YearlyGain(amounts, *days, CadenceOf(edge.kpi),
                                    static_cast<Direction>(edge.kpi.direction()));
      return absl::OkStatus();
    });
  }

  Context& context_;
  const rpc::Call& call_;
  const std::string organization_;
  const absl::TimeZone zone_;
  const absl::CivilDay today_;
};

absl::StatusOr<v1::QuerySynergyGainsResponse> Query(Context& context, const rpc::Call& call,
                                                    const v1::QuerySynergyGainsRequest& request) {
  ASSIGN_OR_RETURN(const std::string organization, ParseOrganization(request.parent()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, context.registry.ZoneOf(organization, call.deadline));
  ASSIGN_OR_RETURN(
      const auto synergies,
      context.registry.SynergiesOf(organization, request.filter(), kMaxSynergies, call.deadline));
  const Gains gains(context, call, organization, zone);
  v1::QuerySynergyGainsResponse response;
  for (const registry::v1::Synergy& synergy : synergies.measured) {
    ASSIGN_OR_RETURN(*response.add_gains(), gains.Of(synergy));
  }
  response.set_unmeasured_count(synergies.unmeasured);
  return response;
}

}  // namespace

void AddSynergyGains(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QuerySynergyGainsRequest, v1::QuerySynergyGainsResponse>(
      "QuerySynergyGains", [&context](const rpc::Call& call, const auto& request) {
        return Query(context, call, request);
      });
}

}  // namespace palier::kpi
