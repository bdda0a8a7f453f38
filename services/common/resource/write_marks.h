// SPDX-License-Identifier: Apache-2.0
// Which resources this process is writing just now.
#ifndef PALIER_COMMON_RESOURCE_WRITE_MARKS_H_
#define PALIER_COMMON_RESOURCE_WRITE_MARKS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace palier::resource {

// Between a commit and the invalidation of the near cache, a list or a refused write already shows
// the new version: whoever has seen it must not be given the old one. So a transaction marks what
// it touches before it commits and takes the marks away after the invalidation; meanwhile readers
// go past the cache. Thread-safe; costs a reader one atomic load while nothing is written.
class WriteMarks {
 public:
  // What one transaction marks at most by name; above that it marks every resource.
  static constexpr size_t kMaxNames = 10'000;

  // The marks of one transaction; taken away at its end. Used by one thread at a time.
  class Held {
   public:
    explicit Held(WriteMarks& marks) : marks_(marks) {}
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { Hold({}); }

    // Marks these names in place of those held so far.
    void Hold(std::vector<std::string> names);

   private:
    WriteMarks& marks_;
    std::vector<std::string> names_;
  };

  bool Has(absl::string_view name) const {
    return held_.load(std::memory_order_acquire) != 0 && Find(name);
  }

 private:
  bool Find(absl::string_view name) const;
  void Add(const std::vector<std::string>& names) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Remove(const std::vector<std::string>& names) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  // How many transactions touch it.
  absl::flat_hash_map<std::string, int> writers_ ABSL_GUARDED_BY(mutex_);
  int of_everything_ ABSL_GUARDED_BY(mutex_) = 0;
  // Transactions that hold any marks.
  std::atomic<int64_t> held_{0};
};

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_WRITE_MARKS_H_
