// SPDX-License-Identifier: Apache-2.0
// What people do with the tools, and what that saves; as kpi tells it.
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "reporting/figures/figure.h"
#include "reporting/model/measures.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {
namespace {

using kpi::v1::AdoptionPeriod;
using kpi::v1::AdoptionUnit;

// Null where nothing was told, also for one that the registry does not know any more.
const Dossier* DossierOf(const PortfolioModel& model, const std::string& project) {
  const auto found = model.dossiers.find(project);
  return found == model.dossiers.end() ? nullptr : found->second.get();
}

FigureItem MeasuredItem(const PortfolioModel& model, const Dossier& dossier,
                        std::string part = "") {
  FigureItem item = ItemOf(dossier, std::move(part));
  item.written = model.kpi.facts->read_time;
  return item;
}

// S1-42.
Figure HoursSaved(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int64_t measured = 0, reinvested = 0, reduced = 0, unknown = 0, excess = 0;
  int projects = 0, kpis = 0;
  for (const auto& [name, measures] : model.kpi.facts->projects) {
    const Dossier* const dossier = DossierOf(model, name);
    if (dossier == nullptr || !measures.saved_time.has_value()) continue;
    ++projects;
    kpis += measures.saved_time->kpis_size();
    const int64_t own = MeasuredHundredths(*measures.saved_time);
    int64_t own_unknown = 0;
    for (const kpi::v1::SavedTimeMonth& month : measures.saved_time->months()) {
      own_unknown += Hundredths(month.unknown_hours());
      reinvested += Hundredths(month.reinvested_hours());
      reduced += Hundredths(month.reduced_cost_hours());
      excess += Hundredths(month.excess_hours());
    }
    measured += own;
    unknown += own_unknown;
    FigureItem item = MeasuredItem(model, *dossier);
    item.value = HoursOf(own);
    item.note = {absl::StrCat("measured by ", measures.saved_time->kpis_size(), " KPI; ",
                              own_unknown / 100, " h of it went nobody knows where"),
                 absl::StrCat("mesuré par ", measures.saved_time->kpis_size(), " KPI ; dont ",
                              own_unknown / 100, " h parties on ne sait où")};
    figure.items.push_back(std::move(item));
  }
  figure.value = HoursOf(projects > 0 ? std::make_optional(measured) : std::nullopt);
  figure.parts = {{"REINVESTED", {"into other work", "dans un autre travail"}, HoursOf(reinvested)},
                  {"REDUCED_COST", {"into a lower cost", "dans un coût réduit"}, HoursOf(reduced)},
                  {"UNKNOWN", {"nobody knows where", "on ne sait où"}, HoursOf(unknown)}};
  figure.inputs = {{{"projects with a KPI of hours", "projets avec un KPI d'heures"}, projects},
                   {{"KPIs of hours", "KPI d'heures"}, kpis}};
  figure.notes = {{"Hours are no money until somebody records where they went.",
                   "Des heures ne sont pas de l'argent tant que personne n'a noté où elles sont "
                   "allées."}};
  if (excess > 0) {
    figure.warning = {"More hours were recorded as gone somewhere than were measured.",
                      "Plus d'heures ont été notées comme parties quelque part que mesurées."};
  }
  return figure;
}

// S1-42.
Figure HoursSavedByTeam(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  std::map<std::string, int64_t> teams;
  std::map<std::string, int> sources;
  std::string organization;
  for (const auto& [name, measures] : model.kpi.facts->projects) {
    if (DossierOf(model, name) == nullptr) continue;
    organization = name.substr(0, name.find("/projects/"));
    for (const auto& [team, hundredths] : measures.team_hours_hundredths) {
      teams[team] += hundredths;
      ++sources[team];
    }
  }
  int64_t known = 0;
  for (const auto& [team, hundredths] : teams) {
    if (team.empty()) continue;
    known += hundredths;
    FigureItem item;
    item.resource = absl::StrCat(organization, "/teams/", team);
    item.display_name = team;
    item.value = HoursOf(hundredths);
    item.note = {absl::StrCat("from ", sources[team], " projects"),
                 absl::StrCat("de ", sources[team], " projets")};
    item.written = model.kpi.facts->read_time;
    figure.items.push_back(std::move(item));
  }
  figure.value = HoursOf(teams.empty() ? std::nullopt : std::make_optional(known));
  figure.parts = {{"TEAMS", {"of a team", "d'une équipe"}, HoursOf(known)},
                  {"NO_TEAM", {"of no known team", "d'aucune équipe connue"}, HoursOf(teams[""])}};
  return figure;
}

// Calls `see` with each project that tells of its use, and its last closed period.
template <typename See>
void ForEachLastPeriod(const PortfolioModel& model, const See& see) {
  for (const auto& [name, measures] : model.kpi.facts->projects) {
    const Dossier* const dossier = DossierOf(model, name);
    if (dossier == nullptr || !measures.adoption.has_value()) continue;
    const AdoptionPeriod* const last = LastPeriod(*measures.adoption);
    if (last != nullptr) see(*dossier, *last);
  }
}

// S4-13.
Figure ActiveUsers(const PortfolioModel& model, absl::CivilDay) {
  const std::pair<AdoptionUnit::Segment, FigurePart> kSegments[] = {
      {AdoptionUnit::NONE, {"NONE", {"teams without use", "équipes sans usage"}, {}}},
      {AdoptionUnit::TRYING, {"TRYING", {"teams that try it", "équipes qui essaient"}, {}}},
      {AdoptionUnit::REGULAR, {"REGULAR", {"teams in regular use", "équipes régulières"}, {}}},
      {AdoptionUnit::INTENSIVE,
       {"INTENSIVE", {"teams in intensive use", "équipes intensives"}, {}}}};
  Figure figure;
  int64_t users = 0;
  int told = 0, hidden = 0, hidden_teams = 0;
  std::map<AdoptionUnit::Segment, int> segments;
  ForEachLastPeriod(model, [&](const Dossier& dossier, const AdoptionPeriod& period) {
    for (const kpi::v1::SegmentCount& segment : period.segments())
      segments[segment.segment()] += segment.team_count();
    hidden_teams += period.hidden_team_count();
    const AdoptionUnit* const whole = WholeOf(period);
    hidden += whole == nullptr;
    if (whole == nullptr) return;
    ++told;
    users += whole->active_user_count();
    FigureItem item = MeasuredItem(model, dossier);
    item.value = CountOf(whole->active_user_count());
    item.note = {
        absl::StrFormat("%s: %.1f days per user", period.label(), whole->active_days_per_user()),
        absl::StrFormat("%s : %.1f jours par utilisateur", period.label(),
                        whole->active_days_per_user())};
    figure.items.push_back(std::move(item));
  });
  figure.value = CountOf(users);
  for (const auto& [segment, part] : kSegments) {
    figure.parts.push_back(part);
    figure.parts.back().value = CountOf(segments[segment]);
  }
  figure.parts.push_back(
      {"HIDDEN", {"teams too small to tell", "équipes trop petites"}, CountOf(hidden_teams)});
  figure.inputs = {
      {{"tools told of", "outils décrits"}, told},
      {{"tools with too few users to tell", "outils de trop peu d'utilisateurs"}, hidden}};
  figure.notes = {
      {"Who uses two tools counts twice.", "Qui utilise deux outils compte deux fois."}};
  return figure;
}

// S4-14.
Figure UseAndSatisfaction(const PortfolioModel& model, absl::CivilDay) {
  const std::pair<AdoptionUnit::Quadrant, FigurePart> kQuadrants[] = {
      {AdoptionUnit::CHAMPION,
       {"CHAMPION", {"used and liked: learn from it", "utilisé et apprécié : s'en inspirer"}, {}}},
      {AdoptionUnit::CAPTIVE,
       {"CAPTIVE", {"used, not liked: mend it", "utilisé, pas apprécié : l'améliorer"}, {}}},
      {AdoptionUnit::PROMISING,
       {"PROMISING",
        {"liked, hardly used: make it easier", "apprécié, peu utilisé : le faciliter"},
        {}}},
      {AdoptionUnit::DISTANT,
       {"DISTANT", {"neither: listen", "ni l'un ni l'autre : écouter"}, {}}}};
  Figure figure;
  std::map<AdoptionUnit::Quadrant, int> counts;
  int teams = 0, hidden = 0, silent = 0;
  ForEachLastPeriod(model, [&](const Dossier& dossier, const AdoptionPeriod& period) {
    std::map<AdoptionUnit::Quadrant, std::vector<std::string>> here;
    for (const AdoptionUnit& unit : period.units()) {
      if (!IsTeam(unit)) continue;
      hidden += unit.hidden();
      silent += !unit.hidden() && unit.quadrant() == AdoptionUnit::QUADRANT_UNSPECIFIED;
      if (unit.hidden() || unit.quadrant() == AdoptionUnit::QUADRANT_UNSPECIFIED) continue;
      ++teams;
      here[unit.quadrant()].push_back(unit.unit().substr(unit.unit().rfind('/') + 1));
    }
    for (const auto& [quadrant, part] : kQuadrants) {
      const std::vector<std::string>& ids = here[quadrant];
      counts[quadrant] += static_cast<int>(ids.size());
      if (ids.empty()) continue;
      FigureItem item = MeasuredItem(model, dossier, part.key);
      item.value = CountOf(static_cast<int64_t>(ids.size()));
      item.note = {absl::StrJoin(ids, ", "), absl::StrJoin(ids, ", ")};
      figure.items.push_back(std::move(item));
    }
  });
  figure.value = ShareOf(counts[AdoptionUnit::CHAMPION], teams);
  for (const auto& [quadrant, part] : kQuadrants) {
    figure.parts.push_back(part);
    figure.parts.back().value = CountOf(counts[quadrant]);
  }
  figure.inputs = {{{"teams with both figures", "équipes avec les deux chiffres"}, teams},
                   {{"teams too small to tell", "équipes trop petites"}, hidden},
                   {{"teams that were not asked or said too little",
                     "équipes non interrogées ou trop peu de réponses"},
                    silent}};
  return figure;
}

// S1-40.
Figure LeadersUse(const PortfolioModel& model, absl::CivilDay) {
  const std::pair<AdoptionPeriod::LeadersUse, FigurePart> kLevels[] = {
      {AdoptionPeriod::FEW, {"FEW", {"under a quarter", "moins d'un quart"}, {}}},
      {AdoptionPeriod::SOME, {"SOME", {"under a half", "moins de la moitié"}, {}}},
      {AdoptionPeriod::MANY, {"MANY", {"under three quarters", "moins des trois quarts"}, {}}},
      {AdoptionPeriod::MOST, {"MOST", {"three quarters or more", "trois quarts ou plus"}, {}}}};
  Figure figure;
  std::map<AdoptionPeriod::LeadersUse, int> tools;
  int told = 0, untold = 0;
  ForEachLastPeriod(model, [&](const Dossier& dossier, const AdoptionPeriod& period) {
    for (const auto& [level, part] : kLevels) {
      if (period.leaders_use() != level) continue;
      figure.items.push_back(MeasuredItem(model, dossier, part.key));
    }
    ++tools[period.leaders_use()];
    const bool is_told = period.leaders_use() != AdoptionPeriod::LEADERS_USE_UNSPECIFIED;
    told += is_told;
    untold += !is_told;
  });
  figure.value = ShareOf(tools[AdoptionPeriod::MANY] + tools[AdoptionPeriod::MOST], told);
  for (const auto& [level, part] : kLevels) {
    figure.parts.push_back(part);
    figure.parts.back().value = CountOf(tools[level]);
  }
  figure.inputs = {{{"tools told of", "outils décrits"}, told},
                   {{"tools without leaders known, or fewer than five",
                     "outils sans dirigeants connus, ou moins de cinq"},
                    untold}};
  if (told > 0 && tools[AdoptionPeriod::FEW] == told) {
    figure.warning = {"Hardly any leader uses a tool: people will see that.",
                      "Presque aucun dirigeant n'utilise un outil : cela se voit."};
  }
  return figure;
}

// Cases through the AI step, of those that could be.
struct Cases {
  double through = 0;
  int64_t eligible = 0;

