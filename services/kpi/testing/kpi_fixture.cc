// SPDX-License-Identifier: Apache-2.0
#include "kpi/testing/kpi_fixture.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "common/rpc/auth.h"
#include "kpi/module.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "registry/module.h"

namespace palier::kpi {

std::string KpiName(const std::string& id) {
  return absl::StrCat(kProject, "/kpis/", id);
}

google::type::Date DateFrom(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

void KpiFixture::SetUp() {
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 9, 8), absl::UTCTimeZone()));
  StartSuite();
  if (!HasFatalFailure()) CreateOrganization();
}

void KpiFixture::StartSuite() {
  app::Config config;
  config.listen = "127.0.0.1:0";
  config.data = dir_.File("data");
  config.store = StoreUrl();
  config.clock_file = dir_.File("clock");
  config.drain_delay = absl::ZeroDuration();
  clients_.clear();
  suite_.reset();
  auto suite = app::Suite::Start(config, {registry::Spec(), Spec()});
  ASSERT_TRUE(suite.ok()) << suite.status();
  suite_ = *std::move(suite);
}

void KpiFixture::SetTime(absl::Time now) {
  const std::string path = dir_.File("clock");
  std::ofstream(path + ".new") << absl::FormatTime(absl::RFC3339_full, now, absl::UTCTimeZone());
  ASSERT_EQ(std::rename((path + ".new").c_str(), path.c_str()), 0);
}

const rpc::Client& KpiFixture::As(const std::string& principal, const std::string& language) {
  std::unique_ptr<rpc::Client>& client = clients_[principal + " " + language];
  if (client == nullptr) {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
    options.default_timeout = absl::Seconds(60);
    client = std::make_unique<rpc::Client>(rpc::Connect(suite_->address()), options);
  }
  return *client;
}

void KpiFixture::Grant(const std::string& principal, api::v1::Role role) {
  registry::v1::CreateRoleBindingRequest request;
  request.set_parent(kFirm);
  request.mutable_role_binding()->set_principal(principal);
  request.mutable_role_binding()->set_role(role);
  const auto bound = Registry<registry::v1::RoleBinding>("users/dev", "CreateRoleBinding", request);
  ASSERT_TRUE(bound.ok()) << bound.status();
}

void KpiFixture::CreateOrganization() {
  registry::v1::CreateOrganizationRequest request;
  request.set_organization_id("firm");
  request.mutable_organization()->set_display_name("Mécanique 140");
  request.mutable_organization()->set_time_zone("UTC");
  const auto made =
      Registry<registry::v1::Organization>("users/dev", "CreateOrganization", request);
  ASSERT_TRUE(made.ok()) << made.status();
  Grant("users/mia", api::v1::MANAGER);
  Grant("users/carl", api::v1::CONTRIBUTOR);
  Grant("users/vic", api::v1::VIEWER);
  registry::v1::CreateProjectRequest project;
  project.set_parent(kFirm);
  project.set_project_id("quotation");
  project.mutable_project()->set_display_name("Quotation assistant");
  const auto started = Registry<registry::v1::Project>("users/mia", "CreateProject", project);
  ASSERT_TRUE(started.ok()) << started.status();
}

std::string KpiFixture::ImportProject(const std::string& row) {
  registry::v1::ImportProjectsRequest file;
  file.set_parent(kFirm);
  file.set_profile("us-ai-inventory-2024");
  file.set_data(
      absl::StrCat("Use Case Name,Agency,Bureau,Stage of Development,Date Initiated,"
                   "Date Implemented,Date Retired\n",
                   row, "\n"));
  auto stream = As("users/mia").Stream("palier.registry.v1.RegistryService/ImportProjects");
  EXPECT_TRUE(stream->Write(file));
  stream->WritesDone();
  registry::v1::ImportProjectsResponse response;
  std::vector<std::string> projects;
  while (stream->Read(&response)) {
    for (const auto& record : response.records()) {
      if (!record.project().empty()) projects.push_back(record.project());
    }
  }
  EXPECT_EQ(stream->Finish(), absl::OkStatus());
  EXPECT_EQ(projects.size(), 1u) << row;
  return projects.empty() ? "" : projects[0];
}

