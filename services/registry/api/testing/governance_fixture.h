// SPDX-License-Identifier: Apache-2.0
// A running registry with a firm, its people, two applications and somebody in each role.
#ifndef PALIER_REGISTRY_API_TESTING_GOVERNANCE_FIXTURE_H_
#define PALIER_REGISTRY_API_TESTING_GOVERNANCE_FIXTURE_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/app/suite.h"
#include "common/resource/store.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "registry/domain/governance/waivers.h"
#include "registry/module.h"
#include "registry/storage/types.h"

namespace palier::registry {

inline constexpr char kFirm[] = "organizations/firm";
inline constexpr char kChatbot[] = "organizations/firm/applications/chatbot";  // in a cloud
inline constexpr char kScribe[] = "organizations/firm/applications/scribe";    // on premise
inline constexpr char kSales[] = "organizations/firm/departments/sales";
inline constexpr char kInside[] = "organizations/firm/teams/inside";  // of sales
inline constexpr char kLea[] = "organizations/firm/people/lea";

// users/dev founded the firm; users/mia manages, users/tom approves, services/crm asks.
class GovernanceTest : public ::testing::Test {
 protected:
  using Check = v1::CheckAuthorisationResponse;
  using Rule = v1::AuthorisationRule;

  void SetUp() override {
    SetTime(now_);
    Serve();
    v1::CreateOrganizationRequest firm;
    firm.set_organization_id("firm");
    firm.mutable_organization()->set_display_name("Firm");
    ASSERT_EQ(Registry<v1::Organization>("CreateOrganization", firm).status(), absl::OkStatus());
    v1::CreateDepartmentRequest sales;
    sales.set_parent(kFirm);
    sales.set_department_id("sales");
    sales.mutable_department()->set_display_name("Sales");
    ASSERT_EQ(Registry<v1::Department>("CreateDepartment", sales).status(), absl::OkStatus());
    v1::CreateTeamRequest inside;
    inside.set_parent(kFirm);
    inside.set_team_id("inside");
    inside.mutable_team()->set_display_name("Inside sales");
    inside.mutable_team()->set_department(kSales);
    ASSERT_EQ(Registry<v1::Team>("CreateTeam", inside).status(), absl::OkStatus());
    v1::CreatePersonRequest lea;
    lea.set_parent(kFirm);
    lea.set_person_id("lea");
    lea.mutable_person()->set_display_name("Léa");
    ASSERT_EQ(Registry<v1::Person>("CreatePerson", lea).status(), absl::OkStatus());
    MakeApplication("chatbot", v1::Application::CLOUD);
    MakeApplication("scribe", v1::Application::ON_PREMISE);
    Grant("users/mia", api::v1::MANAGER);
    Grant("users/tom", api::v1::APPROVER);
  }

  // Writes into the store as long as nobody serves it.
  void Seed(const std::function<absl::Status(resource::Session&, const Types&)>& fn) {
    auto database = sql::Open({.url = absl::StrCat("sqlite:", dir_.File("data/registry.db"))});
    ASSERT_EQ(database.status(), absl::OkStatus());
    const Types types;
    const time::FileClock clock(dir_.File("clock"));
    resource::Store store(**database, clock);
    ASSERT_EQ(store.Write(absl::Now() + absl::Seconds(60), {"users/dev", "", "/test"},
                          [&](resource::Session& session) { return fn(session, types); }),
              absl::OkStatus());
  }
  void Serve() {
    app::Config config;
    config.listen = "127.0.0.1:0";
    config.data = dir_.File("data");
    config.clock_file = dir_.File("clock");
    config.drain_delay = absl::ZeroDuration();
    auto suite = app::Suite::Start(config, {Spec()});
    ASSERT_EQ(suite.status(), absl::OkStatus());
    suite_ = *std::move(suite);
  }

