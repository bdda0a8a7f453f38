// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_EDGE_STREAMS_H_
#define PALIER_GATEWAY_EDGE_STREAMS_H_

#include <functional>
#include <map>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace palier::gateway {

// The streams that run, so that they can be ended when the process stops. Thread-safe.
class Streams {
 public:
  // Leaves the list when it goes; the list outlives it.
  class Entry {
   public:
    Entry(Streams& streams, int64_t id) : streams_(streams), id_(id) {}
    ~Entry() { streams_.Remove(id_); }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   private:
    Streams& streams_;
    const int64_t id_;
  };

  // `end` is called at most once, at once when the list has ended already; it must not block.
  std::unique_ptr<Entry> Add(std::function<void()> end);
  // Ends all streams, and those that come later.
  void EndAll();
  int64_t running() const;

 private:
  void Remove(int64_t id);

  mutable absl::Mutex mutex_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<int64_t, std::function<void()>> ends_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_STREAMS_H_
