// SPDX-License-Identifier: Apache-2.0
// Percent-encoding (RFC 3986). Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_TRANSCODING_PERCENT_H_
#define PALIER_GATEWAY_TRANSCODING_PERCENT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace palier::gateway {

// What `%2F` becomes: a slash, or itself, where a slash separates.
enum class EncodedSlash { kDecode, kKeep };

// The text that `encoded` stands for; nullopt for an escape that is cut or no hexadecimal, and for
// what is then no UTF-8 or holds U+0000.
std::optional<std::string> PercentDecode(absl::string_view encoded,
                                         EncodedSlash slash = EncodedSlash::kDecode);

// The same for a key or value of a query, where `+` is a space.
std::optional<std::string> DecodeQueryText(absl::string_view encoded);

// Escapes everything but letters, digits and `-_.~`.
std::string PercentEncode(absl::string_view text);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_PERCENT_H_
