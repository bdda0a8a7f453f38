// SPDX-License-Identifier: Apache-2.0
// Resources read in turn, so that none is read again while a cache still has it.
#ifndef PALIER_TESTS_BENCH_RING_H_
#define PALIER_TESTS_BENCH_RING_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace palier::bench {

// Thread-safe.
class Ring {
 public:
  explicit Ring(std::vector<std::string> names) : names_(std::move(names)) {}
  const std::string& Next() { return names_[static_cast<size_t>(next_++) % names_.size()]; }
  size_t size() const { return names_.size(); }

 private:
  const std::vector<std::string> names_;
  std::atomic<int64_t> next_{0};
};

// `organizations/firm/projects/p0` ...
std::vector<std::string> ProjectNames(int first, int count);

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_RING_H_