  void SetTime(absl::Time now) {
    now_ = now;
    const std::string partial = dir_.File("clock.partial");
    std::ofstream(partial) << absl::FormatTime(absl::RFC3339_full, now, absl::UTCTimeZone());
    std::filesystem::rename(partial, dir_.File("clock"));
  }

  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& principal, const std::string& method,
                                const google::protobuf::Message& request,
                                const std::string& language = "en") {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
    options.default_timeout = absl::Seconds(60);
    const rpc::Client client(rpc::Connect(suite_->address()), options);
    return client.Unary<Response>(rpc::MethodPath(method, request), request);
  }
  template <typename Response>
  absl::StatusOr<Response> Registry(const std::string& method,
                                    const google::protobuf::Message& request) {
    return Call<Response>("users/dev", method, request);
  }
  template <typename Response>
  absl::StatusOr<Response> Governance(const std::string& principal, const std::string& method,
                                      const google::protobuf::Message& request) {
    return Call<Response>(principal, method, request);
  }
  void MakeApplication(const std::string& id, v1::Application::Hosting hosting) {
    v1::CreateApplicationRequest request;
    request.set_parent(kFirm);
    request.set_application_id(id);
    request.mutable_application()->set_display_name(id);
    request.mutable_application()->set_state(v1::Application::DEPLOYED);
    request.mutable_application()->set_hosting(hosting);
    ASSERT_EQ(Call<v1::Application>("users/dev", "CreateApplication", request).status(),
              absl::OkStatus());
  }
  void Grant(const std::string& principal, api::v1::Role role) {
    v1::CreateRoleBindingRequest binding;
    binding.set_parent(kFirm);
    binding.mutable_role_binding()->set_principal(principal);
    binding.mutable_role_binding()->set_role(role);
    ASSERT_EQ(Registry<v1::RoleBinding>("CreateRoleBinding", binding).status(), absl::OkStatus());
  }

  absl::StatusOr<Rule> CreateRule(const std::string& id, Rule rule) {
    v1::CreateAuthorisationRuleRequest request;
    request.set_parent(kFirm);
    request.set_authorisation_rule_id(id);
    *request.mutable_authorisation_rule() = rule;
    request.mutable_authorisation_rule()->set_display_name(id);
    return Governance<Rule>("users/dev", "CreateAuthorisationRule", request);
  }
  // One that must be right.
  Rule MakeRule(const std::string& id, Rule::Effect effect, const std::string& application = "") {
    Rule rule;
    rule.set_effect(effect);
    rule.set_application(application);
    const absl::StatusOr<Rule> made = CreateRule(id, rule);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? *made : Rule();
  }
  absl::StatusOr<Check> Ask(const std::string& application, const std::string& data_class,
                            const std::string& population = "",
                            const std::string& principal = "services/crm",
                            const std::string& language = "en") {
    v1::CheckAuthorisationRequest request;
    request.set_parent(kFirm);
    request.set_application(application);
    request.set_data_class(data_class);
    request.set_population(population);
    return Call<Check>(principal, "CheckAuthorisation", request, language);
  }
  // An answer that must come.
  Check May(const std::string& application, const std::string& data_class,
            const std::string& population = "") {
    const absl::StatusOr<Check> answer = Ask(application, data_class, population);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    return answer.ok() ? *answer : Check();
  }

  absl::StatusOr<v1::Waiver> RequestWaiver(const std::string& principal, const std::string& id,
                                           absl::Time end,
                                           const std::string& rule = kSensitiveInCloud,
                                           const std::string& subject = kChatbot) {
    v1::CreateWaiverRequest request;
    request.set_parent(kFirm);
    request.set_waiver_id(id);
    v1::Waiver& waiver = *request.mutable_waiver();
    waiver.set_display_name("Trial with the vendor");
    waiver.set_rule(rule);
    waiver.set_subject(subject);
    waiver.set_reason("the server room is not ready");
    waiver.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(end));
    return Governance<v1::Waiver>(principal, "CreateWaiver", request);
  }
  template <typename Request>
  absl::StatusOr<v1::Waiver> Waive(const std::string& principal, const std::string& method,
                                   const std::string& id) {
    Request request;
    request.set_name(absl::StrCat(kFirm, "/waivers/", id));
    return Governance<v1::Waiver>(principal, method, request);
  }
  absl::StatusOr<v1::Waiver> Approve(const std::string& principal, const std::string& id) {
    return Waive<v1::ApproveWaiverRequest>(principal, "ApproveWaiver", id);
  }
  absl::StatusOr<v1::Waiver> Revoke(const std::string& principal, const std::string& id) {
    return Waive<v1::RevokeWaiverRequest>(principal, "RevokeWaiver", id);
  }

  static error::v1::ErrorReason ReasonOf(const absl::Status& status) {
    return status::ReasonOf(status);
  }

  testing::TempDir dir_;
  absl::Time now_ = absl::FromCivil(absl::CivilSecond(2026, 3, 10, 12, 0, 0), absl::UTCTimeZone());
  std::unique_ptr<app::Suite> suite_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_TESTING_GOVERNANCE_FIXTURE_H_
