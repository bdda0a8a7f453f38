// SPDX-License-Identifier: Apache-2.0
// From what a source sends to what the store takes.
#ifndef PALIER_KPI_API_ADMISSION_H_
#define PALIER_KPI_API_ADMISSION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/resource/store.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "kpi/api/context.h"
#include "kpi/mapping/source_mapping.h"
#include "kpi/storage/ingest.h"

namespace palier::kpi {

// Who sends what.
struct Delivery {
  ProjectKey project;
  std::string source;
  absl::TimeZone zone;
  resource::Actor actor;
  absl::Time deadline;
};

using Measurements = google::protobuf::RepeatedPtrField<v1::Measurement>;

// What a measurement was made from.
struct Origin {
  // The record as it may be kept; may be empty.
  std::string raw;
  // Which of its texts are hashes of users, whether they are users of the measurement or not.
  std::string hashed_users;
  // When it came first; unset: now.
  std::optional<absl::Time> receive_time;
  StatedUnit unit;
};

struct Extras {
  // Of each measurement; empty for none of them.
  absl::Span<const Origin> origins;
  // Arrivals that were no measurements; their judgements come last.
  absl::Span<const Arrival> refused;
  // Rows of the quarantine that these were: they leave it in the same transaction.
  absl::Span<const std::string> replayed;
  // The `user` of each measurement is a keyed hash already.
  bool users_are_hashed = false;
};

// Admits measurements by their KPIs and takes them into the store, in one transaction that is
// durable when this returns; then has the evidence renewed. The quota is the caller's to ask, once
// for all that a call brings.
absl::StatusOr<std::vector<Judgement>> TakeIn(Context& context, const Delivery& delivery,
                                              const Measurements& measurements,
                                              const Extras& extras = {});

// Adds the counts of a batch to those of others.
void AddCounts(const v1::IngestCounts& counts, v1::IngestCounts& all);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ADMISSION_H_
