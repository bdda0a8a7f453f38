// SPDX-License-Identifier: Apache-2.0
#include "common/cache/connection.h"

#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "absl/cleanup/cleanup.h"

namespace palier::cache {
namespace {

constexpr size_t kReadSize = 64 << 10;

const sockaddr* AsSockaddr(const Address& address) {
  return reinterpret_cast<const sockaddr*>(&address.storage);
}

bool IsTransient(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

std::unique_ptr<Connection> Connection::Open(const Address& address, MonotonicTime deadline) {
  const int family = address.storage.ss_family;
  const int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return nullptr;
  std::unique_ptr<Connection> connection(new Connection(fd));
  const int on = 1;
  if (family != AF_UNIX) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (connect(fd, AsSockaddr(address), address.size) == 0) return connection;
  // A Unix socket whose backlog is full answers EAGAIN, and would for as long as we cared to ask.
  if (errno != EINPROGRESS || !connection->WaitFor(POLLOUT, deadline)) return nullptr;
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) return nullptr;
  return connection;
}

Connection::~Connection() {
  close(fd_);
}

bool Connection::WaitFor(short events, MonotonicTime deadline) const {  // NOLINT(runtime/int)
  pollfd wait{fd_, events, 0};
  int ready = 0;
  do {
    const timespec left = TimeUntil(deadline);
    ready = ppoll(&wait, 1, &left, nullptr);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

bool Connection::SendBytes(absl::string_view bytes, MonotonicTime deadline) {
  while (!bytes.empty() && !broken_) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(sent);
    } else if (!IsTransient(errno) || !WaitFor(POLLOUT, deadline)) {
      broken_ = true;
    }
  }
  return !broken_;
}

bool Connection::Send(absl::Span<const absl::string_view> command, MonotonicTime deadline) {
  std::vector<const char*> parts;
  std::vector<size_t> sizes;
  for (const absl::string_view part : command) {
    parts.push_back(part.data());
    sizes.push_back(part.size());
  }
  char* text = nullptr;
  const int size =
      redisFormatCommandArgv(&text, static_cast<int>(parts.size()), parts.data(), sizes.data());
  if (size < 0) return false;
  const auto release = absl::MakeCleanup([text] { redisFreeCommand(text); });
  return SendBytes(absl::string_view(text, size), deadline);
}

void Connection::ReadSome() {
  char buffer[kReadSize];
  const ssize_t size = recv(fd_, buffer, sizeof(buffer), 0);
  if (size > 0) {
    broken_ = !reader_.Feed(absl::string_view(buffer, size));
  } else {
    broken_ = size == 0 || !IsTransient(errno);
  }
}

std::unique_ptr<Reply> Connection::NextReply() {
  std::unique_ptr<Reply> reply = reader_.Next();
  broken_ = broken_ || reader_.failed();
  return reply;
}

std::unique_ptr<Reply> Connection::Receive(MonotonicTime deadline) {
  // One read after the deadline and no more: a server that never stops sending must not hold the
  // caller.
  bool late = false;
  while (!late && !broken_) {
    if (std::unique_ptr<Reply> reply = NextReply()) return reply;
    late = MonotonicNow() >= deadline;
    if (broken_ || !WaitFor(POLLIN, deadline)) return nullptr;
    ReadSome();
  }
  return NextReply();
}

std::unique_ptr<Reply> Connection::Call(absl::Span<const absl::string_view> command,
                                        MonotonicTime deadline) {
  return Send(command, deadline) ? Receive(deadline) : nullptr;
}

}  // namespace palier::cache
