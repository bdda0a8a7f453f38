// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/owners.h"

#include <map>
#include <utility>

namespace palier::registry {
namespace {

using Spellings = std::map<std::string, int64_t>;

RegisterOwner Summarise(const std::string& key, const Spellings& spellings) {
  RegisterOwner owner;
  owner.key = key;
  int64_t most = 0;
  for (const auto& [spelling, records] : spellings) {
    owner.records += records;
    if (records <= most) continue;
    most = records;
    owner.display_name = spelling;
  }
  return owner;
}

}  // namespace

std::vector<RegisterOwner> UnifyOwners(std::vector<ProjectDraft>& drafts) {
  std::map<std::string, Spellings> found;
  for (const ProjectDraft& draft : drafts) ++found[draft.owner_key][draft.owner_department];
  found.erase("");
  std::vector<RegisterOwner> owners;
  std::map<std::string, std::string> names;
  for (const auto& [key, spellings] : found) {
    owners.push_back(Summarise(key, spellings));
    names[key] = owners.back().display_name;
  }
  for (ProjectDraft& draft : drafts) draft.owner_department = names[draft.owner_key];
  return owners;
}

}  // namespace palier::registry
