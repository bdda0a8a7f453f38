// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/user_set.h"

#include <algorithm>
#include <bit>

namespace palier::kpi {

void UserSet::Add(uint32_t user) {
  pages_[user / kPage][user % kPage / 64] |= uint64_t{1} << (user % 64);
}

void UserSet::Merge(const UserSet& other) {
  for (const auto& [number, theirs] : other.pages_) {
    Page& page = pages_[number];
    for (size_t i = 0; i < page.size(); ++i) page[i] |= theirs[i];
  }
}

int64_t UserSet::size() const {
  int64_t size = 0;
  for (const auto& [number, page] : pages_) {
    for (const uint64_t word : page) size += std::popcount(word);
  }
  return size;
}

std::vector<uint32_t> UserSet::users() const {
  std::vector<uint32_t> users;
  for (const auto& [number, page] : pages_) {
    for (uint32_t bit = 0; bit < kPage; ++bit) {
      if ((page[bit / 64] >> (bit % 64) & 1) != 0) users.push_back(number * kPage + bit);
    }
  }
  std::sort(users.begin(), users.end());
  return users;
}

uint32_t UserNumbers::Of(absl::string_view user) {
  const auto [entry, fresh] = numbers_.try_emplace(user, static_cast<uint32_t>(names_.size()));
  if (fresh) names_.push_back(user);
  return entry->second;
}

}  // namespace palier::kpi
