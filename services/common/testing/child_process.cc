// SPDX-License-Identifier: Apache-2.0
#include "common/testing/child_process.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace palier::testing {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(2);

// Runs between fork and exec, where other threads' locks may be held: only system calls.
[[noreturn]] void Become(char* const* arguments, const ChildProcess::Options& options,
                         pid_t parent) {
  const char* log = options.log.empty() ? "/dev/null" : options.log.c_str();
  const int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  if (options.group.has_value() && (setgroups(0, nullptr) != 0 || setgid(*options.group) != 0)) {
    _exit(126);
  }
  if (options.user.has_value() && setuid(*options.user) != 0) _exit(126);
  // After setuid, which clears it; and the parent may be gone already.
  prctl(PR_SET_PDEATHSIG, options.death_signal);
  if (getppid() != parent) _exit(125);
  execv(arguments[0], arguments);
  _exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    std::vector<std::string> arguments, const Options& options) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) return absl::InternalError("fork failed");
  if (pid == 0) Become(pointers.data(), options, parent);
  return std::unique_ptr<ChildProcess>(new ChildProcess(pid));
}

ChildProcess::~ChildProcess() {
  if (Wait(absl::ZeroDuration()).has_value()) return;
  Signal(SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void ChildProcess::Signal(int signal) {
  if (!exit_.has_value()) kill(pid_, signal);
}

void ChildProcess::SignalFamily(int signal) {
  Signal(signal);
  // A fork that is under way ends before its parent stops, and its child is in no list until then.
  siginfo_t stopped;
  if (signal == SIGSTOP && !exit_.has_value()) {
    waitid(P_PID, static_cast<id_t>(pid_), &stopped, WSTOPPED | WEXITED | WNOWAIT);
  }
  // The list may leave out a child while another one ends (proc(5)), so it is read until nothing
  // new has come twice.
  std::set<pid_t> signalled;
  for (int quiet = 0; quiet < 2; ++quiet) {
    std::ifstream children(absl::StrCat("/proc/", pid_, "/task/", pid_, "/children"));
    for (pid_t child; children >> child;) {
      if (!signalled.insert(child).second) continue;
      kill(child, signal);
      quiet = -1;
    }
  }
}

std::optional<int> ChildProcess::Wait(absl::Duration wait) {
  const absl::Time end = absl::Now() + wait;
  while (!exit_.has_value()) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } else if (absl::Now() >= end) {
      break;
    } else {
      absl::SleepFor(kPoll);
    }
  }
  return exit_;
}

}  // namespace palier::testing
