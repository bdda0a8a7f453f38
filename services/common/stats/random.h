// SPDX-License-Identifier: Apache-2.0
// Random numbers that are the same on every machine and build. The standard library's engines are,
// its distributions and shuffle are not.
#ifndef PALIER_COMMON_STATS_RANDOM_H_
#define PALIER_COMMON_STATS_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"

namespace palier::stats {

// splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
// 2014). Not thread-safe.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  // Of 0 to n - 1, n from 1 to 2^32 - 1; even but for 2^-32.
  int Below(int n) { return static_cast<int>(((Next() >> 32) * static_cast<uint64_t>(n)) >> 32); }
  bool OneIn(int n) { return Below(n) == 0; }
  // Of [0, 1), in steps of 2^-53.
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }

  // Fisher and Yates.
  template <typename List>
  void Shuffle(List& list) {
    for (size_t i = list.size(); i > 1; --i) {
      std::swap(list[i - 1], list[static_cast<size_t>(Below(static_cast<int>(i)))]);
    }
  }

 private:
  uint64_t state_;
};

// A seed of its own for what has this name: FNV-1a, 64 bits.
constexpr uint64_t SeedOf(absl::string_view name) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_RANDOM_H_
