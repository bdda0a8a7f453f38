// SPDX-License-Identifier: Apache-2.0
// What the field says and gets as an answer; as rollout tells it beside the dossiers.
#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "reporting/figures/figure.h"
#include "reporting/figures/shares.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {
namespace {

using registry::v1::Concern;
using registry::v1::Entry;
using rollout::v1::Communication;
using rollout::v1::FeedbackReply;

constexpr int kTrendDays = 90;

// S4-17.
Figure RemarksAnswered(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int64_t answered = 0, done = 0, refused = 0, accepted = 0, waiting = 0, overdue = 0;
  for (const auto& [name, dossier] : model.rollout.facts->rollouts) {
    waiting += dossier.feedback.waiting_count();
    overdue += dossier.feedback.overdue_count();
    for (const FeedbackReply& reply : dossier.feedback.replies()) {
      const bool has_answer = reply.state() != FeedbackReply::OPEN;
      waiting += !has_answer;
      answered += has_answer;
      done += reply.state() == FeedbackReply::DONE;
      refused += reply.state() == FeedbackReply::REFUSED;
      accepted += reply.state() == FeedbackReply::ACCEPTED;
      FigureItem item;
      item.resource = reply.source();
      item.display_name = reply.said();
      item.part = FeedbackReply::State_Name(reply.state());
      item.note = {reply.answer(), reply.answer()};
      item.written = model.rollout.facts->read_time;
      figure.items.push_back(std::move(item));
    }
  }
  figure.value = ShareOf(answered, answered + waiting);
  figure.parts = {
      {"DONE", {"done", "fait"}, CountOf(done)},
      {"ACCEPTED", {"accepted, to be done", "accepté, à faire"}, CountOf(accepted)},
      {"REFUSED", {"refused, with a reason", "refusé, avec une raison"}, CountOf(refused)},
      {"OPEN", {"without an answer", "sans réponse"}, CountOf(waiting)}};
  figure.inputs = {{{"answers overdue", "réponses en retard"}, overdue}};
  if (overdue > 0) {
    figure.warning = {"People spoke and the time to answer them has passed.",
                      "Des gens ont parlé et le délai pour leur répondre est passé."};
  }
  return figure;
}

// S4-21.
Figure AnnouncedBeforeUse(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int announced = 0;
  for (const auto& [name, dossier] : model.rollout.facts->rollouts) {
    for (const Communication& communication : dossier.communications) {
      if (!communication.public_() || communication.state() != Communication::PUBLISHED) continue;
      ++announced;
      if (!communication.before_use()) continue;
      FigureItem item;
      item.resource = communication.name();
      item.display_name = communication.display_name();
      item.written = time::TimeOf(communication.update_time());
      figure.items.push_back(std::move(item));
    }
  }
  figure.value = CountOf(static_cast<int64_t>(figure.items.size()));
  figure.inputs = {{{"public announcements", "annonces publiques"}, announced}};
  if (!figure.items.empty()) {
    figure.warning = {"Announced to the public before anybody was seen to use it in real work.",
                      "Annoncé au public avant qu'on ait vu quelqu'un s'en servir pour de vrai."};
  }
  return figure;
}

// Concerns of some teams, by when they were raised.
struct Trend {
  int teams = 0;
  int64_t recent = 0;
  int64_t before = 0;
};

absl::CivilDay DayRaised(const Entry& entry, const absl::TimeZone& zone) {
  const auto day = time::DayOf(entry.event_date());
  return day.has_value() ? *day : absl::ToCivilDay(time::TimeOf(entry.create_time()), zone);
}

// S1-73.
Figure Resistance(const PortfolioModel& model, absl::CivilDay today) {
  const RolloutFacts& facts = *model.rollout.facts;
  std::set<std::string> live, championed;
  for (const auto& [name, dossier] : facts.rollouts)
    for (const rollout::v1::Wave& wave : dossier.started_waves)
      for (const rollout::v1::WaveTeam& team : wave.teams()) live.insert(team.team());
  for (const rollout::v1::Champion& champion : facts.champions) championed.insert(champion.team());
  Trend with, without;
  for (const std::string& team : live) ++(championed.count(team) > 0 ? with : without).teams;
  Figure figure;
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (!entry.has_concern() || live.count(entry.concern().team()) == 0) continue;
      const bool has_champion = championed.count(entry.concern().team()) > 0;
      const auto age = today - DayRaised(entry, model.zone);
      if (age < 0 || age >= 2 * kTrendDays) continue;
      Trend& trend = has_champion ? with : without;
      ++(age < kTrendDays ? trend.recent : trend.before);
      figure.items.push_back(ItemOf(entry, absl::StrCat(has_champion ? "WITH" : "WITHOUT",
                                                        age < kTrendDays ? "" : "_BEFORE")));
    }
  }
  const auto per_team = [](int64_t concerns, const Trend& trend) {
    return RatioOf(static_cast<double>(concerns), trend.teams, trend.teams);
  };
  if (with.teams > 0 && without.recent > 0) {
    figure.value =
        RatioOf(static_cast<double>(with.recent) / with.teams,
                static_cast<double>(without.recent) / without.teams, with.teams + without.teams);
  } else {
    figure.value = RatioOf(0, 0, with.teams + without.teams);
  }
  figure.parts = {
      {"WITH",
       {"with a champion, per team, last 90 days", "avec champion, par équipe, 90 derniers jours"},
       per_team(with.recent, with)},
      {"WITH_BEFORE",
       {"with a champion, the 90 days before", "avec champion, 90 jours d'avant"},
       per_team(with.before, with)},
      {"WITHOUT",
       {"without, per team, last 90 days", "sans, par équipe, 90 derniers jours"},
       per_team(without.recent, without)},
      {"WITHOUT_BEFORE",
       {"without, the 90 days before", "sans, 90 jours d'avant"},
       per_team(without.before, without)}};
  figure.inputs = {{{"live teams with a champion", "équipes équipées avec champion"}, with.teams},
                   {{"live teams without", "équipes équipées sans"}, without.teams}};
  figure.notes = {{"Teams were not drawn by lot: a champion may have come where it was easy.",
                   "Les équipes n'ont pas été tirées au sort : un champion a pu venir là où "
                   "c'était facile."}};
  return figure;
}

