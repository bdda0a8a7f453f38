// SPDX-License-Identifier: Apache-2.0
// The modules of one process, wired and serving: all of them in palierd, one in palier-registry,
// any in a test.
#ifndef PALIER_COMMON_APP_SUITE_H_
#define PALIER_COMMON_APP_SUITE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/app/config.h"
#include "common/app/module.h"

namespace grpc {
class Channel;
}

namespace palier::app {

class Suite {
 public:
  // Opens the stores, migrates them, makes the modules in order and serves. Errors name what to
  // mend.
  static absl::StatusOr<std::unique_ptr<Suite>> Start(const Config& config,
                                                      const std::vector<ModuleSpec>& specs);
  virtual ~Suite() = default;

  // Bound `host:port` of the public server; empty when there is none.
  virtual const std::string& address() const = 0;
  virtual const std::string& metrics_address() const = 0;
  // Of the gateway; empty when this process has none or it serves no HTTP.
  virtual const std::string& http_address() const = 0;
  // A channel to a module inside this process, without a port.
  virtual std::shared_ptr<grpc::Channel> InProcessChannel(const std::string& module) = 0;
  // Stops in the order that loses no call: health NOT_SERVING, drain delay, HTTP ends, streams end,
  // server stops, modules stop, stores close, cache last. Idempotent; called by the destructor too.
  virtual void Stop() = 0;
};

// main() of every binary: parses the flags, starts the suite, waits for SIGTERM or SIGINT, drains.
// Returns the exit code: 0, 1 when it could not start, 2 for wrong flags.
int Main(int argc, char** argv, const std::string& usage, const std::vector<ModuleSpec>& specs);

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_SUITE_H_
