// SPDX-License-Identifier: Apache-2.0
// For tests only: registry and kpi service of one organisation, served over gRPC.
#ifndef PALIER_KPI_TESTING_KPI_FIXTURE_H_
#define PALIER_KPI_TESTING_KPI_FIXTURE_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/app/suite.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/testing/temp_dir.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/quarantine_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::kpi {

inline constexpr char kFirm[] = "organizations/firm";
inline constexpr char kProject[] = "organizations/firm/projects/quotation";

google::type::Date DateFrom(absl::CivilDay day);

// `users/mia` is MANAGER, `users/carl` CONTRIBUTOR, `users/vic` VIEWER, `users/dev` administers.
// The organisation counts in UTC, as the reference figures do. Monday 9 March 2026, 08:00.
class KpiFixture : public ::testing::Test {
 protected:
  void SetUp() override;

  // Empty: SQLite in a folder of the test.
  virtual std::string StoreUrl() { return ""; }
  void StartSuite();
  const rpc::Client& As(const std::string& principal, const std::string& language = "en");
  void SetTime(absl::Time now);

  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& principal, const std::string& method,
                                const google::protobuf::Message& request,
                                const std::string& language = "en") {
    return As(principal, language).Unary<Response>(rpc::MethodPath(method, request), request);
  }
  template <typename Response>
  absl::StatusOr<Response> Registry(const std::string& principal, const std::string& method,
                                    const google::protobuf::Message& request) {
    return As(principal).Unary<Response>(rpc::MethodPath(method, request), request);
  }

  // A row of a register, `Invoices,Firm,Finance,Operation and Maintenance,2/1/2025,2/1/2026,`:
  // name, agency, bureau, stage, days of begin, production and end. The name of the project it
  // makes; empty, and the test fails, if it makes none.
  std::string ImportProject(const std::string& row);

  // Days per case, 2 decimals, from 0 to 1,000; from 10 to 8 between 1 January and 1 July 2026.
  static v1::Kpi LeadTime();
  absl::StatusOr<v1::Kpi> Create(const std::string& id, const v1::Kpi& kpi);
  absl::StatusOr<v1::IngestMeasurementsResponse> Ingest(
      const std::vector<v1::Measurement>& measurements, const std::string& language = "en");
  static v1::Measurement Of(const std::string& kpi, const std::string& event, double number,
                            absl::CivilDay day);
  // Sends a file in pieces; the summary.
  absl::StatusOr<v1::EventLogSummary> Import(const std::string& bytes,
                                             const v1::ImportEventLogRequest& first);
  // As a service, which sees small groups too.
  absl::StatusOr<v1::QueryKpiResponse> Query(const std::string& kpi, v1::PeriodUnit unit,
                                             bool by_team = false);
  v1::ListQuarantinedMeasurementsResponse Quarantine(const std::string& reason = "");
  int64_t LastChange();

  testing::TempDir dir_;
  std::unique_ptr<app::Suite> suite_;

 private:
  void CreateOrganization();
  void Grant(const std::string& principal, api::v1::Role role);

  std::map<std::string, std::unique_ptr<rpc::Client>> clients_;
};

std::string KpiName(const std::string& id);

}  // namespace palier::kpi

#endif  // PALIER_KPI_TESTING_KPI_FIXTURE_H_
