// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_EDGE_EDGE_H_
#define PALIER_GATEWAY_EDGE_EDGE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/edge/forward.h"
#include "gateway/edge/options.h"
#include "gateway/edge/streams.h"
#include "gateway/http/server.h"
#include "gateway/transcoding/route_table.h"
#include "gateway/transcoding/schema.h"

namespace palier::gateway {

// The API over HTTP: finds the method of each request, makes its message, sends it to the service
// with the caller's own credentials, and answers. It decides nothing and holds no rights. Knows no
// method by name. Thread-safe; outlives the server that calls it.
class Edge {
 public:
  // By service: `registry` has the packages `palier.registry.*`.
  using Channels = std::map<std::string, std::shared_ptr<grpc::Channel>>;

  // Returns INVALID_ARGUMENT when the routes of the schema do not fit together.
  static absl::StatusOr<std::unique_ptr<Edge>> Make(EdgeOptions options,
                                                    std::unique_ptr<Schema> schema,
                                                    Channels channels);

  void Handle(std::shared_ptr<http::Exchange> exchange);
  // For http::Server::Refusal.
  http::Response Refuse(int status, const http::Request& so_far) const;
  // Ends all streams: their clients come again elsewhere, and go on where they were.
  void EndStreams() { streams_.EndAll(); }

  const RouteTable& routes() const { return *routes_; }

 private:
  Edge(EdgeOptions options, std::unique_ptr<Schema> schema, std::unique_ptr<RouteTable> routes,
       Channels channels);
  void Call(std::shared_ptr<http::Exchange> exchange, const RouteMatch& match);
  // Whether the request is one of OFREP, and answered.
  bool AnsweredFlags(const std::shared_ptr<http::Exchange>& exchange);
  // The same for CloudEvents that are sent to a source.
  bool AnsweredEvents(const std::shared_ptr<http::Exchange>& exchange);
  // 405 with the methods that the path has.
  http::Response RefuseMethod(const http::Request& request,
                              const std::vector<std::string>& allowed) const;
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Read(const http::Request& request,
                                                                  const RouteMatch& match) const;
  // Why a request is refused before its method is looked for: a status of HTTP, or 0.
  int Forbidden(const http::Request& request) const;

  const EdgeOptions options_;
  const std::unique_ptr<const Schema> schema_;
  const std::unique_ptr<const RouteTable> routes_;
  const Channels channels_;
  // Document at /openapi.json, and its etag.
  std::string openapi_;
  std::string openapi_etag_;
  Streams streams_;
};

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_EDGE_H_
