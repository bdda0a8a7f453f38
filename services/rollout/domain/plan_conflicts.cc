// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/plan_conflicts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace palier::rollout {
namespace {

std::string ShortName(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

// Of claims on one thing. Between two days on which a claim begins or has ended nothing changes.
void AddConflicts(const WantedThing& wanted, const std::vector<const PlanClaim*>& claims,
                  int bearable, std::vector<PlanConflict>& out) {
  std::set<absl::CivilDay> changes;
  for (const PlanClaim* claim : claims) {
    changes.insert(claim->first);
    changes.insert(claim->last + 1);
  }
  bool open = false;
  for (auto day = changes.begin(); day != changes.end(); ++day) {
    std::set<std::string> there;
    for (const PlanClaim* claim : claims) {
      if (claim->first <= *day && *day <= claim->last) there.insert(claim->rollout);
    }
    const bool crowded = static_cast<int>(there.size()) > bearable;
    if (crowded && !open) out.push_back({wanted, {}, *day, *day, bearable});
    open = crowded;
    if (!crowded) continue;
    out.back().rollouts.merge(there);
    out.back().last = *std::next(day) - 1;
  }
}

}  // namespace

std::vector<PlanConflict> ConflictsOf(const std::vector<PlanClaim>& claims,
                                      const std::map<WantedThing, int>& bearable) {
  std::map<WantedThing, std::vector<const PlanClaim*>> by_thing;
  for (const PlanClaim& claim : claims) by_thing[claim.wanted].push_back(&claim);
  std::vector<PlanConflict> conflicts;
  for (const auto& [wanted, held] : by_thing) {
    const auto known = bearable.find(wanted);
    AddConflicts(wanted, held, known == bearable.end() ? 1 : std::max(0, known->second), conflicts);
  }
  return conflicts;
}

status::Text TextOf(const PlanConflict& conflict) {
  const std::string subject = ShortName(conflict.wanted.name);
  const std::string rollouts = absl::StrJoin(
      conflict.rollouts, ", ",
      [](std::string* out, const std::string& name) { out->append(ShortName(name)); });
  const std::string first = absl::FormatCivilTime(conflict.first);
  const std::string last = absl::FormatCivilTime(conflict.last);
  const status::Text when = {absl::StrCat(" from ", first, " to ", last, ": ", rollouts, "."),
                             absl::StrCat(" du ", first, " au ", last, " : ", rollouts, ".")};
  switch (conflict.wanted.kind) {
    case WantedThing::Kind::kTeam:
      return {absl::StrCat(subject, " lives through several roll-outs", when.en),
              absl::StrCat(subject, " vit plusieurs déploiements", when.fr)};
    case WantedThing::Kind::kChampion:
      return {absl::StrCat(subject, " is a champion of several roll-outs", when.en),
              absl::StrCat(subject, " est champion de plusieurs déploiements", when.fr)};
    case WantedThing::Kind::kSponsor:
      break;
  }
  return {absl::StrCat(subject, " sponsors more than ", conflict.bearable,
                       " of these roll-outs at once", when.en),
          absl::StrCat(subject, " parraine plus de ", conflict.bearable,
                       " de ces déploiements à la fois", when.fr)};
}

}  // namespace palier::rollout
