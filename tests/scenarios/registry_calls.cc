// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/registry_calls.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "palier/registry/v1/organization_service.pb.h"

namespace palier::scenarios {

using namespace registry::v1;  // NOLINT(google-build-using-namespace): messages of one service

void MakeOrganization(const rpc::Client& admin, const std::string& id,
                      const std::vector<std::pair<std::string, api::v1::Role>>& grants,
                      const std::string& time_zone) {
  CreateOrganizationRequest request;
  request.set_organization_id(id);
  request.mutable_organization()->set_display_name(id);
  request.mutable_organization()->set_employee_count(140);
  request.mutable_organization()->set_time_zone(time_zone);
  const auto made = Unary<Organization>(admin, "CreateOrganization", request);
  ASSERT_TRUE(made.ok()) << made.status();
  for (const auto& [principal, role] : grants) {
    CreateRoleBindingRequest binding;
    binding.set_parent("organizations/" + id);
    binding.set_role_binding_id(
        aip::MakeId(absl::StrCat(principal, " ", api::v1::Role_Name(role))));
    binding.mutable_role_binding()->set_principal(principal);
    binding.mutable_role_binding()->set_role(role);
    const auto bound = Unary<RoleBinding>(admin, "CreateRoleBinding", binding);
    ASSERT_TRUE(bound.ok()) << bound.status();
  }
}

Project MakeProject(const rpc::Client& client, const std::string& organization,
                    const std::string& id, const Project& project) {
  CreateProjectRequest request;
  request.set_parent("organizations/" + organization);
  request.set_project_id(id);
  *request.mutable_project() = project;
  auto made = Unary<Project>(client, "CreateProject", request);
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *made : Project();
}

Imported ImportFile(const rpc::Client& client, const std::string& organization,
                    const std::string& profile, const std::string& bytes) {
  Imported result;
  const auto stream = client.Stream(absl::StrCat(kRegistry, "ImportProjects"));
  ImportProjectsRequest piece;
  piece.set_parent("organizations/" + organization);
  piece.set_profile(profile);
  for (size_t at = 0; at == 0 || at < bytes.size(); at += 1 << 20) {
    piece.set_data(bytes.substr(at, 1 << 20));
    if (!stream->Write(piece)) break;
    piece.Clear();
  }
  stream->WritesDone();
  ImportProjectsResponse response;
  while (stream->Read(&response)) {
    result.records.insert(result.records.end(), response.records().begin(),
                          response.records().end());
    if (response.has_summary()) result.summary = response.summary();
  }
  result.status = stream->Finish();
  return result;
}

std::string ReadFileOrEmpty(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

}  // namespace palier::scenarios
