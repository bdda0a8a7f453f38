// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_EDGE_OFREP_H_
#define PALIER_GATEWAY_EDGE_OFREP_H_

#include <memory>

#include "gateway/edge/options.h"
#include "gateway/http/server.h"
#include "gateway/ofrep/protocol.h"

namespace grpc {
class Channel;
}

namespace palier::gateway {

// A question of an OpenFeature SDK on its way to rollout.
struct FlagsCall {
  std::shared_ptr<http::Exchange> exchange;
  ofrep::Target target;
  const EdgeOptions& options;
  std::shared_ptr<grpc::Channel> registry, rollout;
};

// Answers it as OFREP says, with the caller's own rights. A single flag counts as a use, or as a
// fallback; all flags at once are only looked at, of the first thousand applications, and are 304
// for who has them already.
void AnswerFlags(FlagsCall call);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_OFREP_H_
