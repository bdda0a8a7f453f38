// SPDX-License-Identifier: Apache-2.0
// What keeps the projects from moving.
#include <map>

#include "reporting/figures/figure.h"

namespace palier::reporting {
namespace {

using registry::v1::Blocker;

struct Kind {
  int value = 0;
  std::string key;
  status::Text label;
};

// The unresolved blockers of projects under way, by what `kind_of` says of each.
template <typename KindOf>
Figure OpenBlockers(const PortfolioModel& model, const std::vector<Kind>& kinds,
                    const KindOf& kind_of) {
  Figure figure;
  std::map<int, int> counts;
  int projects = 0, blocked = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsAlive(dossier->project)) continue;
    ++projects;
    const size_t before = figure.items.size();
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (!entry.has_blocker() || entry.blocker().resolved()) continue;
      for (const Kind& kind : kinds)
        if (kind.value == kind_of(entry.blocker())) figure.items.push_back(ItemOf(entry, kind.key));
      ++counts[kind_of(entry.blocker())];
    }
    blocked += figure.items.size() > before;
  }
  const auto all = static_cast<int64_t>(figure.items.size());
  figure.value = CountOf(all);
  for (const Kind& kind : kinds)
    figure.parts.push_back({kind.key, kind.label, ShareOf(counts[kind.value], all)});
  figure.inputs = {{{"projects under way", "projets en cours"}, projects},
                   {{"of them, blocked", "dont bloqués"}, blocked}};
  return figure;
}

// S0-03.
Figure BlockersByType(const PortfolioModel& model, absl::CivilDay) {
  return OpenBlockers(model,
                      {{Blocker::TECHNICAL, "TECHNICAL", {"technical", "technique"}},
                       {Blocker::FINANCIAL, "FINANCIAL", {"financial", "financier"}},
                       {Blocker::HUMAN, "HUMAN", {"human", "humain"}},
                       {Blocker::POLITICAL, "POLITICAL", {"political", "politique"}}},
                      [](const Blocker& blocker) { return blocker.type(); });
}

Figure BlockersByNature(const PortfolioModel& model, absl::CivilDay) {
  Figure figure = OpenBlockers(
      model,
      {{Blocker::ORGANISATIONAL, "ORGANISATIONAL", {"organisational", "organisationnelle"}},
       {Blocker::STRATEGIC, "STRATEGIC", {"strategic", "stratégique"}},
       {Blocker::ARCHITECTURAL, "ARCHITECTURAL", {"architectural", "architecturale"}},
       {Blocker::ECONOMIC, "ECONOMIC", {"economic", "économique"}},
       {Blocker::NATURE_UNSPECIFIED, "UNKNOWN", {"nobody said", "personne n'a dit"}}},
      [](const Blocker& blocker) { return blocker.nature(); });
  const FigurePart& unknown = figure.parts.back();
  if (unknown.value.number.value_or(0) > 0) {
    figure.notes = {{"Of some blockers nobody said what they come from.",
                     "De certains blocages, personne n'a dit d'où ils viennent."}};
  }
  return figure;
}

// S1-70.
Figure AllIt(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int projects = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsAlive(dossier->project)) continue;
    ++projects;
    if (IsUnmet(*dossier, "ALL_IT")) figure.items.push_back(ItemOf(*dossier));
  }
  figure.value = CountOf(static_cast<int64_t>(figure.items.size()));
  figure.inputs = {{{"projects under way", "projets en cours"}, projects}};
  if (!figure.items.empty()) {
    figure.warning = {
        "Owner, budget and team are all IT: this is a change project without the change.",
        "Propriétaire, budget et équipe sont tous informatiques : un projet de changement sans le "
        "changement."};
  }
  return figure;
}

// S2-27.
Figure UnsignedGaps(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int concerned = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsPastPoc(dossier->project) || !IsAlive(dossier->project)) continue;
    ++concerned;
    bool stated = false, is_signed = false;
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (!entry.has_gap_statement()) continue;
      stated = true;
      is_signed = is_signed || !entry.gap_statement().signer().empty();
    }
    if (is_signed) continue;
    figure.items.push_back(ItemOf(*dossier, stated ? "UNSIGNED" : "NOT_STATED"));
  }
  int unsigned_count = 0;
  for (const FigureItem& item : figure.items) unsigned_count += item.part == "UNSIGNED";
  const auto all = static_cast<int64_t>(figure.items.size());
  figure.value = CountOf(all);
  figure.parts = {{"UNSIGNED", {"stated, unsigned", "énoncé, non signé"}, CountOf(unsigned_count)},
                  {"NOT_STATED", {"not stated", "non énoncé"}, CountOf(all - unsigned_count)}};
  figure.inputs = {
      {{"projects past their PoC and under way", "projets après leur PoC et en cours"}, concerned}};
  if (all > 0) {
    figure.warning = {
        "Telling the board what is validated and what is ready is the technical sponsor's duty.",
        "Dire au comité ce qui est validé et ce qui est prêt est le devoir du sponsor technique."};
  }
  return figure;
}

}  // namespace

std::vector<FigureDefinition> ObstacleFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kObstacles;
  using Q = FigureQuality;
  return {
      {"blockers-by-type",
       kTopic,
       Q::kRecorded,
       1,
       {"Open blockers, by type", "Blocages ouverts, par type"},
       {"Unresolved blockers of the projects under way; parts are shares of them.",
        "Blocages non résolus des projets en cours ; les parts en sont des proportions."},
       {"failed-for-adoption"},
       BlockersByType},
      {"blockers-by-nature",
       kTopic,
       Q::kRecorded,
       1,
       {"Open blockers, by what they come from", "Blocages ouverts, selon leur origine"},
       {"Unresolved blockers of the projects under way; parts are shares of them.",
        "Blocages non résolus des projets en cours ; les parts en sont des proportions."},
       {},
       BlockersByNature},
      {"all-it-projects",
       kTopic,
       Q::kJudged,
       1,
       {"Projects that are all IT", "Projets entièrement informatiques"},
       {"Projects under way for which the rule ALL_IT is broken.",
        "Projets en cours pour lesquels la règle ALL_IT est enfreinte."},
       {"technology-share"},
       AllIt},
      {"unsigned-gap-statements",
       kTopic,
       Q::kRecorded,
       1,
       {"Gaps to production that nobody signed",
        "Écarts avec la production que personne n'a signés"},
       {"Projects past their PoC and under way without a gap statement that somebody signed.",
        "Projets après leur PoC et en cours sans énoncé de l'écart signé par quelqu'un."},
       {},
       UnsignedGaps},
  };
}

}  // namespace palier::reporting
