// SPDX-License-Identifier: Apache-2.0
#include "reporting/testing/services.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/resource/type.h"
#include "common/rpc/auth.h"
#include "kpi/module.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/module.h"
#include "reporting/module.h"
#include "rollout/module.h"

namespace palier::reporting {
namespace {

constexpr char kProject[] = "organizations/acme/projects/assistant";

app::ModuleSpec SpecOf(const std::string& service) {
  for (app::ModuleSpec spec : {registry::Spec(), kpi::Spec(), rollout::Spec(), Spec()})
    if (spec.name == service) return spec;
  ADD_FAILURE() << "no service " << service;
  return {};
}

}  // namespace

Services::Services() : now_(absl::FromCivil(absl::CivilHour(2026, 3, 9, 8), absl::UTCTimeZone())) {
  SetClock();
  for (const char* service : {"registry", "kpi", "rollout", "reporting"}) Start(service);
  registry::v1::CreateOrganizationRequest request;
  request.set_organization_id("acme");
  request.mutable_organization()->set_display_name("Acme");
  request.mutable_organization()->set_time_zone("UTC");
  EXPECT_TRUE(Call<registry::v1::Organization>("users/dev", "CreateOrganization", request).ok());
  const std::pair<const char*, api::v1::Role> roles[] = {{"users/mia", api::v1::MANAGER},
                                                         {"users/carl", api::v1::CONTRIBUTOR}};
  for (const auto& [principal, role] : roles) {
    registry::v1::CreateRoleBindingRequest bind;
    bind.set_parent("organizations/acme");
    bind.mutable_role_binding()->set_principal(principal);
    bind.mutable_role_binding()->set_role(role);
    EXPECT_TRUE(Call<registry::v1::RoleBinding>("users/dev", "CreateRoleBinding", bind).ok());
  }
  registry::v1::CreateProjectRequest project;
  project.set_parent("organizations/acme");
  project.set_project_id("assistant");
  project.mutable_project()->set_display_name("Assistant");
  EXPECT_TRUE(Call<registry::v1::Project>("users/mia", "CreateProject", project).ok());
}

// Those that call others first.
Services::~Services() {
  for (const char* service : {"reporting", "rollout", "kpi", "registry"}) Stop(service);
}

void Services::Start(const std::string& service) {
  const app::ModuleSpec spec = SpecOf(service);
  app::Config config;
  config.listen = addresses_.count(service) > 0 ? addresses_[service] : "127.0.0.1:0";
  config.data = folder_.File(service);
  config.clock_file = folder_.File("clock");
  config.drain_delay = absl::ZeroDuration();
  if (!smtp_url.empty()) config.smtp = {smtp_url, "palier@acme.example", "", ""};
  for (const std::string& peer : spec.peers) config.peers[peer] = addresses_[peer];
  auto suite = app::Suite::Start(config, {spec});
  ASSERT_TRUE(suite.ok()) << service << ": " << suite.status();
  addresses_[service] = (*suite)->address();
  suites_[service] = *std::move(suite);
}

void Services::Stop(const std::string& service) {
  suites_.erase(service);
}

void Services::Advance(absl::Duration duration) {
  now_ += duration;
  SetClock();
}

void Services::SetClock() {
  const std::string path = folder_.File("clock");
  std::ofstream(path + ".new") << absl::FormatTime(absl::RFC3339_full, now_, absl::UTCTimeZone());
  ASSERT_EQ(std::rename((path + ".new").c_str(), path.c_str()), 0);
}

const rpc::Client& Services::ClientOf(const std::string& principal,
                                      const google::protobuf::Message& request,
                                      const std::string& language) {
  // palier.{service}.v1.{Request}
  const std::vector<std::string> parts = absl::StrSplit(request.GetDescriptor()->full_name(), '.');
  std::unique_ptr<rpc::Client>& client = clients_[absl::StrCat(parts[1], principal, language)];
  if (client == nullptr) {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
    options.default_timeout = absl::Seconds(60);
    client = std::make_unique<rpc::Client>(rpc::Connect(addresses_[parts[1]]), options);
  }
  return *client;
}

void Services::Create(const std::string& person, const std::string& email) {
  registry::v1::CreatePersonRequest request;
  request.set_parent("organizations/acme");
  request.set_person_id(person);
  request.mutable_person()->set_display_name(person);
  request.mutable_person()->set_email(email);
  const auto made = Call<registry::v1::Person>("users/dev", "CreatePerson", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

void Services::SaveHours(double hours) {
  kpi::v1::CreateKpiRequest request;
  request.set_parent(kProject);
  request.set_kpi_id("hours");
  kpi::v1::Kpi& kpi = *request.mutable_kpi();
  kpi.set_display_name("Hours saved");
  kpi.set_unit("h");
  kpi.set_direction(kpi::v1::Kpi::INCREASE);
  kpi.set_category(kpi::v1::Kpi::EFFICIENCY);
  kpi.set_semantics(kpi::v1::Kpi::DELTA);
  kpi.set_decimals(1);
  const auto made = Call<kpi::v1::Kpi>("users/mia", "CreateKpi", request);
  ASSERT_TRUE(made.ok() || absl::IsAlreadyExists(made.status())) << made.status();
  kpi::v1::IngestMeasurementsRequest measure;
  measure.set_parent(kProject);
  measure.set_source("erp");
  kpi::v1::Measurement& measurement = *measure.add_measurements();
  measurement.set_kpi("hours");
  measurement.set_event_id(absl::StrCat(hours));
  measurement.set_number(hours);
  measurement.set_team("desk");
  resource::SetStandardTime(measurement, "event_time", now_ - absl::Hours(72));
  const auto taken =
      Call<kpi::v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", measure);
  ASSERT_TRUE(taken.ok()) << taken.status();
}

}  // namespace palier::reporting
