// SPDX-License-Identifier: Apache-2.0
// A Redis server for one test: a unix socket, no TCP port, nothing on disk.
#ifndef PALIER_COMMON_TESTING_PRIVATE_REDIS_H_
#define PALIER_COMMON_TESTING_PRIVATE_REDIS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/testing/child_process.h"
#include "common/testing/temp_dir.h"

namespace palier::testing {

// Used by one thread, the test's own (see ChildProcess).
class PrivateRedis {
 public:
  // Why there can be none here, for GTEST_SKIP; nullopt when there can.
  static std::optional<std::string> WhyNot();
  // Returns once it answers. `settings` are more arguments, for example {"--maxmemory", "1mb"}.
  static absl::StatusOr<std::unique_ptr<PrivateRedis>> Start(
      std::vector<std::string> settings = {});
  ~PrivateRedis();

  // The socket's path; `address` is it as `unix:/path`.
  std::string socket() const { return dir_.File("redis.sock"); }
  std::string address() const { return "unix:" + socket(); }
  void Stop();
  // Starts it anew, empty.
  absl::Status Restart();
  // Makes it hang: connections stay open and nothing answers.
  void Pause();
  void Resume();

 private:
  explicit PrivateRedis(std::vector<std::string> settings) : settings_(std::move(settings)) {}
  absl::Status Launch();

  const std::vector<std::string> settings_;
  TempDir dir_;
  std::unique_ptr<ChildProcess> server_;
};

}  // namespace palier::testing

#endif  // PALIER_COMMON_TESTING_PRIVATE_REDIS_H_
