// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/rule.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace palier::rollout {
namespace {

constexpr size_t kMaxViolations = 20;

struct RuleWords {
  const char* name;
  const char* en;
  const char* fr;
};

// In the order of the enum.
constexpr RuleWords kWords[] = {
    {"HORIZON", "The planning period has no room: it runs from {first} to {last}.",
     "La période de planification ne laisse pas de place : elle va du {first} au {last}."},
    {"CALENDAR", "{day} is closed (weekend, holiday, blackout or absence).",
     "Le {day} est fermé (week-end, jour férié, gel ou absence)."},
    {"CADENCE", "Waves do not start on the weekday of {day}.",
     "Les vagues ne commencent pas le jour de semaine du {day}."},
    {"RELEASE_DAY", "Released on {day} only.", "Disponible à partir du {day} seulement."},
    {"DEPENDENCY", "Waits for {dependency}, expected on {day}.",
     "Attend {dependency}, prévu le {day}."},
    {"PREREQUISITE", "{prerequisite} must first be live in an earlier wave, for {lag_days} days.",
     "{prerequisite} doit d'abord être en service dans une vague précédente, depuis {lag_days} "
     "jours."},
    {"PREREQUISITE_CYCLE", "The prerequisites form a cycle: {cycle}.",
     "Les prérequis forment un cycle : {cycle}."},
    {"GATE",
     "Wave {wave} must first pass its gate of {gate_day}, after {hypercare_days} days of hypercare "
     "and {review_days} of review.",
     "La vague {wave} doit d'abord franchir son jalon du {gate_day}, après {hypercare_days} jours "
     "d'accompagnement et {review_days} de revue."},
    {"PILOT_FIRST", "The pilot teams go first.", "Les équipes pilotes passent d'abord."},
    {"PILOT_SIZE", "The pilot would hold {people} people, at most {limit} are allowed.",
     "Le pilote compterait {people} personnes, {limit} au plus sont permises."},
    {"WAVE_SIZE", "Wave {wave} would hold {people} people, its size is {limit}.",
     "La vague {wave} compterait {people} personnes, sa taille est {limit}."},
    {"WAVE_SHARE",
     "The wave would hold {people} people, at most {limit} of {population} at once are allowed "
     "without a waiver of BIG_BANG.",
     "La vague compterait {people} personnes, {limit} au plus sur {population} sont permises à la "
     "fois sans dérogation BIG_BANG."},
    {"DEPARTMENTS",
     "The wave would reach {departments} departments, at most {limit} are allowed without a waiver "
     "of BIG_BANG.",
     "La vague toucherait {departments} départements, {limit} au plus sont permis sans dérogation "
     "BIG_BANG."},
    {"GROWTH",
     "The wave would hold {people} people; with {live} live, at most {limit} are allowed.",
     "La vague compterait {people} personnes ; avec {live} en service, {limit} au plus sont "
     "permises."},
    {"TEAM_CAPACITY",
     "{people} people in training on one day, at most {limit} of {team} are allowed.",
     "{people} personnes en formation le même jour, {limit} au plus de {team} sont permises."},
    {"SATURATION",
     "{team} would live through {changes} changes at once, at most {limit} are allowed.",
     "{team} vivrait {changes} changements à la fois, {limit} au plus sont permis."},
    {"CHAMPION_SHORTAGE", "Needs {needed} champions, {eligible} are available: {short} short.",
     "Demande {needed} champions, {eligible} sont disponibles : il en manque {short}."},
    {"CHAMPION_HOURS", "The champions have no hours left in the week of {week}.",
     "Les champions n'ont plus d'heures la semaine du {week}."},
    {"SESSION_SIZE", "A session holds {people} people, at most {limit} are allowed.",
     "Une session compte {people} personnes, {limit} au plus sont permises."},
    {"SESSIONS_PER_WEEK", "The {limit} sessions of the week of {week} are taken.",
     "Les {limit} sessions de la semaine du {week} sont prises."},
    {"DEADLINE", "Live on {day}, after the deadline of {deadline}.",
     "En service le {day}, après l'échéance du {deadline}."},
    {"CLUSTER", "The cluster {cluster} must go into one wave.",
     "Le groupe {cluster} doit entrer dans une seule vague."},
    {"COMPLETENESS", "{found} in the plan, {expected} expected.",
     "{found} dans le plan, {expected} attendu."},
    {"TOTALS", "The plan says {found}, its parts give {expected}.",
     "Le plan indique {found}, ses éléments donnent {expected}."},
    {"TEAM_HOURS", "Needs {needed} hours of training, the team has {limit}.",
     "Demande {needed} heures de formation, l'équipe en a {limit}."},
    {"BUDGET", "Costs {needed}, the budget is {limit}.",
     "Coûte {needed}, le budget est de {limit}."},
    {"SPONSOR_LOAD", "The sponsor would carry {needed} initiatives, at most {limit} are allowed.",
     "Le sponsor porterait {needed} initiatives, {limit} au plus sont permises."},
    {"FROZEN", "What has started, or starts soon, stays as it was planned.",
     "Ce qui a commencé, ou commence bientôt, reste tel que prévu."},
    {"NOTICE", "What is planned anew starts on {day} at the earliest.",
     "Ce qui est replanifié commence au plus tôt le {day}."},
    {"KEPT", "Keeps the date it was given.", "Garde la date qui lui a été donnée."},
    {"GIVES_WAY", "Waits, so that others keep their dates.",
     "Attend, pour que les autres gardent leurs dates."},
};
static_assert(std::size(kWords) == kRuleCount);

const RuleWords& WordsOf(Rule rule) {
  return kWords[static_cast<int>(rule)];
}

std::string Fill(absl::string_view sentence, const RuleFinding& finding) {
  std::vector<std::pair<std::string, std::string>> holes;
  for (const auto& [key, value] : finding.numbers) {
    holes.push_back({absl::StrCat("{", key, "}"), value});
  }
  return absl::StrReplaceAll(sentence, holes);
}

}  // namespace

absl::string_view RuleName(Rule rule) {
  return WordsOf(rule).name;
}

status::Text TextOf(const RuleFinding& finding) {
  const RuleWords& words = WordsOf(finding.rule);
  return {Fill(words.en, finding), Fill(words.fr, finding)};
}

absl::Status NoPlanFound(absl::string_view subject, bool proven,
                         const std::vector<RuleFinding>& limits) {
  const status::Text first = TextOf(limits.front());
  status::Error error(
      absl::StatusCode::kFailedPrecondition, error::v1::NO_PLAN_FOUND,
      {absl::StrCat(proven ? "No plan exists" : "No plan was found", " ({subject}): ", first.en),
       absl::StrCat(proven ? "Aucun plan n'existe" : "Aucun plan n'a été trouvé",
                    " ({subject}) : ", first.fr)});
  error.With("subject", subject).With("proven", proven ? "true" : "false");
  for (size_t i = 0; i < std::min(limits.size(), kMaxViolations); ++i) {
    error.Precondition(RuleName(limits[i].rule), limits[i].subject, TextOf(limits[i]));
  }
  return error;
}

}  // namespace palier::rollout
