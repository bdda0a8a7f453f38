// SPDX-License-Identifier: Apache-2.0
// Three registries on one store are asked without a pause whether an application may process data,
// while rules change, Redis is gone and the store hangs.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/revocation_scenario.h"
#include "tests/scenarios/service_calls.h"

namespace palier::scenarios {
namespace {

using registry::v1::Application;
using registry::v1::AuthorisationRule;
using registry::v1::CheckAuthorisationResponse;

constexpr char kAuthorisation[] = "palier.registry.v1.AuthorisationService/";
constexpr char kChatbot[] = "organizations/acme/applications/chatbot";
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

class AuthorisationScenario : public RevocationScenario {
 protected:
  // What cannot be known is denied.
  AuthorisationScenario()
      : RevocationScenario({"registry", AskAboutChatbot, "ALLOWED", "DENIED", "DENIED"}) {}

  void Make() override {
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
  }
  void Revoke() override { Set(AuthorisationRule::DENIED); }
  void Grant() override { Set(AuthorisationRule::ALLOWED); }
  absl::Status ReadList(const rpc::CallOptions& options) override {
    registry::v1::ListProjectsRequest list;
    list.set_parent("organizations/acme");
    return As("registry", "users/dev")
        .Unary<registry::v1::ListProjectsResponse>(absl::StrCat(kRegistry, "ListProjects"), list,
                                                   options)
        .status();
  }

 private:
  template <typename Response>
  absl::StatusOr<Response> Admin(const std::string& method,
                                 const google::protobuf::Message& request) {
    return As("registry", "users/dev").Unary<Response>(method, request);
  }
  void Set(AuthorisationRule::Effect effect) {
    registry::v1::UpdateAuthorisationRuleRequest request;
    request.mutable_authorisation_rule()->set_name("organizations/acme/authorisationRules/chatbot");
    request.mutable_authorisation_rule()->set_effect(effect);
    const auto changed =
        Admin<AuthorisationRule>(absl::StrCat(kAuthorisation, "UpdateAuthorisationRule"), request);
    EXPECT_TRUE(changed.ok()) << changed.status();
  }
};

TEST_P(AuthorisationScenario, ARevocationHoldsInEveryProcessWithinTwoSeconds) {
  RecordProperty("requirement", "S1-11");
  ExpectRevocationsHold(/*rounds=*/4);
}

TEST_P(AuthorisationScenario, WithoutTheStoreTheAnswerIsDenied) {
  RecordProperty("requirement", "S1-11");
  ExpectUnknownWithoutTheStore();
}

INSTANTIATE_TEST_SUITE_P(Worlds, AuthorisationScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
