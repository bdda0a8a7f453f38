// SPDX-License-Identifier: Apache-2.0
// A running registry with a firm, and tables in and out of it.
#ifndef PALIER_REGISTRY_API_TESTING_TABLES_FIXTURE_H_
#define PALIER_REGISTRY_API_TESTING_TABLES_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/app/suite.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/module.h"

namespace palier::registry {

inline constexpr char kFirm[] = "organizations/firm";

class TablesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    app::Config config;
    config.listen = "127.0.0.1:0";
    config.data = dir_.File("data");
    config.drain_delay = absl::ZeroDuration();
    auto suite = app::Suite::Start(config, {Spec()});
    ASSERT_EQ(suite.status(), absl::OkStatus());
    suite_ = *std::move(suite);
    CreateOrganization("firm");
  }

  void CreateOrganization(const std::string& id) {
    v1::CreateOrganizationRequest request;
    request.set_organization_id(id);
    request.mutable_organization()->set_display_name(id);
    ASSERT_EQ(Call<v1::Organization>("CreateOrganization", request).status(), absl::OkStatus());
    CreateStructure(absl::StrCat("organizations/", id));
  }

  rpc::Client Client(const std::string& principal = "users/dev",
                     const std::string& language = "en") {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
    options.default_timeout = absl::Seconds(120);
    return rpc::Client(rpc::Connect(suite_->address()), options);
  }
  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& method,
                                const google::protobuf::Message& request) {
    return Client().Unary<Response>(rpc::MethodPath(method, request), request);
  }

  // People anna and bob, department hr, team sales: what random projects refer to.
  void CreateStructure(const std::string& organization) {
    for (const char* id : {"anna", "bob"}) {
      v1::CreatePersonRequest person;
      person.set_parent(organization);
      person.set_person_id(id);
      person.mutable_person()->set_display_name(absl::StrCat("Name of ", id));
      ASSERT_EQ(Call<v1::Person>("CreatePerson", person).status(), absl::OkStatus());
    }
    v1::CreateDepartmentRequest department;
    department.set_parent(organization);
    department.set_department_id("hr");
    department.mutable_department()->set_display_name("Ressources humaines");
    ASSERT_EQ(Call<v1::Department>("CreateDepartment", department).status(), absl::OkStatus());
    v1::CreateTeamRequest team;
    team.set_parent(organization);
    team.set_team_id("sales");
    team.mutable_team()->set_display_name("Sales");
    ASSERT_EQ(Call<v1::Team>("CreateTeam", team).status(), absl::OkStatus());
  }

  absl::StatusOr<v1::ImportTableResponse> Import(v1::ImportTableRequest first,
                                                 const std::string& bytes,
                                                 const std::string& language = "en") {
    if (first.parent().empty()) first.set_parent(kFirm);
    if (first.kind() == v1::TABLE_KIND_UNSPECIFIED) first.set_kind(v1::PROJECTS);
    const rpc::Client client = Client("users/dev", language);
    const auto stream = client.Stream("palier.registry.v1.TableService/ImportTable");
    constexpr size_t kPiece = 100'000;
    for (size_t at = 0; at == 0 || at < bytes.size(); at += kPiece) {
      first.set_data(bytes.substr(at, kPiece));
      if (!stream->Write(first)) break;
      first.Clear();
    }
    stream->WritesDone();
    v1::ImportTableResponse response;
    stream->Read(&response);
    const absl::Status status = stream->Finish();
    if (!status.ok()) return status;
    return response;
  }
  absl::StatusOr<v1::ImportTableResponse> Import(const std::string& bytes) {
    return Import(v1::ImportTableRequest(), bytes);
  }

  absl::StatusOr<std::string> Export(v1::TableKind kind, v1::TableFormat format, bool french,
                                     const std::string& filter = "") {
    v1::ExportTableRequest request;
    request.set_parent(kFirm);
    request.set_kind(kind);
    request.set_format(format);
    request.set_french(french);
    request.set_filter(filter);
    const rpc::Client client = Client();
    const auto stream = client.Stream("palier.registry.v1.TableService/ExportTable");
    stream->Write(request);
    stream->WritesDone();
    std::string bytes;
    v1::ExportTableResponse piece;
    while (stream->Read(&piece)) bytes += piece.data();
    const absl::Status status = stream->Finish();
    if (!status.ok()) return status;
    return bytes;
  }

  std::vector<v1::Project> Projects(const std::string& organization) {
    v1::ListProjectsRequest request;
    request.set_parent(organization);
    request.set_page_size(1000);
    const auto response = Call<v1::ListProjectsResponse>("ListProjects", request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    if (!response.ok()) return {};
    return {response->projects().begin(), response->projects().end()};
  }
  v1::Project Create(const std::string& id, v1::Project project) {
    v1::CreateProjectRequest request;
    request.set_parent(kFirm);
    request.set_project_id(id);
    *request.mutable_project() = std::move(project);
    const auto made = Call<v1::Project>("CreateProject", request);
    EXPECT_EQ(made.status(), absl::OkStatus()) << request.DebugString();
    return made.value_or(v1::Project());
  }

  // Nothing is written where everything is there already.
  void ExpectUnchanged(const std::string& bytes, int rows) {
    const auto response = Import(bytes);
    ASSERT_EQ(response.status(), absl::OkStatus());
    EXPECT_EQ(response->errors_size(), 0) << response->DebugString();
    EXPECT_EQ(response->unchanged_count(), rows) << response->DebugString();
  }

  testing::TempDir dir_;
  std::unique_ptr<app::Suite> suite_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_TESTING_TABLES_FIXTURE_H_
