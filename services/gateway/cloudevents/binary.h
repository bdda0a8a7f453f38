// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_CLOUDEVENTS_BINARY_H_
#define PALIER_GATEWAY_CLOUDEVENTS_BINARY_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace palier::gateway::cloudevents {

// Of a request, in their order; names in any case.
using HeaderFields = absl::Span<const std::pair<std::string, std::string>>;

// Whether any header is an attribute of an event: `ce-id`.
bool HasAttributes(HeaderFields headers);

// The event of the binary mode, attributes in headers and data as the body, in the JSON format.
// JSON stays JSON, text in UTF-8 is a text, and other bytes are `data_base64`; a body of no type is
// JSON if it reads as that. What its attributes say is not looked at. INVALID_ARGUMENT for a header
// that cannot be decoded or comes twice, and for a body that is not the JSON that it should be.
// Pure, thread-safe.
absl::StatusOr<std::string> EventOfHeaders(HeaderFields headers, absl::string_view body);

}  // namespace palier::gateway::cloudevents

#endif  // PALIER_GATEWAY_CLOUDEVENTS_BINARY_H_
