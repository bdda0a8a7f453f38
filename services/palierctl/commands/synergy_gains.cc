// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/synergy_gain_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/money_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

std::string VerdictText(const Session& session, const v1::SynergyGain& gain) {
  using R = v1::CompareKpiResponse;
  switch (gain.state()) {
    case v1::SynergyGain::NOT_STARTED:
      return session.Say({"not started", "pas commencée"});
    case v1::SynergyGain::NO_KPI:
      return session.Say({"no KPI", "pas de KPI"});
    default:
      break;
  }
  switch (gain.comparison().verdict()) {
    case R::IMPROVED:
      return session.Say({"improved", "amélioré"});
    case R::REGRESSED:
      return session.Say({"got worse", "dégradé"});
    case R::NO_MATERIAL_CHANGE:
      return session.Say({"no material change", "pas de changement notable"});
    case R::NOT_COMPARABLE:
      return session.Say({"not comparable", "pas comparable"});
    case R::NOT_ENOUGH_DATA:
      return session.Say({"not enough data", "pas assez de données"});
    default:
      return "";
  }
}

// `103.00 → 73.00 EUR`: means of single measurements.
std::string ChangeText(const v1::SynergyGain& gain) {
  const v1::CompareKpiResponse& comparison = gain.comparison();
  if (comparison.before().size() == 0 || comparison.after().size() == 0) return "";
  return absl::StrFormat("%.2f → %.2f %s", comparison.before().mean(), comparison.after().mean(),
                         gain.kpi_unit());
}

Table TableOf(const Session& session, const v1::QuerySynergyGainsResponse& gains) {
  Table table{{{session.Say({"synergy", "synergie"})},
               {session.Say({"estimated per year", "estimé par an"}), true},
               {session.Say({"measured per year", "mesuré par an"}), true},
               {session.Say({"verdict", "verdict"})},
               {session.Say({"mean", "moyenne"}), true},
               {"KPI"},
               {session.Say({"since", "depuis"})},
               {session.Say({"why", "pourquoi"})}},
              {}};
  for (const v1::SynergyGain& gain : gains.gains()) {
    const auto money = [](bool has, const google::type::Money& amount) {
      return has ? MoneyText(amount) : std::string();
    };
    table.rows.push_back(
        {ShortName(gain.synergy()),
         money(gain.has_estimated_yearly_gain(), gain.estimated_yearly_gain()),
         money(gain.has_measured_yearly_gain(), gain.measured_yearly_gain()),
         VerdictText(session, gain), ChangeText(gain), ShortName(gain.kpi()),
         CellOf(gain, v1::SynergyGain::descriptor()->FindFieldByName("start_date")),
         gain.explanation()});
  }
  return WithoutEmptyColumns(table);
}

absl::Status Gains(Session& session, const std::string& filter) {
  v1::QuerySynergyGainsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_filter(filter);
  ASSIGN_OR_RETURN(const auto gains,
                   session.connection.Call<v1::QuerySynergyGainsResponse>(
                       "palier.kpi.v1.SynergyGainService/QuerySynergyGains", request));
  if (session.json()) {
    session.Print(gains);
    return absl::OkStatus();
  }
  session.Print(TableOf(session, gains));
  if (gains.unmeasured_count() > 0) {
    session.err << session.Say(
                       {"Synergies that name no KPI: ", "Synergies qui ne nomment pas de KPI : "})
                << gains.unmeasured_count() << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddSynergyGains(Command& map) {
  auto filter = std::make_shared<std::string>();
  map.Sub("gains", {"What synergies gained, measured, beside what was estimated",
                    "Ce que les synergies ont rapporté, mesuré, à côté de l'estimation"})
      .With({"--filter",
             "FILTER",
             {"Only those that match, as in `list synergies`",
              "Seulement celles qui y répondent, comme dans `list synergies`"},
             filter.get()})
      .Run([filter](Session& session) { return Gains(session, *filter); });
}

}  // namespace palier::ctl
