// SPDX-License-Identifier: Apache-2.0
// CloudEvents 1.0 over HTTP, as records of a source. Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_CLOUDEVENTS_DELIVERY_H_
#define PALIER_GATEWAY_CLOUDEVENTS_DELIVERY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/cloudevents/binary.h"

namespace palier::gateway::cloudevents {

inline constexpr int kMaxEvents = 1000;
// Of one event, as compact JSON: what a record of a source may have.
inline constexpr size_t kMaxEventBytes = size_t{64} << 10;

enum class Mode { kBinary, kStructured, kBatch };
// By the beginning of the Content-Type, as the protocol says; nullopt for events in another format
// than JSON, and for what has no attribute of an event anywhere.
std::optional<Mode> ModeOf(HeaderFields headers);

// Events for one call of the service, a line each.
struct Piece {
  std::string lines;
  // Of its first event, in the request.
  int first = 0;
  int count = 0;
};

// All events of a request, or none: INVALID_ARGUMENT with each attribute that is wrong, by the
// event's place in a batch (`events[3].source`); RESOURCE_EXHAUSTED (REQUEST_TOO_LARGE) for an
// event or a batch past its bound. An empty batch has no piece.
absl::StatusOr<std::vector<Piece>> ReadDelivery(Mode mode, HeaderFields headers,
                                                absl::string_view body);

}  // namespace palier::gateway::cloudevents

#endif  // PALIER_GATEWAY_CLOUDEVENTS_DELIVERY_H_
