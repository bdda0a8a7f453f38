// SPDX-License-Identifier: Apache-2.0
// What the tools give back, and whether that is what was promised; as kpi tells it.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reporting/figures/figure.h"
#include "reporting/figures/promise_state.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {
namespace {

using kpi::v1::GroupReturns;
using kpi::v1::KpiStatus;
using kpi::v1::QueryReturnsResponse;
using kpi::v1::ReturnsFigures;
using kpi::v1::SynergyGain;

using Amounts = google::protobuf::RepeatedPtrField<google::type::Money>;

FigureValue AmountsOf(const Amounts& amounts) {
  money::Sums sums;
  for (const google::type::Money& amount : amounts) sums.Add(amount);
  return AmountOf(std::move(sums));
}

status::Text ReturnText(const ReturnsFigures& figures) {
  if (!figures.has_realised_return())
    return {"return unknown: no costs, or several currencies",
            "retour inconnu : pas de coûts, ou plusieurs devises"};
  const std::string percent = absl::StrFormat("%+.0f %%", 100 * figures.realised_return());
  return {absl::StrCat("return ", percent), absl::StrCat("retour ", percent)};
}

Figure TooManyProjects() {
  Figure figure;
  figure.value.unit = FigureUnit::kMoney;
  figure.notes = {{"kpi does not add up the returns of so many projects: ask it with a filter.",
                   "kpi n'additionne pas les retours d'autant de projets : interrogez-le avec un "
                   "filtre."}};
  return figure;
}

// S1-51, S2-22.
Figure RealisedSavings(const PortfolioModel& model, absl::CivilDay) {
  if (!model.kpi.facts->returns.has_value()) return TooManyProjects();
  const QueryReturnsResponse& returns = *model.kpi.facts->returns;
  const ReturnsFigures& total = returns.total().figures();
  Figure figure;
  figure.value = AmountsOf(total.realised_savings());
  figure.parts = {{"RUN_COSTS",
                   {"what it cost to run in these months", "coût d'exploitation de ces mois"},
                   AmountsOf(total.run_costs())},
                  {"FORECAST",
                   {"savings outside production, worth nothing yet",
                    "économies hors production, sans valeur encore"},
                   AmountsOf(total.unrealised_savings())},
                  {"BEFORE_PRODUCTION",
                   {"measured costs outside production", "coûts mesurés hors production"},
                   AmountsOf(total.unrealised_costs())}};
  for (const kpi::v1::ProjectReturns& project : returns.projects()) {
    FigureItem item;
    item.resource = project.project();
    item.display_name = project.display_name();
    item.value = AmountsOf(project.figures().realised_savings());
    item.note = project.figures().realised_project_count() > 0
                    ? ReturnText(project.figures())
                    : status::Text{"not in production with real users and data: 0 by rule",
                                   "pas en production avec de vrais utilisateurs et données : 0 "
                                   "par règle"};
    item.written = model.kpi.facts->read_time;
    figure.items.push_back(std::move(item));
  }
  figure.inputs = {{{"projects measured", "projets mesurés"}, total.project_count()},
                   {{"with a month in production", "avec un mois en production"},
                    total.realised_project_count()},
                   {{"projects of which nothing was measured", "projets dont rien n'est mesuré"},
                    returns.unmeasured_project_count()}};
  figure.notes = {ReturnText(total)};
  if (total.realised_project_count() == 0 && !total.unrealised_savings().empty()) {
    figure.warning = {
        "What is told as savings is a forecast: no project with them is in "
        "production.",
        "Ce qui est annoncé en économies est une prévision : aucun de ces projets "
        "n'est en production."};
  }
  return figure;
}

// By quarter, then by group.
Figure ByGroup(const PortfolioModel& model,
               const google::protobuf::RepeatedPtrField<GroupReturns>& groups) {
  const QueryReturnsResponse& returns = *model.kpi.facts->returns;
  Figure figure;
  figure.value = AmountsOf(returns.total().figures().realised_savings());
  for (const kpi::v1::ReturnsQuarter& quarter : returns.total().quarters()) {
    figure.parts.push_back({quarter.label(),
                            {quarter.label(), quarter.label()},
                            AmountsOf(quarter.figures().realised_savings())});
  }
  for (const GroupReturns& group : groups) {
    for (const kpi::v1::ReturnsQuarter& quarter : group.quarters()) {
      FigureItem item;
      item.resource = group.group();
      item.display_name = group.group().substr(group.group().rfind('/') + 1);
      item.part = quarter.label();
      item.value = AmountsOf(quarter.figures().realised_savings());
      item.note = ReturnText(quarter.figures());
      item.written = model.kpi.facts->read_time;
      figure.items.push_back(std::move(item));
    }
  }
  return figure;
}

// S1-51, S1-37.
Figure SavingsByDomain(const PortfolioModel& model, absl::CivilDay) {
  if (!model.kpi.facts->returns.has_value()) return TooManyProjects();
  return ByGroup(model, model.kpi.facts->returns->domains());
}

Figure SavingsByApplication(const PortfolioModel& model, absl::CivilDay) {
  if (!model.kpi.facts->returns.has_value()) return TooManyProjects();
  return ByGroup(model, model.kpi.facts->returns->applications());
}

// S1-67.
Figure ConnectedGains(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  figure.value.unit = FigureUnit::kMoney;
  if (!model.kpi.facts->gains.has_value()) {
    figure.notes = {{"There are more synergies with a KPI than kpi compares at once.",
                     "Il y a plus de synergies avec KPI que kpi n'en compare en une fois."}};
    return figure;
  }
  money::Sums estimated, measured;
  int proven = 0;
  const kpi::v1::QuerySynergyGainsResponse& told = *model.kpi.facts->gains;
  for (const SynergyGain& gain : told.gains()) {
    const bool is_measured = gain.has_measured_yearly_gain();
    proven += is_measured;
    if (is_measured) {
      measured.Add(gain.measured_yearly_gain());
      estimated.Add(gain.estimated_yearly_gain());
    }
    FigureItem item;
    item.resource = gain.synergy();
    item.display_name = gain.display_name();
    item.part = is_measured ? "MEASURED" : "NOT_MEASURED";
    money::Sums own;
    if (is_measured) own.Add(gain.measured_yearly_gain());
    item.value = AmountOf(std::move(own));
    money::Sums hoped;
    hoped.Add(gain.estimated_yearly_gain());
    if (!hoped.empty()) {
      const auto amount = hoped.all()[0];
      const std::string text = absl::StrCat(amount.units(), " ", amount.currency_code());
      item.note = {absl::StrCat("estimated at ", text, " a year"),
                   absl::StrCat("estimée à ", text, " par an")};
    }
    item.written = model.kpi.facts->read_time;
    figure.items.push_back(std::move(item));
  }
  figure.value = AmountOf(measured);
  figure.parts = {{"MEASURED", {"measured, a year", "mesuré, par an"}, AmountOf(measured)},
                  {"ESTIMATED",
                   {"what was estimated for the same ones", "estimé pour les mêmes"},
                   AmountOf(estimated)},
                  {"NOT_MEASURED",
                   {"with a KPI, not proven yet", "avec KPI, pas encore prouvées"},
                   CountOf(told.gains_size() - proven)}};
  figure.inputs = {{{"synergies measured", "synergies mesurées"}, proven},
                   {{"synergies without a KPI", "synergies sans KPI"}, told.unmeasured_count()}};
  return figure;
}

std::string KeyOf(PromiseState state) {
  switch (state) {
    case PromiseState::kKept:
      return "KEPT";
    case PromiseState::kBehind:
      return "BEHIND";
    case PromiseState::kUnknown:
      return "UNKNOWN";
    case PromiseState::kRedefined:
      return "REDEFINED";
    case PromiseState::kNoKpi:
      return "NO_KPI";
  }
  return "";
}

// S0-31.
Figure PromisesKept(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  std::map<std::string, int> counts;
  for (const KeptPromise& promise : model.kpi.facts->promises) {
    const std::string state = KeyOf(StateOf(promise));
    ++counts[state];
    FigureItem item;
    // Two cases may count on one KPI, and one case on many.
    item.resource = promise.kpi;
    item.display_name = promise.business_case;
    item.part = state;
    if (promise.review.has_value() && promise.review->today().has_actual_value() &&
        promise.review->today().has_expected_value()) {
      const KpiStatus& today = promise.review->today();
      item.note = {
          absl::StrFormat("%g, promised for now: %g", today.actual_value(), today.expected_value()),
          absl::StrFormat("%g, promis à ce jour : %g", today.actual_value(),
                          today.expected_value())};
    }
    item.written = model.kpi.facts->read_time;
    figure.items.push_back(std::move(item));
  }
  const int judged = counts["KEPT"] + counts["BEHIND"];
  figure.value = ShareOf(counts["KEPT"], judged);
  figure.parts = {
      {"KEPT", {"as promised or better", "comme promis ou mieux"}, CountOf(counts["KEPT"])},
      {"BEHIND", {"behind the promise", "en retard sur la promesse"}, CountOf(counts["BEHIND"])},
      {"UNKNOWN",
       {"without a fresh measure or a target", "sans mesure récente ou sans cible"},
       CountOf(counts["UNKNOWN"])},
      {"REDEFINED",
       {"defined otherwise since: not comparable", "redéfinis depuis : non comparables"},
       CountOf(counts["REDEFINED"])},
      {"NO_KPI",
       {"never measured: no such KPI", "jamais mesurés : pas de tel KPI"},
       CountOf(counts["NO_KPI"])}};
  if (counts["REDEFINED"] > 0) {
    figure.warning = {"Some KPIs are no longer what the approved case promised.",
                      "Certains KPI ne sont plus ce que le dossier approuvé promettait."};
  }
  return figure;
}

// Past the decision to industrialise, where a case is asked for.
bool IsScaledUp(const registry::v1::Project& project) {
  return project.stage() >= registry::v1::Project::INDUSTRIALISATION &&
         project.stage() <= registry::v1::Project::RUN;
}

// The best that a project has.
std::string CaseStateOf(const Dossier& dossier) {
  using registry::v1::BusinessCase;
  std::string state = "NONE";
  for (const auto& [name, business_case] : dossier.cases) {
    if (business_case.state() == BusinessCase::APPROVED) return "APPROVED";
    if (business_case.state() == BusinessCase::STALE) state = "STALE";
    if (business_case.state() == BusinessCase::DRAFT && state == "NONE") state = "DRAFT";
  }
  return state;
}

// S1-64.
Figure ScaledUpWithACase(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  std::map<std::string, int> counts;
  int projects = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsScaledUp(dossier->project)) continue;
    ++projects;
    const std::string state = CaseStateOf(*dossier);
    ++counts[state];
    figure.items.push_back(ItemOf(*dossier, state));
  }
  figure.value = ShareOf(counts["APPROVED"], projects);
  figure.parts = {
      {"APPROVED", {"approved as it stands", "approuvé tel quel"}, CountOf(counts["APPROVED"])},
      {"STALE",
       {"changed since its approval", "modifié depuis son approbation"},
       CountOf(counts["STALE"])},
      {"DRAFT", {"never approved", "jamais approuvé"}, CountOf(counts["DRAFT"])},
      {"NONE", {"without a case", "sans dossier"}, CountOf(counts["NONE"])}};
  if (counts["APPROVED"] < projects) {
    figure.warning = {"Some were scaled up on figures that nobody approved as they stand.",
                      "Certains ont été déployés sur des chiffres que personne n'a approuvés tels "
                      "quels."};
  }
  return figure;
}

}  // namespace