  void Add(const kpi::v1::KpiPoint& point) {
    through += point.value() / 100 * static_cast<double>(point.measurement_count());
    eligible += point.measurement_count();
  }
  FigureValue value() const { return ShareOf(std::llround(through), eligible); }
};

// S0-37.
Figure Penetration(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  Cases all;
  std::map<std::string, Cases> weeks;
  // By resource name of the team (of the organisation for cases of none), and week.
  std::map<std::pair<std::string, std::string>, Cases> teams;
  int projects = 0;
  for (const auto& [name, measures] : model.kpi.facts->projects) {
    if (DossierOf(model, name) == nullptr || !measures.penetration.has_value()) continue;
    ++projects;
    const std::string organization = name.substr(0, name.find("/projects/"));
    for (const kpi::v1::KpiSeries& series : measures.penetration->series()) {
      const std::string team = series.team().empty()
                                   ? organization
                                   : absl::StrCat(organization, "/teams/", series.team());
      for (const kpi::v1::KpiPoint& point : series.points()) {
        all.Add(point);
        weeks[point.label()].Add(point);
        teams[{team, point.label()}].Add(point);
      }
    }
  }
  for (const auto& [key, cases] : teams) {
    FigureItem item;
    item.resource = key.first;
    item.display_name = key.first.substr(key.first.rfind('/') + 1);
    item.part = key.second;
    item.value = cases.value();
    item.written = model.kpi.facts->read_time;
    figure.items.push_back(std::move(item));
  }
  figure.value = all.value();
  for (const auto& [label, cases] : weeks)
    figure.parts.push_back({label, {label, label}, cases.value()});
  figure.inputs = {{{"tools measured", "outils mesurés"}, projects},
                   {{"cases that could be done through it", "cas éligibles"}, all.eligible}};
  return figure;
}

}  // namespace

