// SPDX-License-Identifier: Apache-2.0
#include "common/app/admin_server.h"

#include <httplib.h>

#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace palier::app {
namespace {

class HttplibServer : public AdminServer {
 public:
  HttplibServer(std::function<std::string()> metrics, std::function<bool()> healthy) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(2); };
    server_.set_payload_max_length(1024);
    // Without the library's SO_REUSEPORT: two processes on one port would share its calls unseen.
    server_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    });
    server_.Get("/metrics", [metrics = std::move(metrics)](const httplib::Request&,
                                                           httplib::Response& response) {
      response.set_content(metrics(), "text/plain; version=0.0.4; charset=utf-8");
    });
    server_.Get("/healthz", [healthy = std::move(healthy)](const httplib::Request&,
                                                           httplib::Response& response) {
      const bool ok = healthy();
      response.status = ok ? 200 : 503;
      response.set_content(ok ? "SERVING\n" : "NOT_SERVING\n", "text/plain; charset=utf-8");
    });
  }
  ~HttplibServer() override {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

  absl::Status Listen(const std::string& host, int port) {
    const int bound =
        port == 0 ? server_.bind_to_any_port(host) : (server_.bind_to_port(host, port) ? port : -1);
    if (bound < 0)
      return absl::UnavailableError(
          absl::StrCat("--metrics_listen: cannot listen on ", host, ":", port));
    address_ = absl::StrCat(host, ":", bound);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // stop() is heard only by a server that runs.
    while (!server_.is_running()) std::this_thread::yield();
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }

 private:
  httplib::Server server_;
  std::string address_;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<AdminServer>> AdminServer::Start(
    const std::string& listen, std::function<std::string()> metrics,
    std::function<bool()> healthy) {
  const size_t colon = listen.rfind(':');
  int port = 0;
  if (colon == std::string::npos || !absl::SimpleAtoi(listen.substr(colon + 1), &port) ||
      port < 0 || port > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("--metrics_listen=", listen, ": expected host:port"));
  }
  auto server = std::make_unique<HttplibServer>(std::move(metrics), std::move(healthy));
  if (absl::Status status = server->Listen(listen.substr(0, colon), port); !status.ok())
    return status;
  return server;
}

}  // namespace palier::app