std::vector<FigureDefinition> ReturnFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kMoney;
  using Q = FigureQuality;
  return {
      {"realised-savings",
       kTopic,
       Q::kMeasured,
       1,
       {"Savings realised", "Économies réalisées"},
       {"Savings of the last four quarters in months that were wholly in production with real "
        "users and real data; all others are worth 0 by rule and are told as a forecast.",
        "Économies des quatre derniers trimestres, pour les mois entièrement en production avec de "
        "vrais utilisateurs et de vraies données ; les autres valent 0 par règle et sont dites "
        "prévisions."},
       {},
       RealisedSavings,
       FigurePeer::kKpi},
      {"realised-savings-by-domain",
       kTopic,
       Q::kMeasured,
       1,
       {"Savings realised, by department and quarter",
        "Économies réalisées, par département et trimestre"},
       {"The same by the department of the projects and by quarter, each with its return: savings "
        "less run costs, of run costs.",
        "Les mêmes par département des projets et par trimestre, avec leur retour : économies "
        "moins coûts d'exploitation, sur ces coûts."},
       {},
       SavingsByDomain,
       FigurePeer::kKpi},
      {"realised-savings-by-application",
       kTopic,
       Q::kMeasured,
       1,
       {"Savings realised, by application and quarter",
        "Économies réalisées, par application et trimestre"},
       {"The same by application; a project of several applications counts with each of them.",
        "Les mêmes par application ; un projet de plusieurs applications compte pour chacune."},
       {},
       SavingsByApplication,
       FigurePeer::kKpi},
      {"connected-gains",
       kTopic,
       Q::kMeasured,
       1,
       {"Gains of connecting things", "Gains des connexions"},
       {"Yearly gain of synergies whose KPI got better or worse since the day they work, by as "
        "many "
        "days before; beside what was estimated for them.",
        "Gain annuel des synergies dont le KPI a changé depuis leur mise en service, sur autant de "
        "jours avant ; à côté de leur estimation."},
       {},
       ConnectedGains,
       FigurePeer::kKpi},
      {"promises-kept",
       kTopic,
       Q::kMeasured,
       1,
       {"Promises that are kept", "Promesses tenues"},
       {"KPIs that an approved business case counts on and that stand today at or above what was "
        "promised when it was approved, of those that can be judged.",
        "KPI sur lesquels compte un dossier approuvé et qui tiennent aujourd'hui ce qui était "
        "promis à son approbation, sur ceux qu'on peut juger."},
       {},
       PromisesKept,
       FigurePeer::kKpi},
      {"scaled-up-with-a-case",
       kTopic,
       Q::kRecorded,
       1,
       {"Scaled up on an approved business case", "Déployés sur un dossier économique approuvé"},
       {"Projects in industrialisation, roll-out or run with a business case that is approved as "
        "it "
        "stands, of all of them.",
        "Projets en industrialisation, déploiement ou exploitation avec un dossier approuvé tel "
        "quel, sur tous."},
       {},
       ScaledUpWithACase},
  };
}

}  // namespace palier::reporting
