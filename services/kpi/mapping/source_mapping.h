// SPDX-License-Identifier: Apache-2.0
// What a Source says of its records, checked once and ready to be asked.
#ifndef PALIER_KPI_MAPPING_SOURCE_MAPPING_H_
#define PALIER_KPI_MAPPING_SOURCE_MAPPING_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/mapping/json_value.h"
#include "kpi/domain/case_events.h"
#include "kpi/mapping/compiled_fields.h"
#include "palier/kpi/v1/measurement.pb.h"
#include "palier/kpi/v1/source.pb.h"

namespace palier::kpi {

// An event of a case, and what is to be measured of the case: a measurement each, without value and
// time.
struct MappedEvent {
  std::string case_id;
  CaseEvent event;
  std::vector<std::pair<v1::MeasureMapping::CaseFigure, v1::Measurement>> figures;
};

// What one record means: measurements of one project, with the user as the record has it. None for
// a record without effect.
struct MappedRecord {
  std::string project;
  std::vector<v1::Measurement> measurements;
  // Of each measurement.
  std::vector<StatedUnit> units;
  std::optional<MappedEvent> event;
};

// Immutable, thread-safe.
class SourceMapping {
 public:
  // `zone` is of times that are written without an offset, unless the source names one. Returns
  // INVALID_ARGUMENT (INVALID_FIELDS) with every field of the source that is wrong.
  static absl::StatusOr<SourceMapping> Compile(const v1::Source& source, absl::TimeZone zone);

  // Which of the source's mappings is for the record, from 0; -1 for none.
  int Choose(mapping::JsonNode record) const;
  // Both below take what Choose said of the record.
  //
  // The record as it may be kept: without what its mapping drops, and with `hash` of the user in
  // the user's place; of a record that no mapping is for, by all mappings. `hashes` gets what was
  // hashed, each once.
  std::string Keepable(int chosen, mapping::JsonNode record,
                       const std::function<std::string(const std::string&)>& hash,
                       std::vector<std::string>* hashes) const;
  // Errors, each with a sentence in English and French, are reasons of the quarantine:
  //   FORMAT_CHANGED   no mapping is for the record, or something that its mapping needs is missing
  //   UNKNOWN_PROJECT, UNKNOWN_TEAM   a table has no such value
  //   INVALID_TIME     the time is in none of the formats
  //   INVALID_FIELDS   a number cannot be multiplied, or the order is neither integer nor time
  absl::StatusOr<MappedRecord> Map(int chosen, mapping::JsonNode record) const;

 private:
  struct Shape;

  SourceMapping();

  std::shared_ptr<const std::vector<Shape>> shapes_;
  std::string source_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_SOURCE_MAPPING_H_
