// SPDX-License-Identifier: Apache-2.0
// Whom the projects are for, and what they ask of them.
#include "common/time/proto_time.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {
namespace {

using registry::v1::QuickWin;

bool IsLate(const QuickWin& win, absl::CivilDay today) {
  const auto day = time::DayOf(win.expected_date());
  return win.achieved().empty() && day.has_value() && *day < today;
}

// S0-30.
Figure QuickWins(const PortfolioModel& model, absl::CivilDay today) {
  Figure figure;
  int published = 0, hidden = 0, late = 0, open = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (!entry.has_quick_win()) continue;
      const QuickWin& win = entry.quick_win();
      const bool achieved = !win.achieved().empty();
      const bool is_late = IsLate(win, today);
      published += achieved && win.published();
      hidden += achieved && !win.published();
      late += is_late;
      open += !achieved && !is_late;
      figure.items.push_back(ItemOf(entry, achieved  ? win.published() ? "PUBLISHED" : "HIDDEN"
                                           : is_late ? "LATE"
                                                     : "OPEN"));
    }
  }
  figure.value = CountOf(published + hidden);
  figure.parts = {{"PUBLISHED", {"achieved and shown", "obtenus et montrés"}, CountOf(published)},
                  {"HIDDEN", {"achieved, not shown", "obtenus, pas montrés"}, CountOf(hidden)},
                  {"OPEN", {"expected", "attendus"}, CountOf(open)},
                  {"LATE", {"late", "en retard"}, CountOf(late)}};
  if (hidden > 0) {
    figure.warning = {"Some results were reached and nobody was told.",
                      "Des résultats ont été obtenus et personne ne l'a su."};
  }
  return figure;
}

// S4-13.
Figure PeopleWithATool(const PortfolioModel& model, absl::CivilDay today) {
  Figure figure;
  int64_t live = 0, expected = 0;
  int old = 0;
  const absl::Time now = absl::FromCivil(today, model.zone);
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [evidence_name, evidence] : dossier->evidence) {
      if (!evidence.has_rollout()) continue;
      live += evidence.rollout().live_headcount();
      expected += evidence.rollout().headcount();
      old += time::TimeOf(evidence.valid_until_time()) < now;
      FigureItem item = ItemOf(*dossier);
      item.resource = evidence.subject();
      item.value = ShareOf(evidence.rollout().live_headcount(), evidence.rollout().headcount());
      item.written = time::TimeOf(evidence.update_time());
      figure.items.push_back(std::move(item));
    }
  }
  figure.value = ShareOf(live, expected);
  figure.inputs = {{{"seats with the tool", "places équipées"}, live},
                   {{"seats in the roll-outs", "places des déploiements"}, expected}};
  if (old > 0) {
    figure.notes = {{"Of some roll-outs nothing has been heard for long: their figures are old.",
                     "De certains déploiements, on n'a rien entendu depuis longtemps : leurs "
                     "chiffres sont vieux."}};
  }
  return figure;
}

// S1-60, as far as the dossiers tell.
Figure ConcernsAnswered(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int concerns = 0, answered = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (!entry.has_concern()) continue;
      const bool has_answer = !entry.concern().answer().empty();
      ++concerns;
      answered += has_answer;
      figure.items.push_back(ItemOf(entry, has_answer ? "ANSWERED" : "UNANSWERED"));
    }
  }
  figure.value = ShareOf(answered, concerns);
  figure.parts = {{"ANSWERED", {"answered", "avec réponse"}, CountOf(answered)},
                  {"UNANSWERED", {"unanswered", "sans réponse"}, CountOf(concerns - answered)}};
  if (answered < concerns) {
    figure.warning = {"Fears without an answer become resistance.",
                      "Des craintes sans réponse deviennent de la résistance."};
  }
  return figure;
}

}  // namespace

std::vector<FigureDefinition> PeopleFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kPeople;
  using Q = FigureQuality;
  return {
      {"people-with-a-tool",
       kTopic,
       Q::kMeasured,
       1,
       {"People who have a tool", "Personnes équipées"},
       {"Live people of all roll-outs, of the people of their teams, as rollout told last.",
        "Personnes équipées de tous les déploiements, sur les personnes de leurs équipes, selon le "
        "dernier état de rollout."},
       {},
       PeopleWithATool},
      {"quick-wins",
       kTopic,
       Q::kRecorded,
       1,
       {"Quick wins achieved", "Gains rapides obtenus"},
       {"Quick wins on record with what was achieved.",
        "Gains rapides enregistrés avec ce qui a été obtenu."},
       {"quick-wins"},
       QuickWins},
      {"concerns-answered",
       kTopic,
       Q::kRecorded,
       1,
       {"Fears that were answered", "Craintes qui ont reçu une réponse"},
       {"Concerns on record with an answer, of all concerns.",
        "Craintes enregistrées avec une réponse, sur toutes les craintes."},
       {},
       ConcernsAnswered},
  };
}

}  // namespace palier::reporting
