// SPDX-License-Identifier: Apache-2.0
// Content encoding gzip (RFC 1952). Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_HTTP_GZIP_H_
#define PALIER_GATEWAY_HTTP_GZIP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::gateway::http {

std::string Gzip(absl::string_view text);

// Stops as soon as the text is longer than `max_bytes`, whatever it would become:
// RESOURCE_EXHAUSTED. INVALID_ARGUMENT for what is no gzip.
absl::StatusOr<std::string> Gunzip(absl::string_view gzip, size_t max_bytes);

// Whether an `Accept-Encoding` takes gzip; `gzip;q=0` does not.
bool AcceptsGzip(absl::string_view accept_encoding);

}  // namespace palier::gateway::http

#endif  // PALIER_GATEWAY_HTTP_GZIP_H_
