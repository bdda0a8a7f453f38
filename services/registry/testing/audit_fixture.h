// SPDX-License-Identifier: Apache-2.0
// A running registry with the organisation `firm`, on each kind of store, that can be stopped and
// started again.
#ifndef PALIER_REGISTRY_TESTING_AUDIT_FIXTURE_H_
#define PALIER_REGISTRY_TESTING_AUDIT_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/app/suite.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/testing/private_postgres.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/audit_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/module.h"

namespace palier::registry {

inline constexpr char kFirm[] = "organizations/firm";

// The parameter is the kind of store; PostgreSQL is skipped where it is not installed.
class AuditFixture : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    config_.listen = "127.0.0.1:0";
    config_.data = dir_.File("data");
    config_.drain_delay = absl::ZeroDuration();
    if (GetParam() == "Postgres") {
      if (const auto reason = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
      const auto server = testing::PrivatePostgres::Shared();
      ASSERT_EQ(server.status(), absl::OkStatus());
      static int schemas = 0;
      config_.store = (*server)->url();
      config_.schema_prefix = absl::StrCat("audit", ++schemas);
      config_.audit_key_file = dir_.File("audit.key");
      std::ofstream(config_.audit_key_file) << std::string(64, 'a');
    }
    Start();
    v1::CreateOrganizationRequest firm;
    firm.set_organization_id("firm");
    firm.mutable_organization()->set_display_name("Firm");
    ASSERT_EQ(Call<v1::Organization>("users/dev", "CreateOrganization", firm).status(),
              absl::OkStatus());
  }

  void Start() {
    auto suite = app::Suite::Start(config_, {Spec()});
    ASSERT_EQ(suite.status(), absl::OkStatus());
    suite_ = *std::move(suite);
  }
  void Stop() { suite_.reset(); }
  void Restart() {
    Stop();
    Start();
  }

  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& principal, const std::string& method,
                                const google::protobuf::Message& request) {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}};
    options.default_timeout = absl::Seconds(60);
    const rpc::Client client(rpc::Connect(suite_->address()), options);
    return client.Unary<Response>(rpc::MethodPath(method, request), request);
  }
  template <typename Request>
  static Request Parent() {
    Request request;
    request.set_parent(kFirm);
    return request;
  }

  v1::Project CreateProject(const std::string& id, const std::string& display_name,
                            const std::string& purpose = "") {
    auto request = Parent<v1::CreateProjectRequest>();
    request.set_project_id(id);
    request.mutable_project()->set_display_name(display_name);
    request.mutable_project()->set_purpose(purpose);
    const auto made = Call<v1::Project>("users/dev", "CreateProject", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? *made : v1::Project();
  }

  // Waits until the background sealed everything.
  void AwaitSealed() {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    int64_t unsealed = 1;
    while (unsealed > 0 && absl::Now() < deadline) {
      const auto verified = Call<v1::VerifyAuditResponse>("users/dev", "VerifyAudit",
                                                          Parent<v1::VerifyAuditRequest>());
      ASSERT_EQ(verified.status(), absl::OkStatus());
      ASSERT_TRUE(verified->intact()) << verified->explanation();
      unsealed = verified->unsealed_count();
    }
    ASSERT_EQ(unsealed, 0);
  }

  testing::TempDir dir_;
  app::Config config_;
  std::unique_ptr<app::Suite> suite_;
};

inline const auto kStores = ::testing::Values("File", "Postgres");
inline std::string StoreName(const ::testing::TestParamInfo<std::string>& info) {
  return info.param;
}

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_TESTING_AUDIT_FIXTURE_H_
