// SPDX-License-Identifier: Apache-2.0
// The parts of a record's mapping, each read from its message once. Values are immutable and
// thread-safe; the reader is not.
#ifndef PALIER_KPI_MAPPING_COMPILED_FIELDS_H_
#define PALIER_KPI_MAPPING_COMPILED_FIELDS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/mapping/json_value.h"
#include "common/mapping/time_text.h"
#include "common/status/error.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "kpi/mapping/record_path.h"
#include "palier/kpi/v1/source.pb.h"

namespace palier::kpi {

// FORMAT_CHANGED: no mapping of the source is for the record.
absl::Status NoMappingFor(absl::string_view source);

// The unit that a record says its value is in, and where it says so; without a place, the KPI's.
struct StatedUnit {
  std::string text;
  std::string path;
};
// FORMAT_CHANGED: it is not the KPI's.
absl::Status UnitChanged(const StatedUnit& stated, absl::string_view unit,
                         absl::string_view source);

struct EventTime {
  RecordPath path;
  mapping::TimeReader times;
  // FORMAT_CHANGED, INVALID_TIME.
  absl::StatusOr<absl::Time> Of(mapping::JsonNode record, absl::string_view source) const;
};

struct Operations {
  RecordPath path;
  absl::flat_hash_map<std::string, v1::OperationMapping::Operation> by_text;
  // FORMAT_CHANGED.
  absl::StatusOr<v1::OperationMapping::Operation> Of(mapping::JsonNode record,
                                                     absl::string_view source) const;
};

struct IdRule {
  std::string constant;
  std::optional<RecordPath> path;
  absl::flat_hash_map<std::string, std::string> table;
  // FORMAT_CHANGED, or `unknown` for a text that is in no table or is no id.
  absl::StatusOr<std::string> Of(mapping::JsonNode record, absl::string_view source,
                                 status::Reason unknown) const;
};

struct MeasureRule {
  std::string kpi;
  std::optional<RecordPath> path;
  std::string constant;
  std::string factor;
  bool skip_missing = false;
  std::optional<RecordPath> unit;
  // Of the case, if set.
  v1::MeasureMapping::CaseFigure of_case = v1::MeasureMapping::CASE_FIGURE_UNSPECIFIED;
  // Decimal text in the KPI's unit; none to skip. FORMAT_CHANGED, INVALID_FIELDS.
  absl::StatusOr<std::optional<std::string>> ValueOf(mapping::JsonNode record,
                                                     absl::string_view source) const;
};

// Of which case a record is an event, and of what kind.
struct CaseRule {
  std::vector<RecordPath> case_id;
  std::vector<RecordPath> activity;
};

// Reads the fields of a message and gathers what is wrong with each.
class FieldReader {
 public:
  FieldReader() : errors_(&own_) {}
  FieldReader(const FieldReader&) = delete;
  FieldReader& operator=(const FieldReader&) = delete;

  // A reader of the message at `path`; what it finds is this one's too, which must outlive it.
  FieldReader At(absl::string_view path) { return FieldReader(*errors_, absl::StrCat(path, ".")); }

  void Wrong(absl::string_view field, status::Text text);
  bool ok() const { return ok_; }
  // INVALID_ARGUMENT (INVALID_FIELDS) with all of it, or OK.
  absl::Status status() const { return errors_->ToStatus(); }

  template <typename T>
  std::optional<T> Take(absl::string_view field, absl::StatusOr<T> read) {
    if (read.ok()) return *std::move(read);
    Wrong(field, read.status());
    return std::nullopt;
  }
  std::vector<RecordPath> Paths(absl::string_view field,
                                const google::protobuf::RepeatedPtrField<std::string>& texts);
  std::optional<RecordPath> OptionalPath(absl::string_view field, const std::string& text);
  std::optional<EventTime> Time(absl::string_view field, const v1::TimeMapping& from,
                                absl::TimeZone zone);
  std::optional<Operations> OperationsOf(const v1::RecordMapping& from);
  std::optional<IdRule> Id(absl::string_view field, const v1::IdMapping& from);
  std::vector<MeasureRule> Measures(const v1::RecordMapping& from);
  std::optional<CaseRule> Case(const v1::RecordMapping& from);

 private:
  FieldReader(status::FieldErrors& errors, std::string prefix)
      : errors_(&errors), prefix_(std::move(prefix)) {}
  void Wrong(absl::string_view field, const absl::Status& status);
  std::optional<MeasureRule> OneMeasure(const std::string& field, const v1::MeasureMapping& from);

  status::FieldErrors own_;
  status::FieldErrors* errors_;
  std::string prefix_;
  bool ok_ = true;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_COMPILED_FIELDS_H_
