// SPDX-License-Identifier: Apache-2.0
#include "gateway/testing/gateway_world.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/module.h"
#include "kpi/module.h"
#include "registry/module.h"
#include "reporting/module.h"
#include "rollout/module.h"

namespace palier::gateway {

GatewayWorld::GatewayWorld(app::Config config) {
  config.listen = "127.0.0.1:0";
  config.http.listen = "127.0.0.1:0";
  config.data = folder_.path();
  config.drain_delay = absl::ZeroDuration();
  auto suite = app::Suite::Start(
      config, {registry::Spec(), kpi::Spec(), rollout::Spec(), reporting::Spec(), Spec()});
  EXPECT_TRUE(suite.ok()) << suite.status();
  suite_ = *std::move(suite);
  if (config.auth == app::AuthMode::kDev) {
    Ask(200, "POST", "/v1/organizations?organizationId=acme",
        R"({"displayName": "Acme", "timeZone": "UTC"})");
  }
}

http::Response GatewayWorld::Call(const std::string& method, const std::string& target,
                                  const std::string& body, const http::Headers& headers) {
  if (client_ == nullptr) client_ = std::make_unique<HttpClient>(address());
  http::Response response = client_->Call(method, target, headers, body);
  if (response.headers.Get("Connection") != "keep-alive") client_.reset();
  return response;
}

Json GatewayWorld::Ask(int status, const std::string& method, const std::string& target,
                       const std::string& body, const http::Headers& headers) {
  const http::Response response = Call(method, target, body, headers);
  EXPECT_EQ(response.status, status) << method << " " << target << ": " << response.body;
  Json json = Json::parse(response.body, nullptr, /*allow_exceptions=*/false);
  return json.is_object() ? json : Json::object();
}

void GatewayWorld::CreateProject(const std::string& id) {
  Ask(200, "POST", absl::StrCat("/v1/organizations/acme/projects?projectId=", id),
      R"({"displayName": "Assistant"})");
}

}  // namespace palier::gateway
