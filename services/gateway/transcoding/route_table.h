// SPDX-License-Identifier: Apache-2.0
// Which RPC an HTTP request calls, from the `google.api.http` options of all services.
#ifndef PALIER_GATEWAY_TRANSCODING_ROUTE_TABLE_H_
#define PALIER_GATEWAY_TRANSCODING_ROUTE_TABLE_H_

#include <google/protobuf/descriptor.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoding/path_template.h"
#include "gateway/transcoding/schema.h"

namespace palier::gateway {

struct Route {
  const google::protobuf::MethodDescriptor* method = nullptr;
  // `GET`.
  std::string http_method;
  PathTemplate path;
  // `/v1/{name=organizations/*}`, as in the proto.
  std::string path_text;
  // Field that the body fills: `*` for the whole request, empty for none.
  std::string body;
  // Field that is the answer; empty for the whole response.
  std::string response_body;
  // Place among the bindings of its method; 0 is the main one.
  int binding = 0;
};

// A request field that the path gives, and its text.
using PathBinding = std::pair<std::string, std::string>;

struct RouteMatch {
  // Null when nothing fits.
  const Route* route = nullptr;
  std::vector<PathBinding> bindings;
  // When nothing fits: methods of HTTP that the path has, sorted; empty for an unknown path.
  std::vector<std::string> allowed;
};

// Immutable, thread-safe; the schema outlives it.
class RouteTable {
 public:
  // Every method of the schema's services that has an http option. Returns INVALID_ARGUMENT, naming
  // each defect: a template that cannot be read, a field that the request lacks, two routes that no
  // path tells apart.
  static absl::StatusOr<std::unique_ptr<RouteTable>> Make(const Schema& schema);
  ~RouteTable();

  // The most specific route of `path` (as sent, escapes and all, without query): from left to
  // right a literal goes before `*`, `*` before `**`. A path that is no UTF-8 fits nothing.
  RouteMatch Find(absl::string_view http_method, absl::string_view path) const;

  const std::deque<Route>& routes() const { return routes_; }

 private:
  struct Node;
  struct Walk;

  RouteTable();
  absl::Status Add(Route route);

  std::deque<Route> routes_;
  std::unique_ptr<Node> root_;
};

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_ROUTE_TABLE_H_