v1::Kpi KpiFixture::LeadTime() {
  v1::Kpi kpi;
  kpi.set_display_name("Lead time");
  kpi.set_unit("d");
  kpi.set_direction(v1::Kpi::DECREASE);
  kpi.set_category(v1::Kpi::EFFICIENCY);
  kpi.set_decimals(2);
  kpi.set_minimum_value(0);
  kpi.set_maximum_value(1000);
  kpi.mutable_baseline()->set_value(10);
  *kpi.mutable_baseline()->mutable_date() = DateFrom(absl::CivilDay(2026, 1, 1));
  kpi.mutable_target()->set_relative_percent(20);
  *kpi.mutable_horizon_date() = DateFrom(absl::CivilDay(2026, 7, 1));
  kpi.set_owner("organizations/firm/people/mia");
  kpi.set_source("ERP");
  return kpi;
}

absl::StatusOr<v1::Kpi> KpiFixture::Create(const std::string& id, const v1::Kpi& kpi) {
  v1::CreateKpiRequest request;
  request.set_parent(kProject);
  request.set_kpi_id(id);
  *request.mutable_kpi() = kpi;
  return Call<v1::Kpi>("users/mia", "CreateKpi", request);
}

absl::StatusOr<v1::IngestMeasurementsResponse> KpiFixture::Ingest(
    const std::vector<v1::Measurement>& measurements, const std::string& language) {
  v1::IngestMeasurementsRequest request;
  request.set_parent(kProject);
  request.set_source("erp");
  for (const v1::Measurement& measurement : measurements) {
    *request.add_measurements() = measurement;
  }
  return Call<v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", request,
                                              language);
}

v1::Measurement KpiFixture::Of(const std::string& kpi, const std::string& event, double number,
                               absl::CivilDay day) {
  v1::Measurement measurement;
  measurement.set_kpi(kpi);
  measurement.set_event_id(event);
  measurement.set_number(number);
  const absl::Time noon = absl::FromCivil(absl::CivilSecond(day) + 12 * 3600, absl::UTCTimeZone());
  resource::SetStandardTime(measurement, "event_time", noon);
  return measurement;
}

absl::StatusOr<v1::EventLogSummary> KpiFixture::Import(const std::string& bytes,
                                                       const v1::ImportEventLogRequest& first) {
  constexpr size_t kPiece = 100000;
  auto stream = As("users/mia").Stream("palier.kpi.v1.IngestionService/ImportEventLog");
  bool open = stream->Write(first);
  for (size_t begin = 0; open && begin < bytes.size(); begin += kPiece) {
    v1::ImportEventLogRequest piece;
    piece.set_data(bytes.substr(begin, kPiece));
    open = stream->Write(piece);
  }
  stream->WritesDone();
  v1::ImportEventLogResponse response;
  v1::EventLogSummary summary;
  while (stream->Read(&response)) {
    if (response.has_summary()) summary = response.summary();
  }
  if (const absl::Status status = stream->Finish(); !status.ok()) return status;
  return summary;
}

absl::StatusOr<v1::QueryKpiResponse> KpiFixture::Query(const std::string& kpi, v1::PeriodUnit unit,
                                                       bool by_team) {
  v1::QueryKpiRequest request;
  request.set_name(KpiName(kpi));
  request.set_unit(unit);
  request.set_by_team(by_team);
  return Call<v1::QueryKpiResponse>("services/reporting", "QueryKpi", request);
}

v1::ListQuarantinedMeasurementsResponse KpiFixture::Quarantine(const std::string& reason) {
  v1::ListQuarantinedMeasurementsRequest request;
  request.set_parent(kProject);
  request.set_reason(reason);
  const auto response = Call<v1::ListQuarantinedMeasurementsResponse>(
      "users/carl", "ListQuarantinedMeasurements", request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *response : v1::ListQuarantinedMeasurementsResponse();
}

int64_t KpiFixture::LastChange() {
  v1::ListChangesRequest request;
  request.set_parent(kFirm);
  request.set_page_size(1000);
  const auto response = Call<v1::ListChangesResponse>("users/dev", "ListChanges", request);
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok() || response->changes().empty()) return 0;
  return response->changes().rbegin()->sequence();
}

}  // namespace palier::kpi
