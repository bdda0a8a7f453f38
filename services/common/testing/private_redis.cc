// SPDX-License-Identifier: Apache-2.0
#include "common/testing/private_redis.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"

namespace palier::testing {
namespace {

constexpr char kProgram[] = "/usr/bin/redis-server";
constexpr absl::Duration kStart = absl::Seconds(20);
constexpr absl::Duration kStop = absl::Seconds(5);

bool Answers(const std::string& path) {
  sockaddr_un address{.sun_family = AF_UNIX};
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  const int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 1};
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  char answer[5] = {};
  const bool ok =
      connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
      send(client, "PING\r\n", 6, MSG_NOSIGNAL) == 6 && recv(client, answer, 5, MSG_WAITALL) == 5;
  close(client);
  return ok && std::memcmp(answer, "+PONG", 5) == 0;
}

}  // namespace

std::optional<std::string> PrivateRedis::WhyNot() {
  if (access(kProgram, X_OK) != 0) return absl::StrCat("Redis is not installed (", kProgram, ")");
  return std::nullopt;
}

absl::StatusOr<std::unique_ptr<PrivateRedis>> PrivateRedis::Start(
    std::vector<std::string> settings) {
  if (const auto reason = WhyNot()) return absl::FailedPreconditionError(*reason);
  std::unique_ptr<PrivateRedis> server(new PrivateRedis(std::move(settings)));
  RETURN_IF_ERROR(server->Launch());
  return server;
}

PrivateRedis::~PrivateRedis() {
  Stop();
}

absl::Status PrivateRedis::Launch() {
  std::vector<std::string> arguments = {kProgram, "--port", "0",        "--unixsocket",
                                        socket(), "--save", "",         "--appendonly",
                                        "no",     "--dir",  dir_.path()};
  arguments.insert(arguments.end(), settings_.begin(), settings_.end());
  ASSIGN_OR_RETURN(server_, ChildProcess::Start(arguments, {.log = dir_.File("redis.log")}));
  for (const absl::Time end = absl::Now() + kStart; absl::Now() < end;) {
    if (Answers(socket())) return absl::OkStatus();
    if (server_->Wait(absl::Milliseconds(5)).has_value()) break;
  }
  return absl::InternalError("redis-server did not start");
}

void PrivateRedis::Stop() {
  if (server_ == nullptr) return;
  Resume();
  server_->Signal(SIGTERM);
  server_->Wait(kStop);
  server_.reset();
  unlink(socket().c_str());
}

absl::Status PrivateRedis::Restart() {
  Stop();
  return Launch();
}

void PrivateRedis::Pause() {
  server_->Signal(SIGSTOP);
}

void PrivateRedis::Resume() {
  server_->Signal(SIGCONT);
}

}  // namespace palier::testing
