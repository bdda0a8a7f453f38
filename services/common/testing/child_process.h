// SPDX-License-Identifier: Apache-2.0
// A program that a test starts and that cannot outlive it.
#ifndef PALIER_COMMON_TESTING_CHILD_PROCESS_H_
#define PALIER_COMMON_TESTING_CHILD_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace palier::testing {

// Used by one thread. Dies with the *thread* that started it (PR_SET_PDEATHSIG), so start it from
// the test's own.
class ChildProcess {
 public:
  struct Options {
    // What the program writes goes to this file; nowhere when empty.
    std::string log;
    // Runs as this user when set (the caller must be root).
    std::optional<uid_t> user;
    std::optional<gid_t> group;
    // What kills it when the test dies.
    int death_signal = 9;
  };

  // `arguments[0]` is the program's path. INTERNAL when it cannot be started; a missing program
  // exits with 127.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(std::vector<std::string> arguments,
                                                             const Options& options);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Kills it if it still runs.
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  void Signal(int signal);
  // SIGSTOP and SIGCONT for it and for the processes it started itself.
  void SignalFamily(int signal);
  // The exit status once it ended (128 + the signal that killed it), nullopt when it still runs at
  // the end of `wait`.
  std::optional<int> Wait(absl::Duration wait);

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}

  const pid_t pid_;
  std::optional<int> exit_;
};

}  // namespace palier::testing

#endif  // PALIER_COMMON_TESTING_CHILD_PROCESS_H_
