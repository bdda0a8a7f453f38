// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/keys.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/mapping/fingerprint.h"
#include "common/mapping/text.h"

namespace palier::registry {
namespace {

using Groups = std::map<std::string, std::vector<ProjectDraft*>>;

std::string BaseKey(const ProjectDraft& draft) {
  if (!draft.external_id.empty()) return draft.external_id;
  return mapping::Fingerprint({{"owner", draft.owner_key},
                               {"sub_unit", mapping::Fold(draft.sub_unit)},
                               {"name", mapping::Fold(draft.display_name)}});
}

bool ComesBefore(const ProjectDraft* a, const ProjectDraft* b) {
  return std::tie(a->description_hash, a->content_hash, a->record) <
         std::tie(b->description_hash, b->content_hash, b->record);
}

// A register may itself use an identifier that ends like a rank: such a rank is left out.
std::string RankedKey(const std::string& base, int& rank, const Groups& groups) {
  while (true) {
    std::string key = absl::StrCat(base, "~", ++rank);
    if (!groups.contains(key)) return key;
  }
}

void MarkDoubtful(ProjectDraft& draft, const ProjectDraft& previous, const ProjectDraft& first) {
  const bool exact = draft.content_hash == previous.content_hash;
  const ProjectDraft& other = exact ? previous : first;
  draft.doubtful = {other.record, other.external_id, exact};
  draft.findings.push_back(MakeFinding(FindingCode::kDoubtful, "", absl::StrCat(other.record)));
}

void AssignGroup(const std::string& base, std::vector<ProjectDraft*>& group, const Groups& groups) {
  std::sort(group.begin(), group.end(), ComesBefore);
  group[0]->external_id = base;
  int rank = 1;
  for (size_t i = 1; i < group.size(); ++i) {
    group[i]->external_id = RankedKey(base, rank, groups);
    MarkDoubtful(*group[i], *group[i - 1], *group[0]);
  }
}

}  // namespace

void AssignKeys(std::vector<ProjectDraft>& drafts) {
  Groups groups;
  for (ProjectDraft& draft : drafts) groups[BaseKey(draft)].push_back(&draft);
  for (auto& [base, group] : groups) AssignGroup(base, group, groups);
}

}  // namespace palier::registry
