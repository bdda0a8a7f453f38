// SPDX-License-Identifier: Apache-2.0
#include "common/cache/listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace palier::cache {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(20);
constexpr absl::Duration kLongestPause = absl::Milliseconds(500);

bool IsSubscribed(const Reply& reply) {
  return reply.kind == Reply::Kind::kArray && reply.elements.size() == 3 &&
         reply.elements[0].text == "subscribe";
}

}  // namespace

Listener::Listener(const Address& address, std::string channel, absl::Duration timeout,
                   absl::Duration tick, Handlers handlers)
    : address_(address),
      channel_(std::move(channel)),
      timeout_(timeout),
      tick_(tick),
      handlers_(std::move(handlers)),
      stop_fd_(eventfd(0, EFD_CLOEXEC)),
      thread_([this] { Run(); }) {}

Listener::~Listener() {
  stopping_ = true;
  eventfd_write(stop_fd_, 1);
  thread_.join();
  close(stop_fd_);
}

void Listener::Run() {
  absl::Duration pause = kFirstPause;
  while (!stopping_) {
    if (const std::unique_ptr<Connection> connection = Subscribe()) {
      pause = kFirstPause;
      handlers_.subscribed();
      Hear(*connection);
    }
    TickIfDue();
    Wait(-1, pause);
    pause = std::min(2 * pause, kLongestPause);
  }
}

std::unique_ptr<Connection> Listener::Subscribe() {
  const MonotonicTime deadline = MonotonicNow() + ToMonotonic(timeout_);
  std::unique_ptr<Connection> connection = Connection::Open(address_, deadline);
  if (connection == nullptr) return nullptr;
  const std::unique_ptr<Reply> reply = connection->Call({"SUBSCRIBE", channel_}, deadline);
  return reply != nullptr && IsSubscribed(*reply) ? std::move(connection) : nullptr;
}

void Listener::Hear(Connection& connection) {
  bool asked = false;
  while (!stopping_) {
    TickIfDue();
    if (Wait(connection.fd(), tick_)) {
      asked = false;
      TakeAll(connection);
      if (connection.broken()) return;
    } else if (asked || !connection.Send({"PING"}, MonotonicNow() + ToMonotonic(timeout_))) {
      return;
    } else {
      asked = true;
    }
  }
}

void Listener::TickIfDue() {
  if (MonotonicNow() < next_tick_) return;
  handlers_.tick();
  next_tick_ = MonotonicNow() + ToMonotonic(tick_);
}

void Listener::TakeAll(Connection& connection) {
  while (const std::unique_ptr<Reply> reply = connection.Receive(MonotonicNow())) {
    Take(*reply);
    // A stream of messages must hold up neither.
    if (stopping_) return;
    TickIfDue();
  }
}

void Listener::Take(const Reply& reply) {
  if (reply.elements.size() != 3 || reply.elements[0].text != "message") return;
  const std::optional<Frame> frame = DecodeFrame(reply.elements[2].text);
  if (frame && frame->kind == FrameKind::kTombstone) handlers_.heard(*frame);
}

bool Listener::Wait(int fd, absl::Duration limit) {
  pollfd waits[] = {{stop_fd_, POLLIN, 0}, {fd, POLLIN, 0}};
  const int milliseconds = static_cast<int>(absl::ToInt64Milliseconds(limit)) + 1;
  return poll(waits, 2, milliseconds) > 0 && waits[1].revents != 0;
}

}  // namespace palier::cache
