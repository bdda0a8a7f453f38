// SPDX-License-Identifier: Apache-2.0
// The key that seals change logs. It lives in a file, never in the database that it guards.
#ifndef PALIER_COMMON_APP_AUDIT_KEY_H_
#define PALIER_COMMON_APP_AUDIT_KEY_H_

#include <string>

#include "absl/status/statusor.h"

namespace palier::app {

// The key in the file: its text without surrounding blanks, 32 to 1024 bytes. INVALID_ARGUMENT when
// the file cannot be read, or is too short or too long for a key.
absl::StatusOr<std::string> ReadAuditKey(const std::string& path);

// ReadAuditKey, after a new random key was put into the file if there is none (mode 0600). Of two
// processes that make it at once, both get the same one.
absl::StatusOr<std::string> ReadOrMakeAuditKey(const std::string& path);

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_AUDIT_KEY_H_
