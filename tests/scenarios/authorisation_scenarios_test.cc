// SPDX-License-Identifier: Apache-2.0
// Three registries on one store are asked without a pause whether an application may process data,
// while rules change, Redis is gone and the store hangs.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/testing/private_postgres.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/scenarios/askers.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using registry::v1::Application;
using registry::v1::AuthorisationRule;
using registry::v1::CheckAuthorisationResponse;

constexpr char kAuthorisation[] = "palier.registry.v1.AuthorisationService/";
constexpr char kChatbot[] = "organizations/acme/applications/chatbot";
// From the end of the call that revokes to the start of the last one that is still allowed.
constexpr absl::Duration kPromise = absl::Seconds(2);
constexpr int kRounds = 4;

Reply AskAboutChatbot(const rpc::Client& client) {
  registry::v1::CheckAuthorisationRequest request;
  request.set_parent("organizations/acme");
  request.set_application(kChatbot);
  request.set_data_class("public");
  const auto answer = client.Unary<CheckAuthorisationResponse>(
      absl::StrCat(kAuthorisation, "CheckAuthorisation"), request);
  if (!answer.ok()) return {answer.status()};
  return {absl::OkStatus(), AuthorisationRule::Effect_Name(answer->effect()),
          answer->explanation()};
}

class AuthorisationScenario : public ScenarioTest {
 protected:
  void SetUp() override {
    if (const auto why = testing::PrivateRedis::WhyNot()) GTEST_SKIP() << *why;
    auto redis = testing::PrivateRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
    ScenarioTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    MakeOrganization(As("registry", "users/dev"), "acme");
    registry::v1::CreateApplicationRequest application;
    application.set_parent("organizations/acme");
    application.set_application_id("chatbot");
    application.mutable_application()->set_display_name("Chatbot");
    application.mutable_application()->set_state(Application::DEPLOYED);
    application.mutable_application()->set_hosting(Application::CLOUD);
    const auto made =
        Admin<Application>("palier.registry.v1.CatalogueService/CreateApplication", application);
    ASSERT_TRUE(made.ok()) << made.status();
    registry::v1::CreateAuthorisationRuleRequest rule;
    rule.set_parent("organizations/acme");
    rule.set_authorisation_rule_id("chatbot");
    rule.mutable_authorisation_rule()->set_display_name("Chatbot");
    rule.mutable_authorisation_rule()->set_application(kChatbot);
    rule.mutable_authorisation_rule()->set_effect(AuthorisationRule::ALLOWED);
    const auto ruled =
        Admin<AuthorisationRule>(absl::StrCat(kAuthorisation, "CreateAuthorisationRule"), rule);
    ASSERT_TRUE(ruled.ok()) << ruled.status();
    askers_.Add(world().AddressOf("registry"));
    for (int i = 0; i < 2; ++i) {
      const auto replica = world().StartReplica("registry");
      ASSERT_TRUE(replica.ok()) << replica.status();
      askers_.Add(*replica);
    }
    ASSERT_TRUE(askers_.AllSay("ALLOWED"));
  }
  void TearDown() override { askers_.Clear(); }
  void Configure(WorldOptions& options) override { options.redis = redis_->address(); }

  template <typename Response>
  absl::StatusOr<Response> Admin(const std::string& method,
                                 const google::protobuf::Message& request) {
    return As("registry", "users/dev").Unary<Response>(method, request);
  }
  // Returns when the call ended.
  absl::Time Set(AuthorisationRule::Effect effect) {
    registry::v1::UpdateAuthorisationRuleRequest request;
    request.mutable_authorisation_rule()->set_name("organizations/acme/authorisationRules/chatbot");
    request.mutable_authorisation_rule()->set_effect(effect);
    const auto changed =
        Admin<AuthorisationRule>(absl::StrCat(kAuthorisation, "UpdateAuthorisationRule"), request);
    EXPECT_TRUE(changed.ok()) << changed.status();
    return absl::Now();
  }
  // Revokes and grants again, some times.
  absl::Duration RevokeAndGrant() {
    absl::Duration longest = -absl::InfiniteDuration();
    for (int round = 0; round < kRounds; ++round) {
      const absl::Time revoked = Set(AuthorisationRule::DENIED);
      EXPECT_TRUE(askers_.AllSay("DENIED"));
      // Long enough to see one that allows again.
      EXPECT_TRUE(Await([&] { return absl::Now() > revoked + kPromise; }));
      longest = std::max(longest, askers_.LongestAfter(revoked));
      Set(AuthorisationRule::ALLOWED);
      EXPECT_TRUE(askers_.AllSay("ALLOWED"));
    }
    return longest;
  }

  std::unique_ptr<testing::PrivateRedis> redis_;
  Askers askers_{AskAboutChatbot, "ALLOWED"};
};

TEST_P(AuthorisationScenario, ARevocationHoldsInEveryProcessWithinTwoSeconds) {
  RecordProperty("requirement", "S1-11");
  const absl::Duration healthy = RevokeAndGrant();
  EXPECT_LE(healthy, kPromise);
  redis_->Stop();
  const absl::Duration stopped = RevokeAndGrant();
  EXPECT_LE(stopped, kPromise);
  RecordProperty("longest", absl::FormatDuration(healthy));
  RecordProperty("longest without Redis", absl::FormatDuration(stopped));
  askers_.ExpectNoFailure();
}

TEST_P(AuthorisationScenario, WithoutTheStoreTheAnswerIsDenied) {
  RecordProperty("requirement", "S1-11");
  const auto postgres = testing::PrivatePostgres::Shared();
  ASSERT_TRUE(postgres.ok()) << postgres.status();
  const std::pair<const char*, void (testing::PrivatePostgres::*)()> faults[] = {
      {"hangs", &testing::PrivatePostgres::Pause}, {"is gone", &testing::PrivatePostgres::Stop}};
  // Their calls wait for the store and take every thread there is.
  const rpc::Client& client = As("registry", "users/dev");
  const Crowd crowd([&client](const rpc::CallOptions& options) {
    registry::v1::ListProjectsRequest list;
    list.set_parent("organizations/acme");
    return client
        .Unary<registry::v1::ListProjectsResponse>(absl::StrCat(kRegistry, "ListProjects"), list,
                                                   options)
        .status();
  });
  for (const auto& [what, fault] : faults) {
    ((*postgres)->*fault)();
    const absl::Time lost = absl::Now();
    EXPECT_TRUE(askers_.AllSay("DENIED")) << what;
    EXPECT_TRUE(Await([&] { return absl::Now() > lost + 2 * kPromise; }));
    EXPECT_LE(askers_.LongestAfter(lost), kPromise) << what;
    askers_.ExpectExplanation("cannot be read");
    if (fault == &testing::PrivatePostgres::Pause) {
      (*postgres)->Resume();
    } else {
      EXPECT_TRUE((*postgres)->Restart().ok());
    }
    EXPECT_TRUE(askers_.AllSay("ALLOWED")) << what;
  }
  EXPECT_GT(crowd.refused(), 0);
  askers_.ExpectNoFailure();
}

INSTANTIATE_TEST_SUITE_P(Worlds, AuthorisationScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
