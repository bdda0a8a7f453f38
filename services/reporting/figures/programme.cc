// SPDX-License-Identifier: Apache-2.0
// How the whole is led: standards before roll-outs, and the four parts of a programme that works.
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/time/proto_time.h"
#include "reporting/figures/figure.h"
#include "reporting/figures/shares.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {
namespace {

using registry::v1::Project;

constexpr int kReviewDays = 92;

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

// S1-46.
Figure RolloutBeforeStandard(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int started = 0;
  for (const auto& [name, dossier] : model.rollout.facts->rollouts) {
    std::optional<absl::CivilDay> first;
    for (const rollout::v1::Wave& wave : dossier.started_waves) {
      const absl::CivilDay day =
          absl::ToCivilDay(time::TimeOf(wave.actual_start_time()), model.zone);
      first = std::min(day, first.value_or(day));
    }
    if (!first.has_value()) continue;
    ++started;
    const bool is_ruled =
        model.first_standard_day.has_value() && *model.first_standard_day <= *first;
    if (is_ruled) continue;
    FigureItem item;
    item.resource = name;
    item.display_name = dossier.rollout.display_name();
    item.note = {absl::StrCat("first wave on ", DayText(*first)),
                 absl::StrCat("première vague le ", DayText(*first))};
    item.written = time::TimeOf(dossier.rollout.update_time());
    figure.items.push_back(std::move(item));
  }
  figure.value = ShareOf(static_cast<int64_t>(figure.items.size()), started);
  figure.inputs = {{{"roll-outs that have started", "déploiements commencés"}, started}};
  if (model.first_standard_day.has_value()) {
    figure.notes = {
        {absl::StrCat("The first standard holds since ", DayText(*model.first_standard_day), "."),
         absl::StrCat("La première règle vaut depuis le ", DayText(*model.first_standard_day),
                      ".")}};
  } else {
    figure.notes = {{"No standard is on record.", "Aucune règle n'est enregistrée."}};
  }
  if (!figure.items.empty()) {
    figure.warning = {"People got a tool before the house had a rule for it.",
                      "Des gens ont reçu un outil avant que la maison n'ait une règle."};
  }
  return figure;
}

// Whether people looked at a project in production lately.
bool IsReviewed(const Dossier& dossier, absl::CivilDay today, const absl::TimeZone& zone) {
  return std::any_of(dossier.entries.begin(), dossier.entries.end(), [&](const auto& entry) {
    if (!entry.second.has_run_review()) return false;
    const auto day = time::DayOf(entry.second.event_date());
    const absl::CivilDay written = absl::ToCivilDay(time::TimeOf(entry.second.create_time()), zone);
    return today - day.value_or(written) < kReviewDays;
  });
}

// S4-20: the lowest of four.
Figure ProgrammeHealth(const PortfolioModel& model, absl::CivilDay today) {
  Share strategy, data, inclusion, improvement;
  Figure figure;
  for (const auto& [name, dossier] : model.dossiers) {
    const Project& project = dossier->project;
    if (!IsAlive(project)) continue;
    strategy.Add(!IsShowcase(model, project));
    if (IsShowcase(model, project)) figure.items.push_back(ItemOf(*dossier, "STRATEGY"));
    bool is_involving = false;
    for (const auto& [entry_name, entry] : dossier->entries) {
      is_involving = is_involving || entry.has_involvement();
      if (!entry.has_data_readiness()) continue;
      data.Add(IsReady(entry.data_readiness()));
      if (!IsReady(entry.data_readiness())) figure.items.push_back(ItemOf(entry, "DATA"));
    }
    inclusion.Add(is_involving);
    if (!is_involving) figure.items.push_back(ItemOf(*dossier, "INCLUSION"));
    if (!IsInUse(project)) continue;
    const bool is_reviewed = IsReviewed(*dossier, today, model.zone);
    improvement.Add(is_reviewed);
    if (!is_reviewed) figure.items.push_back(ItemOf(*dossier, "IMPROVEMENT"));
  }
  ScoreByLowest(
      {{"STRATEGY",
        {"projects that serve an objective", "projets qui servent un objectif"},
        strategy},
       {"DATA", {"data sources that are ready", "sources de données prêtes"}, data},
       {"INCLUSION",
        {"projects that involved future users", "projets qui ont associé les futurs utilisateurs"},
        inclusion},
       {"IMPROVEMENT",
        {"projects in use reviewed in the last quarter",
         "projets en usage revus au dernier trimestre"},
        improvement}},
      figure);
  return figure;
}

}  // namespace

std::vector<FigureDefinition> ProgrammeFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kStrategy;
  using Q = FigureQuality;
  return {
      {"rollout-before-standard",
       kTopic,
       Q::kRecorded,
       1,
       {"Roll-outs that came before the first standard",
        "Déploiements venus avant la première règle"},
       {"Roll-outs whose first wave started before any standard of the house held, of those that "
        "have started.",
        "Déploiements dont la première vague a commencé avant toute règle de la maison, sur ceux "
        "qui ont commencé."},
       {},
       RolloutBeforeStandard,
       FigurePeer::kRollout},
      {"programme-health",
       kTopic,
       Q::kRecorded,
       1,
       {"Health of the programme", "Santé du programme"},
       {"The lowest of four shares: projects that serve an objective, data sources that are "
        "located, "
        "accessible, structured, owned and not poor, projects that involved future users, projects "
        "in use reviewed in the last 92 days. One of which "
        "nobody knows does not count, and is named.",
        "La plus basse de quatre parts : projets qui servent un objectif, sources de données "
        "localisées, accessibles, structurées, avec propriétaire et correctes, projets qui ont "
        "associé les futurs utilisateurs, projets en usage revus depuis "
        "92 jours. Celle qu'on ne connaît pas ne compte pas, et est nommée."},
       {},
       ProgrammeHealth},
  };
}

}  // namespace palier::reporting
