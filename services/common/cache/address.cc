// SPDX-License-Identifier: Apache-2.0
#include "common/cache/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

namespace palier::cache {
namespace {

template <typename T>
Address Pack(const T& address, size_t size) {
  Address packed;
  std::memcpy(&packed.storage, &address, sizeof(address));
  packed.size = static_cast<socklen_t>(size);
  return packed;
}

std::optional<Address> UnixAddress(absl::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(address.sun_path)) return std::nullopt;
  std::memcpy(address.sun_path, path.data(), path.size());
  return Pack(address, offsetof(sockaddr_un, sun_path) + path.size() + 1);
}

std::optional<Address> InternetAddress(const std::string& host, uint16_t port) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) return Pack(v4, sizeof(v4));
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) return Pack(v6, sizeof(v6));
  return std::nullopt;
}

}  // namespace

std::optional<Address> ParseAddress(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "unix:")) return UnixAddress(text);
  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos) return std::nullopt;
  absl::string_view host = text.substr(0, colon);
  int port = 0;
  if (!absl::SimpleAtoi(text.substr(colon + 1), &port) || port < 1 || port > 65535) {
    return std::nullopt;
  }
  const bool bracketed = absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (bracketed != absl::StrContains(host, ":")) return std::nullopt;
  return InternetAddress(host == "localhost" ? "127.0.0.1" : std::string(host),
                         static_cast<uint16_t>(port));
}

}  // namespace palier::cache
