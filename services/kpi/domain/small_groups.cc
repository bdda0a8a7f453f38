// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/small_groups.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace palier::kpi {
namespace {

// One part of a group: a group below it, or (index -1) its own people, who have no name to be shown
// under.
struct Part {
  int index = -1;
  std::string name;
  Crowd crowd;
};

bool ComesFirst(const Part& a, const Part& b) {
  return std::tie(a.crowd.people, a.crowd.members, a.name) <
         std::tie(b.crowd.people, b.crowd.members, b.name);
}

bool IsEmpty(const Crowd& crowd) {
  return crowd.people == 0 && crowd.members == 0;
}

Crowd Sum(Crowd a, const Crowd& b) {
  return a += b;
}

// The smallest part that makes `hidden` safe; the smallest of all when none does alone.
std::vector<Part>::iterator NextToHide(std::vector<Part>& parts, const Crowd& hidden) {
  const auto enough = std::find_if(parts.begin(), parts.end(), [&](const Part& part) {
    return IsSafe(Sum(hidden, part.crowd));
  });
  return enough == parts.end() ? parts.begin() : enough;
}

// Those of the parts that may be shown beside the sum of all, which is safe.
std::vector<Part> ShownParts(std::vector<Part> parts) {
  std::sort(parts.begin(), parts.end(), ComesFirst);
  const auto unsafe = std::stable_partition(parts.begin(), parts.end(),
                                            [](const Part& part) { return IsSafe(part.crowd); });
  Crowd hidden;
  for (auto part = unsafe; part != parts.end(); ++part) hidden += part->crowd;
  parts.erase(unsafe, parts.end());
  while (!IsSafe(hidden) && !parts.empty()) {
    const auto next = NextToHide(parts, hidden);
    hidden += next->crowd;
    parts.erase(next);
  }
  return parts;
}

}  // namespace

Crowd& Crowd::operator+=(const Crowd& other) {
  people += other.people;
  members += other.members;
  answers.resize(std::max(answers.size(), other.answers.size()));
  for (size_t i = 0; i < other.answers.size(); ++i) answers[i] |= other.answers[i];
  return *this;
}

bool IsSafe(const Crowd& crowd) {
  if (crowd.people == 0) return crowd.members == 0 || crowd.members >= kSmallestGroup;
  return crowd.people >= kSmallestGroup &&
         std::all_of(crowd.answers.begin(), crowd.answers.end(),
                     [](uint32_t answers) { return std::popcount(answers) > 1; });
}

std::vector<bool> ShownGroups(absl::Span<const Group> groups) {
  std::vector<Crowd> totals;
  for (const Group& group : groups) totals.push_back(group.own);
  std::vector<std::vector<Part>> parts(groups.size());
  for (size_t i = groups.size(); i-- > 1;) {
    const size_t parent = groups[i].parent;
    totals[parent] += totals[i];
    parts[parent].push_back({static_cast<int>(i), groups[i].name, totals[i]});
  }
  std::vector<bool> shown(groups.size());
  if (!groups.empty()) shown[0] = IsSafe(totals[0]);
  for (size_t i = 0; i < groups.size(); ++i) {
    if (!shown[i] || parts[i].empty()) continue;
    if (!IsEmpty(groups[i].own)) parts[i].push_back({-1, "", groups[i].own});
    for (const Part& part : ShownParts(std::move(parts[i]))) {
      if (part.index >= 0) shown[part.index] = true;
    }
  }
  return shown;
}

}  // namespace palier::kpi
