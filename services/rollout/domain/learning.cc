// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/learning.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace palier::rollout {
namespace {

bool HasCompleted(const std::string& path, const std::string& person,
                  const Completions& completions) {
  const auto found = completions.find(path);
  return found != completions.end() && found->second.contains(person);
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
  if (share.people > 0) share.permille = (2000 * share.trained + share.people) / (2 * share.people);
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

}  // namespace palier::rollout
