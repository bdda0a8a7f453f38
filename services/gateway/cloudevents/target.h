// SPDX-License-Identifier: Apache-2.0
// Where events are sent to, as the address says it. Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_CLOUDEVENTS_TARGET_H_
#define PALIER_GATEWAY_CLOUDEVENTS_TARGET_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::gateway::cloudevents {

// `organizations/acme/sources/crm` for `/v1/organizations/acme/sources/crm/events`; nullopt for any
// other path.
std::optional<std::string> SourceOf(absl::string_view path);

// The bearer token of `?access_token=` (RFC 6750), for senders that cannot set a header; empty
// without one. INVALID_ARGUMENT for what is no token, and for any other parameter, by its name; a
// value is never told.
absl::StatusOr<std::string> TokenOf(absl::string_view query);

}  // namespace palier::gateway::cloudevents

#endif  // PALIER_GATEWAY_CLOUDEVENTS_TARGET_H_
