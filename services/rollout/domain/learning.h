// SPDX-License-Identifier: Apache-2.0
// Who has learnt what was asked (S1-43, S4-11).
#ifndef PALIER_ROLLOUT_DOMAIN_LEARNING_H_
#define PALIER_ROLLOUT_DOMAIN_LEARNING_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/status/error.h"

namespace palier::rollout {

// People asked by name to complete a path.
struct NamedAssignment {
  std::string path;
  std::set<std::string> people;
};

// People by the path that they completed.
using Completions = std::map<std::string, std::set<std::string>>;

int CompletedCount(const NamedAssignment& assignment, const Completions& completions);

struct TrainedShare {
  // Different people, and those of them who completed every path asked of them.
  int people = 0;
  int trained = 0;
  // In thousandths, half up; none without people.
  std::optional<int> permille;
};

TrainedShare ShareOf(const std::vector<NamedAssignment>& assignments,
                     const Completions& completions);

// The share of key users, as a sentence.
status::Text SentenceOf(const TrainedShare& key_users);
// What is said instead where the share is withheld.
status::Text WithheldSentence();

// Of each assignment, whether its count may be told to those who may not know what one person
// completed. The assignments of one path tell groups of people apart; each such group has at least
// five people, and nobody or at least five of them completed the path, and did not.
std::vector<bool> ToldOf(const std::vector<NamedAssignment>& assignments,
                         const Completions& completions);
// The same of the share of all, by the people that it counts alone.
bool MayBeTold(const TrainedShare& share);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_LEARNING_H_
