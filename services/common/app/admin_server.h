// SPDX-License-Identifier: Apache-2.0
// The plain HTTP port for machines that watch this one: /metrics and /healthz.
#ifndef PALIER_COMMON_APP_ADMIN_SERVER_H_
#define PALIER_COMMON_APP_ADMIN_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace palier::app {

class AdminServer {
 public:
  // Listens on `host:port`; port 0 takes a free one. UNAVAILABLE when it cannot.
  static absl::StatusOr<std::unique_ptr<AdminServer>> Start(const std::string& listen,
                                                            std::function<std::string()> metrics,
                                                            std::function<bool()> healthy);
  virtual ~AdminServer() = default;
  virtual const std::string& address() const = 0;
};

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_ADMIN_SERVER_H_
