// SPDX-License-Identifier: Apache-2.0
#include "common/resource/audit_digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace palier::resource {
namespace {

void Append(std::string& out, absl::string_view part) {
  absl::StrAppend(&out, part.size(), ":", part);
}

void Append(std::string& out, int64_t number) {
  Append(out, absl::StrCat(number));
}

}  // namespace

std::string KeyedDigest(absl::string_view key, absl::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
  return std::string(reinterpret_cast<const char*>(digest), kDigestBytes);
}

std::string KeyMark(absl::string_view key) {
  return absl::BytesToHexString(KeyedDigest(key, "palier audit key mark").substr(0, 8));
}

std::string OutlineOf(const LogRow& row, const api::v1::Change& change) {
  std::string out = "outline_v1";
  Append(out, row.organization);
  Append(out, row.sequence);
  Append(out, row.time);
  Append(out, row.resource);
  Append(out, change.sequence());
  Append(out, change.time().seconds());
  Append(out, change.time().nanos());
  Append(out, change.actor());
  Append(out, change.on_behalf_of());
  Append(out, change.method());
  Append(out, change.kind());
  Append(out, change.resource());
  return out;
}

std::string ContentDigest(absl::string_view salt, absl::string_view change) {
  return KeyedDigest(salt, change);
}

std::string LinkHash(absl::string_view key, absl::string_view previous, absl::string_view outline,
                     absl::string_view content_digest) {
  std::string text = "link_v1";
  Append(text, previous);
  Append(text, outline);
  Append(text, content_digest);
  return KeyedDigest(key, text);
}

std::string FirstLink() {
  return std::string(kDigestBytes, '\0');
}

}  // namespace palier::resource
