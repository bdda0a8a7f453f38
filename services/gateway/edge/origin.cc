// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/origin.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/app/loopback.h"

namespace palier::gateway {
namespace {

// What a page may send and read besides what browsers always let it.
constexpr char kRequestHeaders[] =
    "Authorization, Content-Type, Accept-Language, Grpc-Timeout, Idempotency-Key, If-Match, "
    "If-None-Match, Last-Event-ID, Traceparent";
constexpr char kAnswerHeaders[] = "ETag, Retry-After, X-Request-Id";

}  // namespace

Origin OriginOf(const http::Headers& headers, const EdgeOptions& options) {
  const absl::string_view origin = headers.Get("origin");
  if (origin.empty()) return Origin::kOwn;
  const auto& allowed = options.cors_origins;
  if (std::find(allowed.begin(), allowed.end(), origin) != allowed.end()) return Origin::kAllowed;
  const size_t host = origin.find("://");
  const bool own = host != absl::string_view::npos &&
                   absl::EqualsIgnoreCase(origin.substr(host + 3), headers.Get("host"));
  return own ? Origin::kOwn : Origin::kForeign;
}

bool IsLoopbackHost(const http::Headers& headers) {
  const absl::string_view host = headers.Get("host");
  const bool with_port =
      host.find(':', host.rfind(']') == host.npos ? 0 : host.rfind(']')) != host.npos;
  return !host.empty() &&
         app::IsLoopback(with_port ? std::string(host) : absl::StrCat(host, ":80"));
}

void AllowOrigin(const http::Headers& request, const EdgeOptions& options, http::Headers& answer) {
  answer.Add("Vary", "Origin");
  if (OriginOf(request, options) != Origin::kAllowed) return;
  answer.Add("Access-Control-Allow-Origin", request.Get("origin"));
  answer.Add("Access-Control-Expose-Headers", kAnswerHeaders);
}

std::string AllowValue(const std::vector<std::string>& methods) {
  std::string value;
  for (const std::string& method : methods)
    absl::StrAppend(&value, method, ", ", method == "GET" ? "HEAD, " : "");
  return absl::StrCat(value, "OPTIONS");
}

http::Response AnswerOptions(const http::Headers& request, const EdgeOptions& options,
                             const std::vector<std::string>& methods) {
  http::Response response{204, {{"Allow", AllowValue(methods)}}, ""};
  AllowOrigin(request, options, response.headers);
  if (OriginOf(request, options) == Origin::kAllowed &&
      request.Has("access-control-request-method")) {
    response.headers.Add("Access-Control-Allow-Methods", AllowValue(methods));
    response.headers.Add("Access-Control-Allow-Headers", kRequestHeaders);
    response.headers.Add("Access-Control-Max-Age", "600");
  }
  return response;
}

}  // namespace palier::gateway
