// SPDX-License-Identifier: Apache-2.0
// One connection to a Redis server on which no call outlives its deadline, whatever the server
// does.
#ifndef PALIER_COMMON_CACHE_CONNECTION_H_
#define PALIER_COMMON_CACHE_CONNECTION_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/cache/address.h"
#include "common/cache/monotonic.h"
#include "common/cache/reply.h"

namespace palier::cache {

// hiredis formats and parses; the socket is ours, because hiredis' timeouts bound one read(2) and a
// server that sends one byte at a time would never meet them. Not thread-safe.
class Connection {
 public:
  // Null if the server is not reached by `deadline`.
  static std::unique_ptr<Connection> Open(const Address& address, MonotonicTime deadline);

  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends a command. Returns false if it could not be sent whole; the connection is then of no more
  // use.
  bool Send(absl::Span<const absl::string_view> command, MonotonicTime deadline);
  // The next reply; null if none came by `deadline` or the connection broke. A deadline in the past
  // still takes what has already arrived.
  std::unique_ptr<Reply> Receive(MonotonicTime deadline);
  // Send, then Receive. After null the connection is of no more use: the reply may still come.
  std::unique_ptr<Reply> Call(absl::Span<const absl::string_view> command, MonotonicTime deadline);

  // The server has closed it, or has answered what is not a reply.
  bool broken() const { return broken_; }
  int fd() const { return fd_; }

 private:
  explicit Connection(int fd) : fd_(fd) {}
  bool SendBytes(absl::string_view bytes, MonotonicTime deadline);
  void ReadSome();
  std::unique_ptr<Reply> NextReply();
  bool WaitFor(short events, MonotonicTime deadline) const;  // NOLINT(runtime/int): poll(2)'s type

  const int fd_;
  ReplyReader reader_;
  bool broken_ = false;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_CONNECTION_H_