// S1-60: the lowest of four, as each of them can break the change.
Figure ChangeHealth(const PortfolioModel& model, absl::CivilDay today) {
  Share told, trained, shown, answered;
  for (const auto& [name, dossier] : model.rollout.facts->rollouts) {
    for (const Communication& communication : dossier.communications) {
      const auto planned = time::DayOf(communication.planned_date());
      const bool is_published = communication.state() == Communication::PUBLISHED;
      if (is_published || (planned.has_value() && *planned <= today)) told.Add(is_published);
    }
    if (dossier.learning.withheld()) continue;
    trained.part += dossier.learning.trained_key_user_count();
    trained.whole += dossier.learning.key_user_count();
  }
  Figure figure;
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (entry.has_quick_win()) {
        const auto& win = entry.quick_win();
        const auto day = time::DayOf(win.expected_date());
        const bool is_due = !win.achieved().empty() || (day.has_value() && *day < today);
        const bool is_shown = !win.achieved().empty() && win.published();
        if (is_due) shown.Add(is_shown);
        if (is_due && !is_shown) figure.items.push_back(ItemOf(entry, "QUICK_WINS"));
      } else if (entry.has_concern()) {
        const bool has_answer = !entry.concern().answer().empty();
        answered.Add(has_answer);
        if (!has_answer) figure.items.push_back(ItemOf(entry, "FEARS"));
      }
    }
  }
  ScoreByLowest(
      {{"TRANSPARENCY",
        {"communications said when planned", "communications faites comme prévu"},
        told},
       {"TRAINING", {"key users trained by name", "utilisateurs clés formés nommément"}, trained},
       {"QUICK_WINS",
        {"quick wins due that were reached and shown", "gains rapides échus obtenus et montrés"},
        shown},
       {"FEARS", {"fears answered", "craintes avec réponse"}, answered}},
      figure);
  return figure;
}

}  // namespace

std::vector<FigureDefinition> FieldFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kPeople;
  using Q = FigureQuality;
  return {
      {"remarks-answered",
       kTopic,
       Q::kRecorded,
       1,
       {"Remarks that were answered", "Remarques qui ont reçu une réponse"},
       {"What people said in surveys and as expectations and that was accepted, refused with a "
        "reason, or done, of all that was said.",
        "Ce que les gens ont dit en enquête ou comme attente et qui a été accepté, refusé avec une "
        "raison ou fait, sur tout ce qui a été dit."},
       {},
       RemarksAnswered,
       FigurePeer::kRollout},
      {"announced-before-use",
       kTopic,
       Q::kRecorded,
       1,
       {"Announced before anybody used it", "Annoncé avant tout usage"},
       {"Communications published to the public before the first real use of the tool.",
        "Communications publiées au public avant le premier usage réel de l'outil."},
       {},
       AnnouncedBeforeUse,
       FigurePeer::kRollout},
      {"resistance-with-champion",
       kTopic,
       Q::kRecorded,
       1,
       {"Fears in teams with a champion, by those without",
        "Craintes des équipes avec champion, sur celles des équipes sans"},
       {"Concerns raised in the last 90 days per live team that has a champion, by concerns per "
        "live team that has none.",
        "Craintes exprimées ces 90 derniers jours par équipe équipée qui a un champion, sur celles "
        "par équipe qui n'en a pas."},
       {},
       Resistance,
       FigurePeer::kRollout},
      {"change-health",
       kTopic,
       Q::kRecorded,
       1,
       {"Health of the change", "Santé du changement"},
       {"The lowest of four shares: communications said when planned, key users trained, quick "
        "wins reached and shown, fears answered. One of which nobody knows does not count, and is "
        "named.",
        "La plus basse de quatre parts : communications faites comme prévu, utilisateurs clés "
        "formés, gains rapides obtenus et montrés, craintes avec réponse. Celle qu'on ne connaît "
        "pas ne compte pas, et est nommée."},
       {},
       ChangeHealth,
       FigurePeer::kRollout},
  };
}

}  // namespace palier::reporting
