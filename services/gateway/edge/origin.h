// SPDX-License-Identifier: Apache-2.0
// Which pages of the web may call, and how browsers are told (CORS). Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_EDGE_ORIGIN_H_
#define PALIER_GATEWAY_EDGE_ORIGIN_H_

#include <string>
#include <vector>

#include "gateway/edge/options.h"
#include "gateway/http/message.h"

namespace palier::gateway {

enum class Origin {
  // No page, or one of this very host.
  kOwn,
  // A page of an origin that the options name.
  kAllowed,
  // A page of any other: it may not change anything, and cannot read the answer.
  kForeign,
};
Origin OriginOf(const http::Headers& headers, const EdgeOptions& options);

// Whether the Host of a request is this machine.
bool IsLoopbackHost(const http::Headers& headers);

// Lets a page of an allowed origin read the answer.
void AllowOrigin(const http::Headers& request, const EdgeOptions& options, http::Headers& answer);

// The answer to OPTIONS on a path that has these methods; a preflight's when a page asks.
http::Response AnswerOptions(const http::Headers& request, const EdgeOptions& options,
                             const std::vector<std::string>& methods);

// `GET, HEAD, PATCH, OPTIONS`.
std::string AllowValue(const std::vector<std::string>& methods);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_ORIGIN_H_
