// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TRANSCODING_JSON_CHECK_H_
#define PALIER_GATEWAY_TRANSCODING_JSON_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace palier::gateway {

// Objects and arrays around one another that a request may have.
inline constexpr int kMaxJsonDepth = 64;

// Whether `text` is one JSON value of RFC 8259, no deeper than `max_depth`; without recursion.
// Protobuf's parser recurses, and takes more than JSON. Returns INVALID_ARGUMENT with the position.
absl::Status CheckJson(absl::string_view text, int max_depth = kMaxJsonDepth);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_JSON_CHECK_H_
