// SPDX-License-Identifier: Apache-2.0
// How an answer goes over the wire (RFC 9112). Pure functions but for the clock, thread-safe.
#ifndef PALIER_GATEWAY_HTTP_RESPONSE_TEXT_H_
#define PALIER_GATEWAY_HTTP_RESPONSE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/http/message.h"

namespace palier::gateway::http {

struct Framing {
  // Unset: in chunks, or until the connection ends.
  std::optional<size_t> content_length;
  bool chunked = false;
  bool keep_alive = true;
};

// Status line and headers, to the empty line. Headers whose value holds a control character are
// left out: no value of ours does, and a stranger's could begin a header of its own.
std::string HeadText(const Response& response, const Framing& framing, absl::Time now);

// One chunk; `piece` is not empty.
std::string ChunkText(absl::string_view piece);
inline constexpr char kLastChunk[] = "0\r\n\r\n";

// Whether a body of this media type gets smaller.
bool Shrinks(absl::string_view content_type);

}  // namespace palier::gateway::http

#endif  // PALIER_GATEWAY_HTTP_RESPONSE_TEXT_H_
