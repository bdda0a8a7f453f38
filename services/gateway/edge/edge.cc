// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/edge.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/digest/sha256.h"
#include "common/status/macros.h"
#include "gateway/edge/conditions.h"
#include "gateway/edge/error_answer.h"
#include "gateway/edge/origin.h"
#include "gateway/openapi/document.h"
#include "gateway/transcoding/request.h"
#include "gateway/transcoding/resume.h"

namespace palier::gateway {
namespace {

constexpr char kOpenApiPath[] = "/openapi.json";

bool IsSafe(absl::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool IsJson(absl::string_view content_type) {
  const absl::string_view type = content_type.substr(0, content_type.find(';'));
  return content_type.empty() ||
         absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type), "application/json");
}

// `registry` for a method of `palier.registry.v1`.
std::string ServiceOf(const google::protobuf::MethodDescriptor& method) {
  const std::vector<std::string> parts = absl::StrSplit(method.file()->package(), '.');
  return parts.size() > 1 ? parts[1] : "";
}

}  // namespace

absl::StatusOr<std::unique_ptr<Edge>> Edge::Make(EdgeOptions options,
                                                 std::unique_ptr<Schema> schema,
                                                 Channels channels) {
  ASSIGN_OR_RETURN(std::unique_ptr<RouteTable> routes, RouteTable::Make(*schema));
  return std::unique_ptr<Edge>(
      new Edge(std::move(options), std::move(schema), std::move(routes), std::move(channels)));
}

Edge::Edge(EdgeOptions options, std::unique_ptr<Schema> schema, std::unique_ptr<RouteTable> routes,
           Channels channels)
    : options_(std::move(options)),
      schema_(std::move(schema)),
      routes_(std::move(routes)),
      channels_(std::move(channels)),
      openapi_(OpenApiDocument(*schema_, *routes_)),
      openapi_etag_(absl::StrCat("\"", digest::Sha256Hex(openapi_).substr(0, 32), "\"")) {}

int Edge::Forbidden(const http::Request& request) const {
  if (options_.dev && !IsLoopbackHost(request.headers)) return 421;
  const bool foreign = OriginOf(request.headers, options_) == Origin::kForeign;
  return foreign && !IsSafe(request.method) ? 403 : 0;
}

void Edge::Handle(std::shared_ptr<http::Exchange> exchange) {
  const http::Request& request = exchange->request();
  if (const int status = Forbidden(request)) return exchange->Answer(Refuse(status, request));
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  if (request.path() == kOpenApiPath && method == "GET") {
    http::Response response{
        200, {{"Content-Type", "application/json"}, {"ETag", openapi_etag_}}, ""};
    response.headers.Add("Cache-Control", "no-cache");
    AddCommonHeaders(request.headers, options_, "", response.headers);
    if (NamesEtag(request.headers.Joined("if-none-match"), openapi_etag_)) {
      response.status = 304;
    } else {
      response.body = openapi_;
    }
    return exchange->Answer(std::move(response));
  }
  const RouteMatch match = routes_->Find(method, request.path());
  if (match.route != nullptr) return Call(std::move(exchange), match);
  if (method == "OPTIONS" && (!match.allowed.empty() || request.target == "*"))
    return exchange->Answer(AnswerOptions(request.headers, options_, match.allowed));
  http::Response response = Refuse(match.allowed.empty() ? 404 : 405, request);
  if (!match.allowed.empty()) response.headers.Add("Allow", AllowValue(match.allowed));
  exchange->Answer(std::move(response));
}

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Edge::Read(
    const http::Request& request, const RouteMatch& match) const {
  ASSIGN_OR_RETURN(QueryParameters query, ParseQuery(request.query()));
  const absl::string_view last_event = request.headers.Get("last-event-id");
  if (match.route->method->server_streaming() && !last_event.empty()) {
    ASSIGN_OR_RETURN(query, ResumedQuery(*match.route->method, query, last_event));
  }
  ASSIGN_OR_RETURN(auto message, ReadRequest(*schema_, match, query, request.body));
  RETURN_IF_ERROR(FillConditions(request.headers, *match.route, *message));
  return message;
}

void Edge::Call(std::shared_ptr<http::Exchange> exchange, const RouteMatch& match) {
  const http::Request& request = exchange->request();
  const google::protobuf::MethodDescriptor& method = *match.route->method;
  const std::string service = ServiceOf(method);
  const auto channel = channels_.find(service);
  if (channel == channels_.end()) return exchange->Answer(Refuse(404, request));
  if (method.client_streaming()) return exchange->Answer(Refuse(501, request));
  if (!request.body.empty() && !IsJson(request.headers.Get("content-type")))
    return exchange->Answer(Refuse(415, request));

  absl::StatusOr<Inbound> inbound = ReadInbound(request.headers, options_);
  if (inbound.ok() && inbound->timeout <= absl::ZeroDuration())
    inbound = absl::DeadlineExceededError("no time was given");
  auto message = inbound.ok() ? Read(request, match) : inbound.status();
  if (!message.ok()) {
    const std::string trace_id = inbound.ok() ? inbound->trace_id : "";
    http::Response response = ErrorAnswer(
        message.status(), request, rpc::PreferredLanguage(request.headers.Get("accept-language")));
    AddCommonHeaders(request.headers, options_, trace_id, response.headers);
    return exchange->Answer(std::move(response));
  }
  if (method.server_streaming() && request.method == "HEAD") {
    http::Response response{200, {{"Content-Type", "application/x-ndjson"}}, ""};
    AddCommonHeaders(request.headers, options_, inbound->trace_id, response.headers);
    return exchange->Answer(std::move(response));
  }
  Forward call{std::move(exchange), *schema_,        *match.route, options_, *std::move(inbound),
               *std::move(message), channel->second, service};
  if (method.server_streaming()) {
    ForwardStream(std::move(call), streams_);
  } else {
    ForwardUnary(std::move(call));
  }
}

http::Response Edge::Refuse(int status, const http::Request& so_far) const {
  http::Response response =
      ErrorAnswer(ErrorOfHttp(status, so_far), so_far,
                  rpc::PreferredLanguage(so_far.headers.Get("accept-language")), status);
  const std::string trace_id = TraceIdOf(so_far.headers.Get("traceparent"));
  AddCommonHeaders(so_far.headers, options_, trace_id, response.headers);
  return response;
}

}  // namespace palier::gateway
