// SPDX-License-Identifier: Apache-2.0
// A manager of one department, over a running registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/app/suite.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "google/protobuf/empty.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/module.h"

namespace palier::registry {
namespace {

constexpr char kFirm[] = "organizations/firm";
constexpr char kHr[] = "organizations/firm/departments/hr";
constexpr char kIt[] = "organizations/firm/departments/it";
constexpr char kHiring[] = "organizations/firm/projects/hiring";
constexpr char kHelpdesk[] = "organizations/firm/projects/helpdesk";

// Projects `hiring` in HR and `helpdesk` in IT; users/mia manages HR.
class DepartmentRightsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    app::Config config;
    config.listen = "127.0.0.1:0";
    config.data = dir_.File("data");
    config.drain_delay = absl::ZeroDuration();
    auto suite = app::Suite::Start(config, {Spec()});
    ASSERT_EQ(suite.status(), absl::OkStatus());
    suite_ = *std::move(suite);
    v1::CreateOrganizationRequest firm;
    firm.set_organization_id("firm");
    firm.mutable_organization()->set_display_name("Firm");
    ASSERT_EQ(Call<v1::Organization>("users/dev", "CreateOrganization", firm).status(),
              absl::OkStatus());
    CreateDepartment("hr");
    CreateDepartment("it");
    ASSERT_EQ(CreateProject("users/dev", "hiring", kHr), absl::OkStatus());
    ASSERT_EQ(CreateProject("users/dev", "helpdesk", kIt), absl::OkStatus());
    v1::CreateRoleBindingRequest binding;
    binding.set_parent(kFirm);
    binding.set_role_binding_id("mia");
    binding.mutable_role_binding()->set_principal("users/mia");
    binding.mutable_role_binding()->set_role(api::v1::MANAGER);
    binding.mutable_role_binding()->set_scope(kHr);
    ASSERT_EQ(Call<v1::RoleBinding>("users/dev", "CreateRoleBinding", binding).status(),
              absl::OkStatus());
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
  void CreateDepartment(const std::string& id) {
    v1::CreateDepartmentRequest request;
    request.set_parent(kFirm);
    request.set_department_id(id);
    request.mutable_department()->set_display_name(id);
    ASSERT_EQ(Call<v1::Department>("users/dev", "CreateDepartment", request).status(),
              absl::OkStatus());
  }
  absl::Status CreateProject(const std::string& principal, const std::string& id,
                             const std::string& department) {
    v1::CreateProjectRequest request;
    request.set_parent(kFirm);
    request.set_project_id(id);
    request.mutable_project()->set_display_name(id);
    request.mutable_project()->set_department(department);
    return Call<v1::Project>(principal, "CreateProject", request).status();
  }
  absl::Status Get(const std::string& principal, const std::string& project) {
    v1::GetProjectRequest request;
    request.set_name(project);
    return Call<v1::Project>(principal, "GetProject", request).status();
  }
  absl::Status Update(const std::string& principal, const std::string& project,
                      const std::string& field, const std::string& value) {
    v1::UpdateProjectRequest request;
    request.mutable_project()->set_name(project);
    request.mutable_update_mask()->add_paths(field);
    if (field == "department") {
      request.mutable_project()->set_department(value);
    } else {
      request.mutable_project()->set_purpose(value);
    }
    return Call<v1::Project>(principal, "UpdateProject", request).status();
  }
  static void ExpectDenied(const absl::Status& status) {
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << status;
    EXPECT_EQ(status::ReasonOf(status), error::v1::PERMISSION_DENIED) << status;
  }

  testing::TempDir dir_;
  std::unique_ptr<app::Suite> suite_;
};

TEST_F(DepartmentRightsTest, EditsTheProjectsOfTheDepartmentOnly) {
  EXPECT_EQ(Get("users/mia", kHiring), absl::OkStatus());
  EXPECT_EQ(Update("users/mia", kHiring, "purpose", "hire"), absl::OkStatus());
  ExpectDenied(Get("users/mia", kHelpdesk));
  ExpectDenied(Update("users/mia", kHelpdesk, "purpose", "help"));
  v1::DeleteProjectRequest deletion;
  deletion.set_name(kHelpdesk);
  ExpectDenied(Call<v1::Project>("users/mia", "DeleteProject", deletion).status());
  // What does not exist looks the same as what is not hers.
  ExpectDenied(Get("users/mia", "organizations/firm/projects/none"));
}

TEST_F(DepartmentRightsTest, HoldsNothingOnTheOrganisation) {
  ExpectDenied(CreateProject("users/mia", "new", kHr));
  v1::ListProjectsRequest list;
  list.set_parent(kFirm);
  ExpectDenied(Call<v1::ListProjectsResponse>("users/mia", "ListProjects", list).status());
  v1::CreateRoleBindingRequest binding;
  binding.set_parent(kFirm);
  binding.mutable_role_binding()->set_principal("users/mia");
  binding.mutable_role_binding()->set_role(api::v1::ADMIN);
  ExpectDenied(Call<v1::RoleBinding>("users/mia", "CreateRoleBinding", binding).status());
}

TEST_F(DepartmentRightsTest, AProjectThatMovesIsLostAndGainedAtOnce) {
  ASSERT_EQ(Get("users/mia", kHiring), absl::OkStatus());
  ExpectDenied(Get("users/mia", kHelpdesk));
  ASSERT_EQ(Update("users/dev", kHiring, "department", kIt), absl::OkStatus());
  ASSERT_EQ(Update("users/dev", kHelpdesk, "department", kHr), absl::OkStatus());
  ExpectDenied(Update("users/mia", kHiring, "purpose", "hire"));
  EXPECT_EQ(Update("users/mia", kHelpdesk, "purpose", "help"), absl::OkStatus());
}

TEST_F(DepartmentRightsTest, RevocationHoldsAtOnce) {
  ASSERT_EQ(Update("users/mia", kHiring, "purpose", "hire"), absl::OkStatus());
  v1::DeleteRoleBindingRequest deletion;
  deletion.set_name("organizations/firm/roleBindings/mia");
  ASSERT_EQ(Call<google::protobuf::Empty>("users/dev", "DeleteRoleBinding", deletion).status(),
            absl::OkStatus());
  ExpectDenied(Update("users/mia", kHiring, "purpose", "hire more"));
}

}  // namespace
}  // namespace palier::registry
