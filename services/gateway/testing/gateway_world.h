// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TESTING_GATEWAY_WORLD_H_
#define PALIER_GATEWAY_TESTING_GATEWAY_WORLD_H_

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "common/app/suite.h"
#include "common/testing/temp_dir.h"
#include "gateway/http/message.h"
#include "gateway/testing/http_client.h"

namespace palier::gateway {

using Json = nlohmann::json;

// Every service and the gateway in one process, and one HTTP connection to it. The organisation
// `acme` of `users/dev` is there. What fails here fails the test.
class GatewayWorld {
 public:
  explicit GatewayWorld(app::Config config = {});

  const std::string& address() const { return suite_->http_address(); }
  app::Suite& suite() { return *suite_; }

  // One call on the world's own connection.
  http::Response Call(const std::string& method, const std::string& target,
                      const std::string& body = "", const http::Headers& headers = {});
  // The same for its body; fails the test when the status is another.
  Json Ask(int status, const std::string& method, const std::string& target,
           const std::string& body = "", const http::Headers& headers = {});
  // Makes `organizations/acme/projects/{id}`.
  void CreateProject(const std::string& id);

 private:
  testing::TempDir folder_;
  std::unique_ptr<app::Suite> suite_;
  std::unique_ptr<HttpClient> client_;
};

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TESTING_GATEWAY_WORLD_H_
