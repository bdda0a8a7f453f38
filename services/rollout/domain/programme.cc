// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace palier::rollout {
namespace {

struct Words {
  const char* name;
  const char* en;
  const char* fr;
};

// In the order of the enum.
constexpr Words kWords[] = {
    {"FIRST_WEEK", "The programme begins in this week.", "Le programme commence cette semaine-là."},
    {"RELEASE_DAY", "The team is not released before.", "L'équipe n'est pas disponible avant."},
    {"FREEZE", "The week of {week} is frozen.", "La semaine du {week} est gelée."},
    {"PILOT_FIRST", "The pilots of {of} must be through first.",
     "Les pilotes de {of} doivent d'abord être terminés."},
    {"PREREQUISITE", "{of} goes first.", "{of} passe d'abord."},
    {"IT_CAPACITY", "In the week of {week} IT is short by {short}.",
     "La semaine du {week}, il manque {short} à l'informatique."},
    {"SESSIONS_PER_WEEK", "In the week of {week} the sessions of {of} are short by {short}.",
     "La semaine du {week}, il manque {short} aux sessions de {of}."},
    {"CHAMPION_SHORTAGE", "In the week of {week} the champions of {of} are short by {short} users.",
     "La semaine du {week}, il manque aux champions de {of} de quoi accompagner {short} "
     "utilisateurs."},
    {"SATURATION", "In the week of {week} {of} lives through as many changes as it can.",
     "La semaine du {week}, {of} vit autant de changements qu'elle peut."},
    {"TEAM_CAPACITY", "In the week of {week} {of} is in training, or away.",
     "La semaine du {week}, {of} est en formation ou absente."},
    {"GROWTH", "{of} would reach {short} people more than those who are live allow.",
     "{of} toucherait {short} personnes de plus que ne le permettent celles en service."},
    {"BUDGET", "By the week of {week} {short} of the budget are missing.",
     "À la semaine du {week}, il manque {short} au budget."},
    {"PLAN", "No rule holds it back; going earlier would cost others more than it brings.",
     "Aucune règle ne la retient ; passer plus tôt coûterait plus aux autres que cela n'apporte."},
    {"NOTICE", "What is planned anew begins in the week of {week} at the earliest.",
     "Ce qui est replanifié commence au plus tôt la semaine du {week}."},
    {"KEPT", "Keeps the week it was given.", "Garde la semaine qui lui a été donnée."},
};
static_assert(std::size(kWords) == kProgrammeLimitCount);

}  // namespace

absl::string_view ProgrammeLimitName(ProgrammeLimit limit) {
  return kWords[static_cast<int>(limit)].name;
}

status::Text TextOf(const ProgrammeReason& reason) {
  const Words& words = kWords[static_cast<int>(reason.limit)];
  const std::string week = absl::FormatCivilTime(reason.week);
  const std::string shortage = absl::StrCat(reason.shortage);
  const auto fill = [&](const char* sentence) {
    return absl::StrReplaceAll(sentence,
                               {{"{week}", week}, {"{of}", reason.of}, {"{short}", shortage}});
  };
  return {fill(words.en), fill(words.fr)};
}

}  // namespace palier::rollout
