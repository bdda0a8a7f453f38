// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/header.h"

#include <utility>

#include "common/mapping/text.h"

namespace palier::mapping {

Header::Header(std::vector<std::string> names) : names_(std::move(names)) {
  for (int i = 0; i < size(); ++i) {
    folded_.push_back(FoldHeader(names_[i]));
    columns_[folded_.back()].push_back(i);
  }
}

std::optional<int> Header::Find(absl::string_view name, int occurrence) const {
  const auto found = columns_.find(FoldHeader(name));
  if (found == columns_.end() || occurrence < 1) return std::nullopt;
  if (occurrence > static_cast<int>(found->second.size())) return std::nullopt;
  return found->second[occurrence - 1];
}

bool Header::Is(int index, absl::string_view name) const {
  return index >= 0 && index < size() && folded_[index] == FoldHeader(name);
}

int Header::Count(absl::string_view name) const {
  const auto found = columns_.find(FoldHeader(name));
  return found == columns_.end() ? 0 : static_cast<int>(found->second.size());
}

}  // namespace palier::mapping
