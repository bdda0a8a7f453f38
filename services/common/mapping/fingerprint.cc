// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/fingerprint.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace palier::mapping {

std::string Fingerprint(const Facts& facts) {
  std::string bytes;
  for (const auto& [name, value] : facts) {
    if (value.empty()) continue;
    absl::StrAppend(&bytes, name.size(), ":", name, value.size(), ":", value);
  }
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), SHA256_DIGEST_LENGTH / 2));
}

}  // namespace palier::mapping
