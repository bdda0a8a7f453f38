// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/committee.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace palier::registry {

std::vector<v1::CommitteeMember::Function> MissingFunctions(const v1::Committee& committee) {
  std::vector<v1::CommitteeMember::Function> missing;
  for (const auto function :
       {v1::CommitteeMember::IT, v1::CommitteeMember::LEGAL, v1::CommitteeMember::HUMAN_RESOURCES,
        v1::CommitteeMember::BUSINESS}) {
    const bool there =
        std::any_of(committee.members().begin(), committee.members().end(),
                    [&](const v1::CommitteeMember& each) { return each.function() == function; });
    if (!there) missing.push_back(function);
  }
  return missing;
}

status::FieldErrors CheckMembers(const v1::Committee& committee) {
  status::FieldErrors errors;
  absl::flat_hash_set<std::string> people;
  for (int i = 0; i < committee.members_size(); ++i) {
    if (people.insert(committee.members(i).person()).second) continue;
    errors.Add(absl::StrCat("committee.members[", i, "].person"),
               {"this person is a member already", "cette personne est déjà membre"});
  }
  return errors;
}

}  // namespace palier::registry
