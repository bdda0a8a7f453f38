// SPDX-License-Identifier: Apache-2.0
// For tests only: an organisation with departments, served over gRPC, to draw its map.
#ifndef PALIER_REGISTRY_API_TESTING_LANDSCAPE_FIXTURE_H_
#define PALIER_REGISTRY_API_TESTING_LANDSCAPE_FIXTURE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/app/suite.h"
#include "common/rpc/client.h"
#include "common/sql/database.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::registry {

inline constexpr char kFirm[] = "organizations/firm";

// `organizations/firm/{place}`.
inline std::string Firm(absl::string_view place) {
  return absl::StrCat(kFirm, "/", place);
}

// Departments sales, support, legal and accounting; person `ann`, team `hotline` of support. Users:
// `dev` founded it, `carl` is CONTRIBUTOR, `vic` VIEWER; `eve` is ADMIN and MANAGER of another
// organisation, `rival`, that has an application `spy`.
class LandscapeFixture : public ::testing::Test {
 protected:
  void SetUp() override;
  // Empty: SQLite in a folder of the test.
  virtual std::string StoreUrl() { return ""; }

  template <typename Response>
  absl::StatusOr<Response> Call(const google::protobuf::Message& request,
                                const std::string& principal = "dev",
                                const std::string& language = "en") {
    const std::string name = request.GetDescriptor()->name();
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, "users/" + principal}, {"accept-language", language}};
    options.default_timeout = absl::Seconds(60);
    const rpc::Client client(rpc::Connect(suite_->address()), options);
    return client.Unary<Response>(
        absl::StrCat(request.GetDescriptor()->file()->service(0)->full_name(), "/",
                     name.substr(0, name.size() - std::string("Request").size())),
        request);
  }

  // Stops the server, has `change` made to its SQLite database, and starts it again.
  void WhileStopped(const std::function<absl::Status(sql::Database&)>& change);

  // Creates `resource` under `parent` with that id.
  template <typename Request, typename Resource>
  absl::StatusOr<Resource> Create(const std::string& id, Resource resource,
                                  const std::string& principal = "dev",
                                  const std::string& parent = kFirm) {
    if (resource.display_name().empty()) resource.set_display_name(id);
    Request request;
    const auto* fields = Request::descriptor();
    const auto* reflection = request.GetReflection();
    reflection->SetString(&request, fields->FindFieldByName("parent"), parent);
    reflection->SetString(&request, fields->FindFieldByNumber(2), id);
    reflection->MutableMessage(&request, fields->FindFieldByNumber(3))->CopyFrom(resource);
    return Call<Resource>(request, principal);
  }

  absl::StatusOr<v1::Application> Add(const std::string& id, const v1::Application& application) {
    return Create<v1::CreateApplicationRequest>(id, application);
  }
  absl::StatusOr<v1::DataSource> Add(const std::string& id, const v1::DataSource& source) {
    return Create<v1::CreateDataSourceRequest>(id, source);
  }
  absl::StatusOr<v1::Process> Add(const std::string& id, const v1::Process& process) {
    return Create<v1::CreateProcessRequest>(id, process);
  }
  absl::StatusOr<v1::Synergy> Add(const std::string& id, const v1::Synergy& synergy) {
    return Create<v1::CreateSynergyRequest>(id, synergy);
  }
  absl::StatusOr<v1::Objective> Add(const std::string& id, const v1::Objective& objective) {
    return Create<v1::CreateObjectiveRequest>(id, objective);
  }
  absl::StatusOr<v1::Friction> Add(const std::string& id, const v1::Friction& friction) {
    return Create<v1::CreateFrictionRequest>(id, friction);
  }
  absl::StatusOr<v1::Vendor> Add(const std::string& id, const v1::Vendor& vendor) {
    return Create<v1::CreateVendorRequest>(id, vendor);
  }
  absl::StatusOr<v1::Project> Add(const std::string& id, const v1::Project& project) {
    return Create<v1::CreateProjectRequest>(id, project);
  }

  // A deployed AI application.
  static v1::Application Tool(const std::string& department = "",
                              const std::string& ai_function = "");
  // Between two places of the firm.
  static v1::Synergy Edge(const std::string& source, const std::string& target,
                          v1::Synergy::Type type = v1::Synergy::DATA, int64_t euros = 0);
  static google::type::Money Euros(int64_t units, const std::string& currency = "EUR");

  testing::TempDir dir_;
  std::unique_ptr<app::Suite> suite_;

 private:
  void Start();
  void CreateOrganization(const std::string& id);
  void Grant(const std::string& organization, const std::string& principal, api::v1::Role role);
};

// Field of the first violation; empty for OK, the whole status for another error.
std::string FirstField(const absl::Status& status);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_TESTING_LANDSCAPE_FIXTURE_H_
