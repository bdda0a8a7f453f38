// SPDX-License-Identifier: Apache-2.0
// Where a Redis server listens.
#ifndef PALIER_COMMON_CACHE_ADDRESS_H_
#define PALIER_COMMON_CACHE_ADDRESS_H_

#include <sys/socket.h>

#include <optional>

#include "absl/strings/string_view.h"

namespace palier::cache {

// A socket address that connect(2) takes as it is.
struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

// Reads `unix:/path`, `10.0.0.1:6379`, `[::1]:6379` or `localhost:6379`. Nothing if it is none of
// these: a name would need a resolver, which has no deadline.
std::optional<Address> ParseAddress(absl::string_view text);

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_ADDRESS_H_
