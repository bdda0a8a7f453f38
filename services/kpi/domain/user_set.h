// SPDX-License-Identifier: Apache-2.0
// Sets of users, each a number: counted exactly, merged by the thousand.
#ifndef PALIER_KPI_DOMAIN_USER_SET_H_
#define PALIER_KPI_DOMAIN_USER_SET_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace palier::kpi {

// Pages of bits, of which only those that hold somebody are there. Users of one team have numbers
// close to each other when they are numbered as they come. Sets that meet must be of one numbering.
// A value type.
class UserSet {
 public:
  void Add(uint32_t user);
  void Merge(const UserSet& other);
  bool empty() const { return pages_.empty(); }
  int64_t size() const;
  // Ascending.
  std::vector<uint32_t> users() const;

  friend bool operator==(const UserSet&, const UserSet&) = default;

 private:
  static constexpr uint32_t kPage = 512;
  using Page = std::array<uint64_t, kPage / 64>;
  absl::flat_hash_map<uint32_t, Page> pages_;
};

// Numbers texts as they come. The texts must outlive it.
class UserNumbers {
 public:
  uint32_t Of(absl::string_view user);
  absl::string_view operator[](uint32_t number) const { return names_[number]; }

 private:
  absl::flat_hash_map<absl::string_view, uint32_t> numbers_;
  std::vector<absl::string_view> names_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_USER_SET_H_
