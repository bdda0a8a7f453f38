// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/redis_faults.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <iterator>
#include <vector>

namespace palier::scenarios {
namespace {

constexpr int kPollMs = 10;

// A length below zero, an array too long, a string that is no entry, another protocol, a cut
// answer, an error.
constexpr const char* kGarbage[] = {
    "$-7\r\n",       "*1000000000\r\n$1\r\n", "$5\r\nhello\r\n", "HTTP/1.1 200 OK\r\n\r\n",
    "$100\r\nshort", "-WRONG everything\r\n", "\xff\xfe\x01",    "+OK\r\n+OK\r\n+OK\r\n:7\r\n",
};

sockaddr_un AddressOf(const std::string& socket) {
  sockaddr_un address{.sun_family = AF_UNIX};
  std::strncpy(address.sun_path, socket.c_str(), sizeof(address.sun_path) - 1);
  return address;
}

int Listen(const std::string& socket) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = AddressOf(socket);
  ::unlink(socket.c_str());
  ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  ::listen(fd, 64);
  return fd;
}

}  // namespace

std::string AskRedis(const std::string& socket, const std::string& command) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 1};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  const sockaddr_un address = AddressOf(socket);
  const std::string line = command + "\r\n";
  std::string answer;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
      ::send(fd, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size())) {
    for (char byte; ::recv(fd, &byte, 1, 0) == 1 && byte != '\r';) answer += byte;
  }
  ::close(fd);
  return answer;
}

GarbageServer::GarbageServer(const std::string& socket)
    : socket_(socket), listen_fd_(Listen(socket)), thread_([this] { Run(); }) {}

GarbageServer::~GarbageServer() {
  stopping_ = true;
  thread_.join();
  ::close(listen_fd_);
  ::unlink(socket_.c_str());
}

void GarbageServer::Run() {
  std::vector<pollfd> waits = {{listen_fd_, POLLIN, 0}};
  while (!stopping_) {
    if (::poll(waits.data(), waits.size(), kPollMs) <= 0) continue;
    for (size_t i = 1; i < waits.size(); ++i) {
      if (waits[i].revents == 0) continue;
      char buffer[1 << 12];
      if (::recv(waits[i].fd, buffer, sizeof(buffer), 0) <= 0) {
        ::close(waits[i].fd);
        waits[i].fd = -1;  // poll(2) passes over it
        continue;
      }
      const char* const text = kGarbage[answers_++ % std::size(kGarbage)];
      ::send(waits[i].fd, text, std::strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    if (waits[0].revents != 0) waits.push_back({::accept(listen_fd_, nullptr, nullptr), POLLIN, 0});
  }
  for (size_t i = 1; i < waits.size(); ++i) {
    if (waits[i].fd >= 0) ::close(waits[i].fd);
  }
}

}  // namespace palier::scenarios
