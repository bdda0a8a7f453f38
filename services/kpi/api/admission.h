// SPDX-License-Identifier: Apache-2.0
// From what a source sends to what the store takes.
#ifndef PALIER_KPI_API_ADMISSION_H_
#define PALIER_KPI_API_ADMISSION_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/resource/store.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "kpi/api/context.h"
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

// Admits measurements by their KPIs and takes them into the store, in one transaction that is
// durable when this returns; then has the evidence renewed. `refused` are arrivals that were no
// measurements; their judgements come last.
absl::StatusOr<std::vector<Judgement>> TakeIn(Context& context, const Delivery& delivery,
                                              const Measurements& measurements,
                                              absl::Span<const Arrival> refused = {});

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ADMISSION_H_
