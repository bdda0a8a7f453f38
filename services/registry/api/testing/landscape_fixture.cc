// SPDX-License-Identifier: Apache-2.0
#include "registry/api/testing/landscape_fixture.h"

#include "palier/registry/v1/organization_service.pb.h"
#include "registry/module.h"

namespace palier::registry {

void LandscapeFixture::Start() {
  app::Config config;
  config.listen = "127.0.0.1:0";
  config.data = dir_.File("data");
  config.store = StoreUrl();
  config.drain_delay = absl::ZeroDuration();
  auto suite = app::Suite::Start(config, {Spec()});
  ASSERT_EQ(suite.status(), absl::OkStatus());
  suite_ = *std::move(suite);
}

void LandscapeFixture::WhileStopped(const std::function<absl::Status(sql::Database&)>& change) {
  suite_.reset();
  {
    auto database = sql::Open({.url = absl::StrCat("sqlite:", dir_.File("data"), "/registry.db")});
    ASSERT_EQ(database.status(), absl::OkStatus());
    ASSERT_EQ(change(**database), absl::OkStatus());
  }
  Start();
}

void LandscapeFixture::SetUp() {
  ASSERT_NO_FATAL_FAILURE(Start());
  CreateOrganization("firm");
  CreateOrganization("rival");
  for (const char* id : {"sales", "support", "legal", "accounting"})
    ASSERT_TRUE(Create<v1::CreateDepartmentRequest>(id, v1::Department()).ok());
  ASSERT_TRUE(Create<v1::CreatePersonRequest>("ann", v1::Person()).ok());
  v1::Team hotline;
  hotline.set_department(Firm("departments/support"));
  ASSERT_TRUE(Create<v1::CreateTeamRequest>("hotline", hotline).ok());
  Grant("firm", "carl", api::v1::CONTRIBUTOR);
  Grant("firm", "vic", api::v1::VIEWER);
  Grant("rival", "eve", api::v1::ADMIN);
  Grant("rival", "eve", api::v1::MANAGER);
  const auto spy =
      Create<v1::CreateApplicationRequest>("spy", Tool(), "eve", "organizations/rival");
  ASSERT_EQ(spy.status(), absl::OkStatus());
}

void LandscapeFixture::CreateOrganization(const std::string& id) {
  v1::CreateOrganizationRequest request;
  request.set_organization_id(id);
  request.mutable_organization()->set_display_name(id);
  ASSERT_EQ(Call<v1::Organization>(request).status(), absl::OkStatus());
}

void LandscapeFixture::Grant(const std::string& organization, const std::string& principal,
                             api::v1::Role role) {
  v1::CreateRoleBindingRequest request;
  request.set_parent("organizations/" + organization);
  request.mutable_role_binding()->set_principal("users/" + principal);
  request.mutable_role_binding()->set_role(role);
  ASSERT_EQ(Call<v1::RoleBinding>(request).status(), absl::OkStatus());
}

v1::Application LandscapeFixture::Tool(const std::string& department,
                                       const std::string& ai_function) {
  v1::Application application;
  application.set_state(v1::Application::DEPLOYED);
  application.set_ai(true);
  if (!department.empty()) application.set_department(Firm("departments/" + department));
  if (!ai_function.empty()) application.add_ai_functions(Firm("aiFunctions/" + ai_function));
  return application;
}

v1::Synergy LandscapeFixture::Edge(const std::string& source, const std::string& target,
                                   v1::Synergy::Type type, int64_t euros) {
  v1::Synergy synergy;
  synergy.set_type(type);
  synergy.set_source(Firm(source));
  synergy.set_target(Firm(target));
  if (euros != 0) *synergy.mutable_yearly_gain() = Euros(euros);
  return synergy;
}

google::type::Money LandscapeFixture::Euros(int64_t units, const std::string& currency) {
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(units);
  return money;
}

std::string FirstField(const absl::Status& status) {
  if (status.ok()) return "";
  const auto detail = status::DetailOf(status);
  return detail.field_violations_size() > 0 ? detail.field_violations(0).subject()
                                            : status.ToString();
}

}  // namespace palier::registry
