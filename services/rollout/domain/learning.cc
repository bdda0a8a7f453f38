// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/learning.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/stats/permille.h"
#include "common/stats/small_group.h"

namespace palier::rollout {
namespace {

bool HasCompleted(const std::string& path, const std::string& person,
                  const Completions& completions) {
  const auto found = completions.find(path);
  return found != completions.end() && found->second.contains(person);
}

bool NamesNobody(int people, int completed) {
  const int others = people - completed;
  return people >= stats::kSmallestGroup && (completed == 0 || completed >= stats::kSmallestGroup) &&
         (others == 0 || others >= stats::kSmallestGroup);
}

}  // namespace

int CompletedCount(const NamedAssignment& assignment, const Completions& completions) {
  return static_cast<int>(std::count_if(assignment.people.begin(), assignment.people.end(),
                                        [&](const std::string& person) {
                                          return HasCompleted(assignment.path, person, completions);
                                        }));
}

TrainedShare ShareOf(const std::vector<NamedAssignment>& assignments,
                     const Completions& completions) {
  // Whether a person completed all so far.
  std::map<std::string, bool> people;
  for (const NamedAssignment& assignment : assignments) {
    for (const std::string& person : assignment.people) {
      const bool completed = HasCompleted(assignment.path, person, completions);
      const auto [at, first] = people.emplace(person, completed);
      if (!first) at->second = at->second && completed;
    }
  }
  TrainedShare share;
  share.people = static_cast<int>(people.size());
  for (const auto& [person, trained] : people) share.trained += trained;
  if (share.people > 0) share.permille = stats::Permille(share.trained, share.people);
  return share;
}

status::Text SentenceOf(const TrainedShare& key_users) {
  if (!key_users.permille) {
    return {"No key user is assigned a learning path by name.",
            "Aucun utilisateur clé ne suit nommément un parcours."};
  }
  const int tenths = *key_users.permille;
  return {
      absl::StrCat(key_users.trained, " of ", key_users.people, " key users ",
                   key_users.trained == 1 ? "is" : "are", " trained (",
                   absl::StrFormat("%d.%d %%", tenths / 10, tenths % 10), ")."),
      absl::StrCat(key_users.trained,
                   key_users.trained <= 1 ? " utilisateur clé formé" : " utilisateurs clés formés",
                   " sur ", key_users.people, " (",
                   absl::StrFormat("%d,%d %%", tenths / 10, tenths % 10), ").")};
}

status::Text WithheldSentence() {
  return {"The share of trained key users is withheld: it would tell what single people completed.",
          "La part d'utilisateurs clés formés n'est pas montrée : elle dirait ce que des personnes "
          "ont terminé."};
}

std::vector<bool> ToldOf(const std::vector<NamedAssignment>& assignments,
                         const Completions& completions) {
  // By path and person, the assignments that name the person.
  std::map<std::pair<std::string, std::string>, std::vector<size_t>> named;
  for (size_t i = 0; i < assignments.size(); ++i) {
    for (const std::string& person : assignments[i].people) {
      named[{assignments[i].path, person}].push_back(i);
    }
  }
  std::map<std::pair<std::string, std::vector<size_t>>, TrainedShare> groups;
  for (const auto& [key, by] : named) {
    TrainedShare& group = groups[{key.first, by}];
    ++group.people;
    group.trained += HasCompleted(key.first, key.second, completions);
  }
  std::vector<bool> told(assignments.size(), true);
  for (const auto& [key, group] : groups) {
    if (MayBeTold(group)) continue;
    for (const size_t i : key.second) told[i] = false;
  }
  return told;
}

bool MayBeTold(const TrainedShare& share) {
  return NamesNobody(share.people, share.trained);
}

}  // namespace palier::rollout
