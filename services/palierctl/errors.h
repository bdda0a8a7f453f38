// SPDX-License-Identifier: Apache-2.0
// How a failure is told to a person and to a script.
#ifndef PALIER_PALIERCTL_ERRORS_H_
#define PALIER_PALIERCTL_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "palierctl/language.h"

namespace palier::ctl {

// Exit codes; part of the contract for scripts.
enum ExitCode {
  kOk = 0,
  kFailed = 1,
  kUsage = 2,
  kUnreachable = 3,
  kNotFound = 4,
  kNotAllowed = 5,
  kGateNotMet = 6,
};

// Name of the server in the client's own errors.
inline constexpr char kServer[] = "palierctl-server";

// A mistake in how the program was called.
absl::Status Usage(Text text);
// A file of the user's that cannot be read or written.
absl::Status FileError(absl::string_view path, Text what);

ExitCode ExitCodeOf(const absl::Status& status);

// One message in the user's language, then every violation on a line of its own. `address` is named
// when nobody answers there. Ends with a line feed.
std::string Describe(const absl::Status& status, Language language, absl::string_view address);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_ERRORS_H_
