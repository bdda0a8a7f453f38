// SPDX-License-Identifier: Apache-2.0
#include "gateway/module.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "gateway/edge/edge.h"
#include "gateway/http/server.h"
#include "gateway/pages/pages.h"
#include "gateway/transcoding/api_files.h"

namespace palier::gateway {
namespace {

const std::vector<std::string>& Services() {
  static const auto* services =
      new std::vector<std::string>{"registry", "kpi", "rollout", "reporting"};
  return *services;
}

// It has no RPC of its own: it serves those of the others.
class GatewayModule : public app::Module {
 public:
  explicit GatewayModule(absl::Duration drain_timeout) : drain_timeout_(drain_timeout) {}

  absl::Status Open(const app::Environment& environment) {
    if (environment.http.listen.empty()) return absl::OkStatus();
    EdgeOptions options;
    options.dev = environment.auth == app::AuthMode::kDev;
    options.cors_origins = environment.http.cors_origins;
    options.event_senders = environment.http.event_senders;
    Edge::Channels channels;
    for (const std::string& service : Services()) channels[service] = environment.channel(service);
    ASSIGN_OR_RETURN(auto schema, Schema::Make(ApiFiles()));
    ASSIGN_OR_RETURN(edge_, Edge::Make(options, std::move(schema), std::move(channels)));
    http::ServerOptions server;
    server.listen = environment.http.listen;
    ASSIGN_OR_RETURN(server_, http::Server::Listen(
                                  server,
                                  [this](std::shared_ptr<http::Exchange> exchange) {
                                    if (auto page = pages_.Answer(exchange->request()))
                                      return exchange->Answer(*std::move(page));
                                    edge_->Handle(std::move(exchange));
                                  },
                                  [edge = edge_.get()](int status, const http::Request& so_far) {
                                    return edge->Refuse(status, so_far);
                                  }));
    return absl::OkStatus();
  }

  std::vector<const rpc::ServiceTable*> tables() const override { return {}; }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return nullptr; }
  std::string http_address() const override { return server_ ? server_->address() : ""; }
  void Start() override {
    if (server_) server_->Serve();
  }
  void Drain() override {
    if (!server_) return;
    edge_->EndStreams();
    server_->Stop(drain_timeout_);
  }

  std::vector<app::Count> counts() const override {
    if (!server_) return {};
    const http::Totals totals = server_->totals();
    std::vector<app::Count> counts;
    for (int digit = 2; digit < 6; ++digit) {
      counts.push_back({"palier_gateway_answers_total",
                        "Answers over HTTP, by the first digit of their status.",
                        {{"status", absl::StrCat(digit, "xx")}},
                        totals.answers[digit]});
    }
    counts.push_back({"palier_gateway_refused_connections_total",
                      "Connections turned away because there were too many.",
                      {},
                      totals.refused_connections});
    return counts;
  }

 private:
  const absl::Duration drain_timeout_;
  const Pages pages_{EmbeddedFiles()};
  std::unique_ptr<Edge> edge_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<app::Module>> MakeModule(const app::Environment& environment) {
  auto module = std::make_unique<GatewayModule>(environment.drain_timeout);
  RETURN_IF_ERROR(module->Open(environment));
  return module;
}

app::ModuleSpec Spec() {
  return {"gateway", {}, MakeModule, Services()};
}

}  // namespace palier::gateway
