// SPDX-License-Identifier: Apache-2.0
// What became of what was sent, for programs and for people.
#ifndef PALIER_PALIERCTL_COMMANDS_INGEST_COUNTS_H_
#define PALIER_PALIERCTL_COMMANDS_INGEST_COUNTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palierctl/session.h"

namespace palier::ctl {

// Adds the counts of one answer to those of the answers before.
void AddCounts(const kpi::v1::IngestCounts& counts, kpi::v1::IngestCounts& all);

// A number with its key in JSON and its heading in a table.
struct Count {
  std::string key;
  Text heading;
  int64_t number = 0;
};

// Of measurements: accepted, duplicates, restated, superseded, quarantined.
std::vector<Count> CountsOf(const kpi::v1::IngestCounts& counts);
// One row with a column each.
void PrintCounts(const Session& session, const std::vector<Count>& counts);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMMANDS_INGEST_COUNTS_H_
