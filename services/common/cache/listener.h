// SPDX-License-Identifier: Apache-2.0
// The thread that hears invalidations of other processes.
#ifndef PALIER_COMMON_CACHE_LISTENER_H_
#define PALIER_COMMON_CACHE_LISTENER_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "common/cache/address.h"
#include "common/cache/connection.h"
#include "common/cache/frame.h"
#include "common/cache/monotonic.h"

namespace palier::cache {

// Subscribes on a connection of its own and connects again, with a growing pause, whenever it is
// lost. A server that is silent for two ticks, though asked, is lost.
class Listener {
 public:
  struct Handlers {
    // The subscription stands: what was said before it was not heard.
    std::function<void()> subscribed;
    std::function<void(const Frame&)> heard;
    // About once per tick, connected or not.
    std::function<void()> tick;
  };

  // The handlers run on the listener's thread, from now until the destructor has returned.
  Listener(const Address& address, std::string channel, absl::Duration timeout, absl::Duration tick,
           Handlers handlers);
  // Stops at once.
  ~Listener();

 private:
  void Run();
  std::unique_ptr<Connection> Subscribe();
  // Hears until the connection is lost or the listener stops.
  void Hear(Connection& connection);
  void TakeAll(Connection& connection);
  void Take(const Reply& reply);
  void TickIfDue();
  // Waits for bytes on `fd` (-1: none), at most `limit`. Returns false if that did not come.
  bool Wait(int fd, absl::Duration limit);

  const Address address_;
  const std::string channel_;
  const absl::Duration timeout_;
  const absl::Duration tick_;
  const Handlers handlers_;
  const int stop_fd_;
  std::atomic<bool> stopping_{false};
  // Of the thread alone.
  MonotonicTime next_tick_{};
  std::thread thread_;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_LISTENER_H_
