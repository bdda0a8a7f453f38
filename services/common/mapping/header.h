// SPDX-License-Identifier: Apache-2.0
// The header of a table: its columns found by what they are called, not by where they stand.
#ifndef PALIER_COMMON_MAPPING_HEADER_H_
#define PALIER_COMMON_MAPPING_HEADER_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace palier::mapping {

// Columns by name. Names match without regard to case, white space and punctuation (FoldHeader); a
// name may occur several times. Immutable, thread-safe.
class Header {
 public:
  explicit Header(std::vector<std::string> names);

  const std::vector<std::string>& names() const { return names_; }
  int size() const { return static_cast<int>(names_.size()); }

  // Index from 0 of the `occurrence`-th column (from 1) of that name; none if there are fewer.
  std::optional<int> Find(absl::string_view name, int occurrence = 1) const;
  // True if column `index` exists and has that name.
  bool Is(int index, absl::string_view name) const;
  int Count(absl::string_view name) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::string> folded_;
  std::map<std::string, std::vector<int>> columns_;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_HEADER_H_
