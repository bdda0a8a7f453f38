// SPDX-License-Identifier: Apache-2.0
#include "common/cache/scripted_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace palier::cache {
namespace {

constexpr int kPollMs = 10;

}  // namespace

ScriptedServer::ScriptedServer(Answer answer)
    : answer_(std::move(answer)), listen_fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  bind(listen_fd_, reinterpret_cast<sockaddr*>(&address), size);
  listen(listen_fd_, 64);
  getsockname(listen_fd_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Run(); });
}

ScriptedServer::~ScriptedServer() {
  stopping_ = true;
  thread_.join();
  close(listen_fd_);
}

std::string ScriptedServer::address() const {
  return absl::StrCat("127.0.0.1:", port_);
}

void ScriptedServer::Run() {
  std::vector<pollfd> waits = {{listen_fd_, POLLIN, 0}};
  while (!stopping_) {
    if (poll(waits.data(), waits.size(), kPollMs) <= 0) continue;
    for (size_t i = 1; i < waits.size(); ++i) {
      if (waits[i].revents == 0) continue;
      char buffer[1 << 16];
      if (recv(waits[i].fd, buffer, sizeof(buffer), 0) <= 0) {
        close(waits[i].fd);
        // poll(2) ignores negative descriptors.
        waits[i].fd = -1;
        continue;
      }
      const std::string text = answer_(chunks_++);
      send(waits[i].fd, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    if (waits[0].revents != 0) waits.push_back({accept(listen_fd_, nullptr, nullptr), POLLIN, 0});
  }
  for (size_t i = 1; i < waits.size(); ++i) {
    if (waits[i].fd >= 0) close(waits[i].fd);
  }
}

}  // namespace palier::cache
