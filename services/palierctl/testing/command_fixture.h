// SPDX-License-Identifier: Apache-2.0
// For tests only: the command line against a running registry with the organisation `firm`.
#ifndef PALIER_PALIERCTL_TESTING_COMMAND_FIXTURE_H_
#define PALIER_PALIERCTL_TESTING_COMMAND_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/app/suite.h"
#include "common/rpc/auth.h"
#include "common/rpc/client.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palierctl/testing/ran.h"
#include "registry/module.h"

namespace palier::ctl {

class CommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    app::Config config;
    config.listen = "127.0.0.1:0";
    config.data = dir_.File("data");
    config.drain_delay = absl::ZeroDuration();
    auto suite = app::Suite::Start(config, {registry::Spec()});
    ASSERT_EQ(suite.status(), absl::OkStatus());
    suite_ = *std::move(suite);
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, "users/dev"}};
    registry::v1::CreateOrganizationRequest firm;
    firm.set_organization_id("firm");
    firm.mutable_organization()->set_display_name("Firm");
    ASSERT_EQ(rpc::Client(rpc::Connect(suite_->address()), options)
                  .Unary<registry::v1::Organization>(
                      "palier.registry.v1.OrganizationService/CreateOrganization", firm)
                  .status(),
              absl::OkStatus());
  }

  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }

  testing::TempDir dir_;
  std::unique_ptr<app::Suite> suite_;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_TESTING_COMMAND_FIXTURE_H_