std::vector<FigureDefinition> UseFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kUse;
  using Q = FigureQuality;
  return {
      {"hours-saved",
       kTopic,
       Q::kMeasured,
       1,
       {"Hours saved", "Heures gagnées"},
       {"Hours that the projects' KPIs of hours measured in the last twelve months that have "
        "begun; parts by where people recorded that they went.",
        "Heures mesurées par les KPI d'heures des projets sur les douze derniers mois commencés ; "
        "parts selon ce que les gens ont noté de leur emploi."},
       {},
       HoursSaved,
       FigurePeer::kKpi},
      {"hours-saved-by-team",
       kTopic,
       Q::kMeasured,
       1,
       {"Hours saved, by team", "Heures gagnées, par équipe"},
       {"The same hours by the team that the measurements name.",
        "Les mêmes heures par l'équipe que nomment les mesures."},
       {},
       HoursSavedByTeam,
       FigurePeer::kKpi},
      {"active-users",
       kTopic,
       Q::kMeasured,
       1,
       {"People who use the tools", "Personnes qui utilisent les outils"},
       {"Different people per tool in its last closed period, added up over the tools; parts: "
        "teams by how much they use them.",
        "Personnes différentes par outil sur sa dernière période close, additionnées sur les "
        "outils ; parts : équipes selon leur usage."},
       {},
       ActiveUsers,
       FigurePeer::kKpi},
      {"penetration",
       kTopic,
       Q::kMeasured,
       1,
       {"Cases done through the AI step", "Cas passés par l'étape d'IA"},
       {"Of the cases of the last four weeks that could be done through the AI step, those that "
        "were: the projects' KPI `penetration`; parts by week, records by team and week.",
        "Parmi les cas des quatre dernières semaines qui pouvaient passer par l'étape d'IA, ceux "
        "qui y sont passés : KPI `penetration` des projets ; parts par semaine, fiches par équipe "
        "et semaine."},
       {},
       Penetration,
       FigurePeer::kKpi},
      {"use-and-satisfaction",
       kTopic,
       Q::kMeasured,
       1,
       {"Teams that use their tool and like it",
        "Équipes qui utilisent leur outil et l'apprécient"},
       {"Teams in regular use whose net promoter score is above 0, of the teams of which both are "
        "told; use in the last closed period, score of the last survey.",
        "Équipes en usage régulier dont le score de recommandation est positif, sur celles dont on "
        "sait les deux ; usage de la dernière période close, score de la dernière enquête."},
       {},
       UseAndSatisfaction,
       FigurePeer::kKpi},
      {"leaders-use",
       kTopic,
       Q::kMeasured,
       1,
       {"Tools that the leaders use", "Outils que les dirigeants utilisent"},
       {"Tools that at least half of the executive committee used in the last closed period, of "
        "those of which it is told; never with fewer than five leaders.",
        "Outils qu'au moins la moitié du comité de direction a utilisés sur la dernière période "
        "close, sur ceux où on le sait ; jamais avec moins de cinq dirigeants."},
       {},
       LeadersUse,
       FigurePeer::kKpi},
  };
}

}  // namespace palier::reporting
