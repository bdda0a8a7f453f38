// SPDX-License-Identifier: Apache-2.0
#include "reporting/testing/company.h"

#include <gtest/gtest.h>

#include <utility>

#include "common/rpc/auth.h"
#include "kpi/module.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "registry/module.h"
#include "reporting/module.h"
#include "rollout/module.h"

namespace palier::reporting {
namespace {

constexpr size_t kPiece = 1 << 20;

app::Config ConfigIn(const testing::TempDir& folder) {
  app::Config config;
  config.listen = "127.0.0.1:0";
  config.data = folder.path();
  config.drain_delay = absl::ZeroDuration();
  return config;
}

std::unique_ptr<rpc::Client> ClientOf(const app::Suite& suite, const std::string& principal,
                                      const std::string& language) {
  rpc::ClientOptions options;
  options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
  options.default_timeout = absl::Seconds(60);
  return std::make_unique<rpc::Client>(rpc::Connect(suite.address()), options);
}

}  // namespace

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

Company::Company() {
  const app::Config config = ConfigIn(folder_);
  absl::StatusOr<std::unique_ptr<app::Suite>> suite =
      app::Suite::Start(config, {registry::Spec(), kpi::Spec(), rollout::Spec(), Spec()});
  EXPECT_TRUE(suite.ok()) << suite.status();
  suite_ = *std::move(suite);
  client_ = As("users/dev");
  registry::v1::CreateOrganizationRequest request;
  request.set_organization_id("acme");
  request.mutable_organization()->set_display_name("Acme");
  EXPECT_TRUE(Registry<registry::v1::Organization>("CreateOrganization", request).ok());
}

std::unique_ptr<rpc::Client> Company::As(const std::string& principal,
                                         const std::string& language) const {
  return ClientOf(*suite_, principal, language);
}

std::unique_ptr<rpc::Client> Company::AnotherReporting() {
  app::Config config = ConfigIn(other_folder_);
  for (const char* peer : {"registry", "kpi", "rollout"}) config.peers[peer] = suite_->address();
  absl::StatusOr<std::unique_ptr<app::Suite>> suite = app::Suite::Start(config, {Spec()});
  EXPECT_TRUE(suite.ok()) << suite.status();
  other_ = *std::move(suite);
  return ClientOf(*other_, "users/dev", "en");
}

registry::v1::ImportSummary Company::Import(const std::string& profile,
                                            const std::string& file) const {
  const auto stream = client_->Stream("palier.registry.v1.RegistryService/ImportProjects");
  for (size_t at = 0; at < file.size(); at += kPiece) {
    registry::v1::ImportProjectsRequest request;
    if (at == 0) {
      request.set_parent("organizations/acme");
      request.set_profile(profile);
    }
    request.set_data(file.substr(at, kPiece));
    EXPECT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  registry::v1::ImportProjectsResponse response;
  registry::v1::ImportSummary summary;
  while (stream->Read(&response)) {
    if (response.has_summary()) summary = response.summary();
  }
  const absl::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status;
  return summary;
}

}  // namespace palier::reporting
