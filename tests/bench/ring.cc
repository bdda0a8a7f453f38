// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ring.h"

#include "absl/strings/str_cat.h"

namespace palier::bench {

std::vector<std::string> ProjectNames(int first, int count) {
  std::vector<std::string> names;
  for (int i = first; i < first + count; ++i) {
    names.push_back(absl::StrCat("organizations/firm/projects/p", i));
  }
  return names;
}

}  // namespace palier::bench
