// SPDX-License-Identifier: Apache-2.0
// What may be told of groups of people without telling of a few of them (S4-14; S1-37, S1-50). Pure
// functions, safe from any thread.
//
// Groups form a tree, the closed lattice of published answers: the organisation, its departments,
// their teams. Each person is in one group of the tree for one answer, so that the groups are sums
// of disjoint sets of people. The second axis, time, needs no rule here: published periods never
// overlap (storage/small_groups_publication.h).
//
// The rule. The people are divided into blocks that are each safe to tell of (IsSafe). Every group
// that is shown is a union of blocks. Whatever sums and differences anybody makes of any number of
// shown figures is then a sum over whole blocks, and IsSafe holds for a union of safe blocks: no
// such combination tells of fewer than kSmallestGroup people. From the top down, of each shown
// group the parts that are not safe are put together with the smallest parts that make them safe;
// these are hidden, with all below them.
//
// What stays possible: bounds. Who sees that a group is hidden knows that it, or one beside it, is
// small or of one mind, and that counts are not negative.
#ifndef PALIER_KPI_DOMAIN_SMALL_GROUPS_H_
#define PALIER_KPI_DOMAIN_SMALL_GROUPS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/stats/small_group.h"

namespace palier::kpi {

using stats::kSmallestGroup;

// Some people, and what makes it safe to tell of them.
struct Crowd {
  // Whom the figures are about: who answered, who used the tool.
  int64_t people = 0;
  // Who could have been; 0 when nobody counted them.
  int64_t members = 0;
  // Per question, bit k for each answer k that somebody gave, k in [0, 31]. All of one mind is one
  // bit. Empty where no opinions are told.
  std::vector<uint32_t> answers;

  Crowd& operator+=(const Crowd& other);
};

// Whether figures about all of them together tell of nobody alone: at least kSmallestGroup people,
// who are not of one mind in any question (delight.md 15). Or nobody at all, among members who are
// not few; members that nobody counted are not few.
bool IsSafe(const Crowd& crowd);

struct Group {
  // Distinct; orders groups of one size, so that the same people give the same answer.
  std::string name;
  // Index of the group that it is part of, below its own; -1 for the first, which is all.
  int parent = -1;
  // The people who are in this group and in none of its parts.
  Crowd own;
};

// Which groups may be shown, by index. Depends on nothing but the groups: not on their order, not
// on who asks.
std::vector<bool> ShownGroups(absl::Span<const Group> groups);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SMALL_GROUPS_H_
