// SPDX-License-Identifier: Apache-2.0
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <cstdio>

#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "common/app/log.h"
#include "common/app/suite.h"
#include "common/app/tuning.h"

namespace palier::app {
namespace {

// Out of descriptors, gRPC 1.51 stops accepting for good: take all that the system allows.
void RaiseDescriptorLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int Fail(int code, const absl::Status& status) {
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return code;
}

}  // namespace

int Main(int argc, char** argv, const std::string& usage, const std::vector<ModuleSpec>& specs) {
  absl::SetProgramUsageMessage(usage);
  absl::ParseCommandLine(argc, argv);
  const absl::StatusOr<Config> config = ConfigFromFlags();
  if (!config.ok()) return Fail(2, config.status());
  if (config->print_config) {
    std::fputs(Print(*config).c_str(), stdout);
    return 0;
  }
  RaiseDescriptorLimit();
  TuneProcess();
  // Blocked before any thread exists, so that every thread inherits it and only this one receives
  // them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  // A file that may not grow (ulimit -f) is an error of that write, as a full disk is.
  signal(SIGXFSZ, SIG_IGN);

  absl::StatusOr<std::unique_ptr<Suite>> suite = Suite::Start(*config, specs);
  if (!suite.ok()) return Fail(1, suite.status());
  if (config->migrate == sql::MigrateMode::kOnly) return 0;
  Log(Severity::kInfo, "serving",
      {{"grpc", (*suite)->address()},
       {"metrics", (*suite)->metrics_address()},
       {"http", (*suite)->http_address()}});
  int received = 0;
  sigwait(&signals, &received);
  Log(Severity::kInfo, "draining", {{"signal", std::to_string(received)}});
  (*suite)->Stop();
  Log(Severity::kInfo, "stopped");
  return 0;
}

}  // namespace palier::app
