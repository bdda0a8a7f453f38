// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_PALIERCTL_COMMANDS_INGEST_COUNTS_H_
#define PALIER_PALIERCTL_COMMANDS_INGEST_COUNTS_H_

#include "palier/kpi/v1/ingestion_service.pb.h"

namespace palier::ctl {

// Adds the counts of one answer to those of the answers before.
inline void AddCounts(const kpi::v1::IngestCounts& counts, kpi::v1::IngestCounts& all) {
  all.set_accepted_count(all.accepted_count() + counts.accepted_count());
  all.set_duplicate_count(all.duplicate_count() + counts.duplicate_count());
  all.set_restated_count(all.restated_count() + counts.restated_count());
  all.set_superseded_count(all.superseded_count() + counts.superseded_count());
  all.set_quarantined_count(all.quarantined_count() + counts.quarantined_count());
}

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMMANDS_INGEST_COUNTS_H_
