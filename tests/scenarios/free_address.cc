// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/free_address.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"

namespace palier::scenarios {
namespace {

// Below it are the ports of well-known services.
constexpr int kLowest = 10000;
constexpr int kTries = 100;

// The lowest port that the kernel itself gives out; 0 when it does not say.
int FirstEphemeral() {
  std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
  int first = 0;
  range >> first;
  return first;
}

bool Free(int port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool bound = ::bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  ::close(probe);
  return bound;
}

}  // namespace

std::string FreeAddress() {
  const int end = FirstEphemeral();
  absl::BitGen random;
  for (int i = 0; i < kTries && end > kLowest; ++i) {
    const int port = absl::Uniform(random, kLowest, end);
    if (Free(port)) return absl::StrCat("127.0.0.1:", port);
  }
  return "127.0.0.1:0";
}

}  // namespace palier::scenarios
