// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_EDGE_EVENTS_H_
#define PALIER_GATEWAY_EDGE_EVENTS_H_

#include <memory>
#include <string>

#include "gateway/edge/options.h"
#include "gateway/http/server.h"
#include "gateway/transcoding/schema.h"

namespace grpc {
class Channel;
}

namespace palier::gateway {

// CloudEvents on their way to a source of kpi.
struct EventsCall {
  std::shared_ptr<http::Exchange> exchange;
  // `organizations/acme/sources/crm`.
  std::string source;
  const EdgeOptions& options;
  const Schema& schema;
  std::shared_ptr<grpc::Channel> kpi;
};

// Takes the events of a POST in, with the rights of who sends them, and answers what became of them
// once they are stored: 200 with an IngestRecordsResponse. A request with one wrong event is
// refused whole.
void TakeEvents(EventsCall call);

// The answer to OPTIONS (CloudEvents 1.0 Web Hooks, 4): a sender that the options name may send.
http::Response AnswerWebhookOptions(const http::Headers& request, const EdgeOptions& options);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_EVENTS_H_
