// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_CACHE_SCRIPTED_SERVER_H_
#define PALIER_COMMON_CACHE_SCRIPTED_SERVER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace palier::cache {

// A server that is no Redis: it answers every chunk it receives with what a function makes, on
// 127.0.0.1 and a port of the kernel's choice. Serves many connections on one thread.
class ScriptedServer {
 public:
  // Makes the answer to the n-th chunk; empty for silence.
  using Answer = std::function<std::string(int64_t n)>;

  explicit ScriptedServer(Answer answer);
  ~ScriptedServer();

  // What Options::redis takes.
  std::string address() const;
  // Chunks received so far.
  int64_t chunks() const { return chunks_; }

 private:
  void Run();

  const Answer answer_;
  const int listen_fd_;
  int port_ = 0;
  std::atomic<int64_t> chunks_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_SCRIPTED_SERVER_H_
