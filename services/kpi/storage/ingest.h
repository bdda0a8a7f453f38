// SPDX-License-Identifier: Apache-2.0
// One batch of measurements into the store: deduplicated, resolved, rolled up and logged in the
// caller's transaction. For one set of arrivals any order, repetition and cutting into batches
// gives the same facts, days, users and quarantine.
#ifndef PALIER_KPI_STORAGE_INGEST_H_
#define PALIER_KPI_STORAGE_INGEST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "kpi/storage/fact_table.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/measurement.pb.h"

namespace palier::kpi {

// A measurement that came in.
struct Arrival {
  // The admitted fact at its KPI's scale, or why it was not admitted.
  absl::StatusOr<Version> version = absl::UnknownError("");
  // Of what was not admitted, for the quarantine: as it came, with the user's hash; or the row of
  // the file.
  std::string source;
  v1::Measurement measurement;
  std::string raw;
  // When it came first; unset: now.
  std::optional<absl::Time> receive_time;
};

struct Judgement {
  v1::Fate fate = v1::FATE_UNSPECIFIED;
  // Why it was quarantined, in both languages.
  absl::Status why;
};

// Returns one judgement per arrival, in their order. Logs one change of the project if it wrote
// anything. `merge_is_due`, if given, says whether the Merger should be asked.
absl::StatusOr<std::vector<Judgement>> Ingest(resource::Session& session, const ProjectKey& project,
                                              std::vector<Arrival> arrivals,
                                              bool* merge_is_due = nullptr);

// Judges again what stands of the facts with these identities, and of all that are linked to them,
// after versions were deleted or their contents changed.
absl::Status Rejudge(resource::Session& session, const ProjectKey& project,
                     absl::Span<const Hash128> identities);

// How often each fate occurs.
v1::IngestCounts CountsOf(absl::Span<const Judgement> judgements);

// Everything of an organisation that has measurements or a quarantine; the organisation
// itself has an empty project.
absl::StatusOr<std::vector<ProjectKey>> DeliveredProjects(sql::Transaction& transaction,
                                                          const std::string& organization);

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_INGEST_H_
