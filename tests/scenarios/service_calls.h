// SPDX-License-Identifier: Apache-2.0
// Calls of kpi, rollout and reporting that several scenarios make, and what their messages are made
// of.
#ifndef PALIER_TESTS_SCENARIOS_SERVICE_CALLS_H_
#define PALIER_TESTS_SCENARIOS_SERVICE_CALLS_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "tests/scenarios/unary.h"

namespace palier::scenarios {

inline constexpr char kIngestion[] = "palier.kpi.v1.IngestionService/";

// Looks every few milliseconds until `met` says so; false when it does not within `limit`.
bool Await(const std::function<bool()>& met, absl::Duration limit = absl::Seconds(30));

google::type::Date DateOf(absl::CivilDay day);

kpi::v1::Measurement MeasurementOf(const std::string& kpi, const std::string& event, double number,
                                   absl::Time time);

// Sends an event log in pieces; the summary.
absl::StatusOr<kpi::v1::EventLogSummary> ImportLog(const rpc::Client& client,
                                                   const std::string& project,
                                                   const std::string& bytes);

// The evidence of the project with this subject as soon as `fits`; fails the test when it does not
// come.
registry::v1::Evidence AwaitEvidence(
    const rpc::Client& client, const std::string& project, const std::string& subject,
    const std::function<bool(const registry::v1::Evidence&)>& fits);

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_SERVICE_CALLS_H_
