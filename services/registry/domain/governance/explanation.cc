// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "registry/domain/governance/authorisation.h"

namespace palier::registry {
namespace {

using Rule = v1::AuthorisationRule;
using Ground = Authorisation::Ground;

status::Text ByRule(const Authorisation& answer) {
  const std::string& rule = answer.rule->display_name;
  switch (answer.effect) {
    case Rule::ALLOWED:
      return {absl::StrCat("The rule “", rule, "” allows it."),
              absl::StrCat("La règle « ", rule, " » l'autorise.")};
    case Rule::CONDITIONAL:
      return {
          absl::StrCat("The rule “", rule, "” allows it on a condition: ", answer.rule->condition),
          absl::StrCat("La règle « ", rule,
                       " » l'autorise sous condition : ", answer.rule->condition)};
    default:
      return {absl::StrCat("The rule “", rule, "” denies it."),
              absl::StrCat("La règle « ", rule, " » l'interdit.")};
  }
}

}  // namespace

status::Text Explain(const AuthorisationQuestion& question, const Authorisation& answer) {
  switch (answer.ground) {
    case Ground::kRule:
      return ByRule(answer);
    case Ground::kNoRule:
      return {absl::StrCat("No rule allows ", question.application, " for data of class “",
                           question.data_class, "”, and what no rule allows is denied."),
              absl::StrCat("Aucune règle n'autorise ", question.application,
                           " pour les données de classe « ", question.data_class,
                           " » ; ce qu'aucune règle n'autorise est interdit.")};
    case Ground::kUnknownApplication:
      return {absl::StrCat(question.application, " is not in the list of applications."),
              absl::StrCat(question.application, " n'est pas dans la liste des applications.")};
    case Ground::kUnknownPopulation:
      return {absl::StrCat(question.population, " is no team or department."),
              absl::StrCat(question.population, " n'est ni une équipe ni un département.")};
    case Ground::kWithdrawn:
      return {absl::StrCat(question.application, " is withdrawn."),
              absl::StrCat(question.application, " est retirée.")};
    case Ground::kSensitiveInCloud:
      return {absl::StrCat("Data of class “", question.data_class, "” must not go to a cloud, and ",
                           question.application, " has no waiver for it."),
              absl::StrCat("Les données de classe « ", question.data_class,
                           " » ne doivent pas aller dans un nuage, et ", question.application,
                           " n'a pas de dérogation.")};
    case Ground::kSensitiveHostingUnknown:
      return {absl::StrCat("Nobody has recorded where ", question.application,
                           " is hosted: it counts as a cloud, where data of class “",
                           question.data_class, "” must not go without a waiver."),
              absl::StrCat("L'hébergement de ", question.application,
                           " n'est pas renseigné : il vaut nuage, où les données de classe « ",
                           question.data_class, " » ne doivent pas aller sans dérogation.")};
    case Ground::kWaiver:
      return {absl::StrCat("Data of class “", question.data_class,
                           "” may go to this cloud while the waiver “", answer.waiver->display_name,
                           "” holds."),
              absl::StrCat("Les données de classe « ", question.data_class,
                           " » peuvent aller dans ce nuage tant que la dérogation « ",
                           answer.waiver->display_name, " » vaut.")};
  }
  return {};
}

}  // namespace palier::registry
