// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/preparation.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace palier::rollout {
namespace {

constexpr size_t kMostNames = 10;

std::vector<std::string> MissingFrom(const std::set<std::string>& covered,
                                     const std::vector<std::string>& teams) {
  std::vector<std::string> missing;
  std::copy_if(teams.begin(), teams.end(), std::back_inserter(missing),
               [&](const std::string& team) { return !covered.contains(team); });
  return missing;
}

}  // namespace

status::Text NamesOf(const std::vector<std::string>& names) {
  const size_t told = std::min(names.size(), kMostNames);
  const std::string first = absl::StrJoin(names.begin(), names.begin() + told, ", ");
  if (told == names.size()) return {first, first};
  const size_t more = names.size() - told;
  return {absl::StrCat(first, " and ", more, " more"),
          absl::StrCat(first, " et ", more, more == 1 ? " autre" : " autres")};
}

Conditions UnmetBy(const Preparation& preparation) {
  Conditions unmet;
  if (!preparation.has_tool_card) {
    unmet.push_back({"TOOL_CARD_MISSING",
                     preparation.rollout,
                     {"No card says what the tool does not do.",
                      "Aucune fiche ne dit ce que l'outil ne fait pas."}});
  }
  const std::vector<std::string> untold = MissingFrom(preparation.told_teams, preparation.teams);
  if (!untold.empty()) {
    const status::Text names = NamesOf(untold);
    unmet.push_back(
        {"COMMUNICATION_PLAN_MISSING",
         preparation.rollout,
         {absl::StrCat("No communication says what changes for: ", names.en, "."),
          absl::StrCat("Aucune communication ne dit ce qui change pour : ", names.fr, ".")}});
  }
  const std::vector<std::string> unskilled =
      MissingFrom(preparation.upskilled_teams, preparation.teams);
  if (!unskilled.empty()) {
    const status::Text names = NamesOf(unskilled);
    unmet.push_back(
        {"UPSKILLING_PLAN_MISSING",
         preparation.rollout,
         {absl::StrCat("No upskilling plan covers: ", names.en, "."),
          absl::StrCat("Aucun plan de montée en compétences ne couvre : ", names.fr, ".")}});
  }
  return unmet;
}

}  // namespace palier::rollout
