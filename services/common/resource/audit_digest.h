// SPDX-License-Identifier: Apache-2.0
// What the audit chain hashes, and how (docs/adr/0008). Pure functions.
#ifndef PALIER_COMMON_RESOURCE_AUDIT_DIGEST_H_
#define PALIER_COMMON_RESOURCE_AUDIT_DIGEST_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "palier/api/v1/change.pb.h"

namespace palier::resource {

inline constexpr size_t kDigestBytes = 32;
inline constexpr size_t kSaltBytes = 16;

// HMAC-SHA-256 (RFC 2104), 32 bytes.
std::string KeyedDigest(absl::string_view key, absl::string_view text);

// Says which key sealed a chain without telling the key: 16 hexadecimal digits.
std::string KeyMark(absl::string_view key);

// One row of the change log as the store holds it.
struct LogRow {
  absl::string_view organization;
  int64_t sequence = 0;
  // Microseconds since the Unix epoch.
  int64_t time = 0;
  absl::string_view resource;
  // api.v1.Change, serialized.
  absl::string_view change;
};

// The part of a row that no erasure touches: who did what to which resource and when, without the
// content before and after. A walk of named fields, each with its length, so that it does not
// depend on how a message is serialized. `change` is `row.change`, parsed.
std::string OutlineOf(const LogRow& row, const api::v1::Change& change);

// Digest of everything in the row. Once the salt is thrown away it says nothing about the content,
// however short that was.
std::string ContentDigest(absl::string_view salt, absl::string_view change);

// The hash that seals a row, over the hash of the row before it (32 zero bytes for the first).
std::string LinkHash(absl::string_view key, absl::string_view previous, absl::string_view outline,
                     absl::string_view content_digest);

// What stands before the first row.
std::string FirstLink();

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_AUDIT_DIGEST_H_
