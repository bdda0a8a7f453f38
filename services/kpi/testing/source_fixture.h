// SPDX-License-Identifier: Apache-2.0
// For tests only: sources of records, over gRPC.
#ifndef PALIER_KPI_TESTING_SOURCE_FIXTURE_H_
#define PALIER_KPI_TESTING_SOURCE_FIXTURE_H_

#include <string>
#include <vector>

#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/quarantine_service.pb.h"
#include "palier/kpi/v1/source_service.pb.h"

namespace palier::kpi {

class SourceFixture : public KpiFixture {
 protected:
  // An amount that adds up, in the category of what measures use.
  static v1::Kpi AmountIn(const std::string& unit, int decimals);
  // In text format.
  static v1::Source Parsed(const std::string& text);
  // A file of PALIER_TEST_DATA; empty if it is not there.
  static std::string ReadData(const std::string& path);

  absl::StatusOr<v1::Source> CreateSource(const std::string& id, const v1::Source& source,
                                          const std::string& principal = "users/mia");
  absl::StatusOr<v1::Source> ReplaceSource(const std::string& id, const v1::Source& source);
  absl::StatusOr<v1::IngestRecordsResponse> SendRecords(const std::string& id,
                                                        const std::string& data);
  absl::StatusOr<v1::DryRunSourceResponse> DryRun(const std::string& id, const std::string& data,
                                                  const std::string& language = "en");
  // Of a project, or of none with the organisation.
  v1::ListQuarantinedMeasurementsResponse Kept(const std::string& parent);
  // All pages.
  v1::ReplayQuarantineResponse Replay(const std::string& parent);
  // `2026-03 1.750` for each period.
  std::vector<std::string> Series(const std::string& kpi, v1::PeriodUnit unit,
                                  const std::string& project = kProject);
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_TESTING_SOURCE_FIXTURE_H_
