// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/scene.h"

#include <grpcpp/create_channel.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/rpc/auth.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/bench/facts.h"

namespace palier::bench {
namespace {

constexpr char kOrganization[] = "organizations/firm";
constexpr char kStructure[] = "palier.registry.v1.OrganizationService/";
constexpr char kRegistry[] = "palier.registry.v1.RegistryService/";
constexpr char kAuthorisation[] = "palier.registry.v1.AuthorisationService/";

rpc::Headers Metadata() {
  return {{rpc::kPrincipalKey, "users/dev"},
          {"accept-language", "fr"},
          {"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}};
}

std::shared_ptr<grpc::Channel> Open(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(rpc::kMaxMessageBytes);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

std::unique_ptr<rpc::Client> ClientOf(std::shared_ptr<grpc::Channel> channel) {
  rpc::ClientOptions options;
  options.headers = Metadata();
  return std::make_unique<rpc::Client>(std::move(channel), std::move(options));
}

// With name, uid, times and etag a little over 600 bytes.
registry::v1::CreateProjectRequest ProjectRequest(int64_t n) {
  registry::v1::CreateProjectRequest request;
  request.set_parent(kOrganization);
  request.set_project_id(absl::StrCat("p", n));
  registry::v1::Project& project = *request.mutable_project();
  project.set_display_name(absl::StrCat("Assistant ", n));
  project.set_purpose(std::string(320, 'p'));
  project.set_outputs(std::string(60, 'o'));
  project.set_topic("quotation");
  project.set_kind(registry::v1::Project::ASSISTANT);
  return request;
}

// All of one length.
std::string ApplicationId(int n) {
  return absl::StrFormat("app-%02d", n);
}

std::string ApplicationName(int n) {
  return absl::StrCat(kOrganization, "/applications/", ApplicationId(n));
}

google::type::Date Day(int year, int month) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(1);
  return date;
}

kpi::v1::Kpi Definition() {
  kpi::v1::Kpi kpi;
  kpi.set_display_name("Lead time");
  kpi.set_unit("d");
  kpi.set_direction(kpi::v1::Kpi::DECREASE);
  kpi.set_category(kpi::v1::Kpi::EFFICIENCY);
  kpi.set_decimals(2);
  kpi.set_minimum_value(0);
  kpi.set_maximum_value(1000);
  kpi.mutable_baseline()->set_value(10);
  *kpi.mutable_baseline()->mutable_date() = Day(2020, 1);
  kpi.mutable_target()->set_relative_percent(20);
  *kpi.mutable_horizon_date() = Day(2099, 1);
  kpi.set_owner("organizations/firm/people/mia");
  kpi.set_source("ERP");
  return kpi;
}

}  // namespace

Scene::Scene(const Servers& servers)
    : headers_(Metadata()),
      server_(servers.process()),
      suite_(Open(servers.suite())),
      bare_(Open(servers.bare())),
      client_(ClientOf(suite_)) {}

absl::StatusOr<std::unique_ptr<Scene>> Scene::Make(const Servers& servers, int projects) {
  std::unique_ptr<Scene> scene(new Scene(servers));
  RETURN_IF_ERROR(scene->MakeOrganization());
  RETURN_IF_ERROR(scene->MakeProjects(projects));
  for (int n = 0; n < kMeasuredProjects; ++n) RETURN_IF_ERROR(scene->MakeKpis(n));
  RETURN_IF_ERROR(scene->MakeAuthorisations());
  RETURN_IF_ERROR(scene->MeasureCalls());
  return scene;
}

std::string Scene::MeasuredProject(int n) {
  return absl::StrCat(kOrganization, "/projects/p", n);
}

absl::Status Scene::MakeOrganization() {
  registry::v1::CreateOrganizationRequest request;
  request.set_organization_id("firm");
  request.mutable_organization()->set_display_name("Mécanique 140");
  request.mutable_organization()->set_time_zone("UTC");
  RETURN_IF_ERROR(client_
                      ->Unary<registry::v1::Organization>(
                          absl::StrCat(kStructure, "CreateOrganization"), request)
                      .status());
  for (const api::v1::Role role : {api::v1::MANAGER, api::v1::CONTRIBUTOR}) {
    registry::v1::CreateRoleBindingRequest binding;
    binding.set_parent(kOrganization);
    binding.mutable_role_binding()->set_principal("users/dev");
    binding.mutable_role_binding()->set_role(role);
    RETURN_IF_ERROR(client_
                        ->Unary<registry::v1::RoleBinding>(
                            absl::StrCat(kStructure, "CreateRoleBinding"), binding)
                        .status());
  }
  return absl::OkStatus();
}

absl::Status Scene::MakeProjects(int count) {
  constexpr int kInFlight = 64;
  std::atomic<int64_t> next{0};
  Load load = ToSuite(absl::StrCat(kRegistry, "CreateProject"));
  load.next = [&next] { return Encode(ProjectRequest(next++)); };
  return RunLoad(load, kInFlight, absl::ZeroDuration(), count, server_).status();
}

absl::Status Scene::MakeKpis(int project) {
  for (int n = 0; n < kKpis; ++n) {
    kpi::v1::CreateKpiRequest request;
    request.set_parent(MeasuredProject(project));
    request.set_kpi_id(KpiId(n));
    *request.mutable_kpi() = Definition();
    RETURN_IF_ERROR(
        client_->Unary<kpi::v1::Kpi>("palier.kpi.v1.KpiService/CreateKpi", request).status());
  }
  return absl::OkStatus();
}

registry::v1::CheckAuthorisationRequest Scene::CheckRequest(int application) {
  registry::v1::CheckAuthorisationRequest request;
  request.set_parent(kOrganization);
  request.set_application(ApplicationName(application));
  request.set_data_class("public");
  request.set_population(absl::StrCat(kOrganization, "/departments/sales"));
  return request;
}

absl::Status Scene::MakeRule(const std::string& id, registry::v1::AuthorisationRule rule) {
  registry::v1::CreateAuthorisationRuleRequest request;
  request.set_parent(kOrganization);
  request.set_authorisation_rule_id(id);
  *request.mutable_authorisation_rule() = std::move(rule);
  request.mutable_authorisation_rule()->set_display_name("Tools of the sales people");
  return client_
      ->Unary<registry::v1::AuthorisationRule>(
          absl::StrCat(kAuthorisation, "CreateAuthorisationRule"), request)
      .status();
}

// A ban of everything, one class that is allowed to all, and an exception for each application.
absl::Status Scene::MakeAuthorisations() {
  registry::v1::CreateDepartmentRequest sales;
  sales.set_parent(kOrganization);
  sales.set_department_id("sales");
  sales.mutable_department()->set_display_name("Sales");
  RETURN_IF_ERROR(
      client_->Unary<registry::v1::Department>(absl::StrCat(kStructure, "CreateDepartment"), sales)
          .status());
  registry::v1::AuthorisationRule all;
  all.set_effect(registry::v1::AuthorisationRule::DENIED);
  RETURN_IF_ERROR(MakeRule("all", all));
  all.set_effect(registry::v1::AuthorisationRule::ALLOWED);
  all.add_data_classes("published");
  RETURN_IF_ERROR(MakeRule("published", all));
  for (int n = 0; n < kApplications; ++n) {
    registry::v1::CreateApplicationRequest request;
    request.set_parent(kOrganization);
    request.set_application_id(ApplicationId(n));
    request.mutable_application()->set_display_name(absl::StrCat("Application ", n));
    request.mutable_application()->set_state(registry::v1::Application::DEPLOYED);
    request.mutable_application()->set_hosting(registry::v1::Application::CLOUD);
    RETURN_IF_ERROR(client_
                        ->Unary<registry::v1::Application>(
                            "palier.registry.v1.CatalogueService/CreateApplication", request)
                        .status());
    registry::v1::AuthorisationRule rule;
    rule.set_effect(registry::v1::AuthorisationRule::ALLOWED);
    rule.set_application(ApplicationName(n));
    rule.add_data_classes("public");
    rule.add_populations(absl::StrCat(kOrganization, "/departments/sales"));
    RETURN_IF_ERROR(MakeRule(absl::StrCat("rule-", ApplicationId(n)), rule));
  }
  return absl::OkStatus();
}

absl::Status Scene::MeasureCalls() {
  const auto check = CheckRequest(0);
  ASSIGN_OR_RETURN(const auto may, client_->Unary<registry::v1::CheckAuthorisationResponse>(
                                       absl::StrCat(kAuthorisation, "CheckAuthorisation"), check));
  if (may.effect() != registry::v1::AuthorisationRule::ALLOWED)
    return absl::InternalError(absl::StrCat("not allowed: ", may.explanation()));
  check_size_ = {check.ByteSizeLong(), may.ByteSizeLong()};
  registry::v1::GetProjectRequest request;
  request.set_name(MeasuredProject(0));
  ASSIGN_OR_RETURN(const auto project, client_->Unary<registry::v1::Project>(
                                           absl::StrCat(kRegistry, "GetProject"), request));
  project_size_ = {request.ByteSizeLong(), project.ByteSizeLong()};
  return absl::OkStatus();
}

}  // namespace palier::bench
