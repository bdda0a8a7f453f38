// SPDX-License-Identifier: Apache-2.0
#include "common/app/loopback.h"

#include "absl/strings/match.h"

namespace palier::app {

bool IsLoopback(absl::string_view address) {
  for (const absl::string_view host : {"localhost:", "[::1]:", "unix:"}) {
    if (absl::StartsWith(address, host)) return true;
  }
  // Digits and dots only: `127.example.org` is a name, and may be anywhere.
  const absl::string_view host = address.substr(0, address.rfind(':'));
  const bool numeric = host.find_first_not_of("0123456789.") == absl::string_view::npos;
  return address.empty() || (absl::StartsWith(host, "127.") && numeric);
}

}  // namespace palier::app
