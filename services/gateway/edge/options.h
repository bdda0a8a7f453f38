// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_EDGE_OPTIONS_H_
#define PALIER_GATEWAY_EDGE_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace palier::gateway {

struct EdgeOptions {
  // `--auth=dev`: callers may name themselves (`palier-principal`), and only requests to a loopback
  // host are answered, so that no page of the web reaches a developer's machine by a name of its
  // own (DNS rebinding).
  bool dev = false;
  // `https://portal.example`.
  std::vector<std::string> cors_origins;
  // Systems that may announce themselves as senders of events: `crm.example`.
  std::vector<std::string> event_senders;
  // What a unary call gets; `Grpc-Timeout` shortens it.
  absl::Duration timeout = absl::Seconds(30);
  // How long a stream may keep its status to itself: then 200 begins, and an error after that is
  // its last line.
  absl::Duration stream_decision = absl::Seconds(1);
  // Server-sent events: a comment after so long a silence, as proxies cut at 60 s.
  absl::Duration heartbeat = absl::Seconds(15);
};

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_OPTIONS_H_
