// SPDX-License-Identifier: Apache-2.0
// Reads the event log of a process from separated values. Pure functions, safe from any thread.
#ifndef PALIER_KPI_IMPORT_EVENT_LOG_READER_H_
#define PALIER_KPI_IMPORT_EVENT_LOG_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "kpi/domain/event_log.h"

namespace palier::kpi {

// Headers of the file. `lifecycle` and `resource` may be absent from it; an empty `team` means that
// the log says nothing of teams.
struct LogColumns {
  std::string case_id = "case_id";
  std::string activity = "activity";
  std::string lifecycle = "lifecycle";
  std::string timestamp = "timestamp";
  std::string resource = "resource";
  std::string team;
};

// A row that is no event.
struct RejectedRow {
  std::string raw;   // its values; the hash of a row of more than 4,096 bytes
  absl::Status why;  // INVALID_FIELDS, INVALID_TIME
};

struct EventLog {
  std::vector<LogEvent> events;
  std::vector<RejectedRow> rejected;
  int64_t rows = 0;
  std::string encoding;
};

// `bytes` is the file, plain or gzip. A time that is not after 1970, or more than 24 hours after
// `now`, is rejected with its row. Returns UNREADABLE_FILE for a file that is no table or lacks a
// column (case, activity, timestamp, or a team column asked for), LIMIT_EXCEEDED past 256 MiB.
absl::StatusOr<EventLog> ReadEventLog(std::string bytes, const LogColumns& columns, absl::Time now);

}  // namespace palier::kpi

#endif  // PALIER_KPI_IMPORT_EVENT_LOG_READER_H_
