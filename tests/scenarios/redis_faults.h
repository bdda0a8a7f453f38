// SPDX-License-Identifier: Apache-2.0
// What can be done to a Redis at a unix socket, or in its place.
#ifndef PALIER_TESTS_SCENARIOS_REDIS_FAULTS_H_
#define PALIER_TESTS_SCENARIOS_REDIS_FAULTS_H_

#include <atomic>
#include <string>
#include <thread>

namespace palier::scenarios {

// Sends one inline command, for example `DBSIZE`, and returns the first line of the answer; empty
// when there is none within a second.
std::string AskRedis(const std::string& socket, const std::string& command);

// Listens where a Redis should be and answers whatever comes with bytes that are wrong in different
// ways. One thread.
class GarbageServer {
 public:
  // Nobody else listens at `socket`.
  explicit GarbageServer(const std::string& socket);
  GarbageServer(const GarbageServer&) = delete;
  GarbageServer& operator=(const GarbageServer&) = delete;
  ~GarbageServer();

  // Answers given so far.
  int answers() const { return answers_; }

 private:
  void Run();

  const std::string socket_;
  const int listen_fd_;
  std::atomic<int> answers_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_REDIS_FAULTS_H_
