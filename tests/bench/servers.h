// SPDX-License-Identifier: Apache-2.0
// What is measured, in a process of its own: its CPU time is its own, and no thread of it calls.
#ifndef PALIER_TESTS_BENCH_SERVERS_H_
#define PALIER_TESTS_BENCH_SERVERS_H_

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/app/config.h"

namespace palier::bench {

// Serves any unary call by bytes: the request's own for `kEchoMethod`; for `kBareMethod` as many
// zero bytes as the request's last four bytes say, little endian.
inline constexpr char kEchoMethod[] = "/palier.bench.Bare/Echo";
inline constexpr char kBareMethod[] = "/palier.bench.Bare/Answer";

// The whole suite, and beside it a server that does nothing but answer on gRPC's callback API. Ends
// with this object, and with the process that made it.
class Servers {
 public:
  // Call it before anything of gRPC and before any thread: it forks.
  static absl::StatusOr<std::unique_ptr<Servers>> Start(const app::Config& config);
  ~Servers();

  pid_t process() const { return process_; }
  const std::string& suite() const { return suite_; }
  const std::string& bare() const { return bare_; }

 private:
  Servers(pid_t process, int lifeline) : process_(process), lifeline_(lifeline) {}

  const pid_t process_;
  // The servers stop when it closes.
  const int lifeline_;
  std::string suite_;
  std::string bare_;
};

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_SERVERS_H_
