// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_DIGEST_SHA256_H_
#define PALIER_COMMON_DIGEST_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace palier::digest {

// Lower-case hexadecimal SHA-256, 64 characters. Thread-safe.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace palier::digest

#endif  // PALIER_COMMON_DIGEST_SHA256_H_
