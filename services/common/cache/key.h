// SPDX-License-Identifier: Apache-2.0
// What a cached entry is known by. The organisation is a field of its own, so that no key of one
// organisation can be spelt as a key of another.
#ifndef PALIER_COMMON_CACHE_KEY_H_
#define PALIER_COMMON_CACHE_KEY_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"

namespace palier::cache {

struct KeyView {
  absl::string_view organization;
  absl::string_view key;
  friend bool operator==(const KeyView& a, const KeyView& b) {
    return a.organization == b.organization && a.key == b.key;
  }
};

struct Key {
  std::string organization;
  std::string key;
  explicit Key(KeyView view) : organization(view.organization), key(view.key) {}
  operator KeyView() const { return {organization, key}; }  // NOLINT(google-explicit-constructor)
};

// Hash and equality that look up a Key by a KeyView.
struct KeyHash {
  using is_transparent = void;
  size_t operator()(KeyView view) const {
    return absl::Hash<std::pair<absl::string_view, absl::string_view>>()(
        {view.organization, view.key});
  }
};
struct KeyEqual {
  using is_transparent = void;
  bool operator()(KeyView a, KeyView b) const { return a == b; }
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_KEY_H_
