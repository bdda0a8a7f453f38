// SPDX-License-Identifier: Apache-2.0
// For tests only: the real event logs of the test data and the figures worked out for them
// independently. Reads just the simple quoted CSV of those files.
#ifndef PALIER_KPI_DOMAIN_REFERENCE_LOGS_H_
#define PALIER_KPI_DOMAIN_REFERENCE_LOGS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"
#include "kpi/domain/event_log.h"

namespace palier::kpi {

// Whether the event logs are there: $PALIER_TEST_DATA, else ../shared/data from $PALIER_SOURCE_DIR.
bool HaveReferenceLogs();

// The rows of `<name>.csv.gz`; `team_column` is a header, or empty for none. Empty, with a test
// failure, if unreadable.
std::vector<LogEvent> ReadLog(const std::string& name, absl::string_view team_column);

// `reference/<name>.json`. Empty, with a test failure, if unreadable.
google::protobuf::Struct ReadReference(const std::string& name);

// Midnight UTC of "2018-08-01".
absl::Time UtcDay(const std::string& date);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_REFERENCE_LOGS_H_
