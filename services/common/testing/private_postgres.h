// SPDX-License-Identifier: Apache-2.0
// A PostgreSQL server for one test: its own folder, a unix socket, no TCP port.
#ifndef PALIER_COMMON_TESTING_PRIVATE_POSTGRES_H_
#define PALIER_COMMON_TESTING_PRIVATE_POSTGRES_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/testing/child_process.h"
#include "common/testing/temp_dir.h"

namespace palier::testing {

// Used by one thread, the test's own (see ChildProcess). Runs as the user `postgres` when the test
// is root. The first one of a program makes a cluster (a second or so); each server runs on a copy
// of it.
class PrivatePostgres {
 public:
  struct Options {
    // Off is faster; a kill of the server loses nothing either way, a power cut would.
    bool fsync = false;
    int max_connections = 100;
  };

  // Why there can be none here, for GTEST_SKIP; nullopt when there can.
  static std::optional<std::string> WhyNot();
  // Returns once it takes connections. FAILED_PRECONDITION when WhyNot says so, INTERNAL with the
  // end of its log when it does not start.
  static absl::StatusOr<std::unique_ptr<PrivatePostgres>> Start(const Options& options);
  // One for the whole program, for tests that use a schema each and leave it running; ends with the
  // program.
  static absl::StatusOr<PrivatePostgres*> Shared();
  ~PrivatePostgres();

  // For OpenOptions::url: superuser, database `postgres`.
  const std::string& url() const { return url_; }
  // Breaks every connection, as a crash of the server does. What was committed is there after
  // Restart.
  void Stop();
  absl::Status Restart();
  // Makes it hang: connections stay open and nothing answers.
  void Pause();
  void Resume();

 private:
  explicit PrivatePostgres(const Options& options) : options_(options) {}
  absl::Status Launch();

  const Options options_;
  TempDir dir_;
  std::string url_;
  std::unique_ptr<ChildProcess> server_;
};

}  // namespace palier::testing

#endif  // PALIER_COMMON_TESTING_PRIVATE_POSTGRES_H_
