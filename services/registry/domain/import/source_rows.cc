// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/source_rows.h"

#include <unordered_map>
#include <utility>

#include "common/mapping/errors.h"
#include "common/mapping/json_records.h"
#include "common/status/macros.h"

namespace palier::registry {
namespace {

absl::Status ReadCsv(absl::string_view text, const RowSink& sink) {
  const auto on_header = [&sink](const mapping::CsvRow& row) { return sink.on_header(row.fields); };
  const auto on_row = [&sink](const mapping::CsvRow& row) {
    return sink.on_row({row.record, row.line, row.fields, row.shape, row.stray_quotes, {}});
  };
  return mapping::ForEachRow(text, {}, on_header, on_row);
}

struct FieldNames {
  std::vector<std::string> names;
  std::unordered_map<std::string, size_t> indexes;
};

absl::StatusOr<FieldNames> CollectNames(absl::string_view text,
                                        const mapping::JsonOptions& options) {
  FieldNames found;
  const auto collect = [&](const mapping::JsonRecord& record) -> absl::Status {
    for (const mapping::JsonField& field : record.fields) {
      if (!found.indexes.try_emplace(field.name, found.names.size()).second) continue;
      found.names.push_back(field.name);
    }
    if (static_cast<int>(found.names.size()) <= options.max_fields) return absl::OkStatus();
    return mapping::LimitExceeded({"The records have more than {limit} different fields.",
                                   "Les enregistrements ont plus de {limit} champs différents."},
                                  "fields", options.max_fields);
  };
  RETURN_IF_ERROR(mapping::ForEachJsonRecord(text, options, collect));
  return found;
}

SourceRow ToRow(const mapping::JsonRecord& record, const FieldNames& fields) {
  SourceRow row;
  row.record = record.record;
  row.values.resize(fields.names.size());
  std::vector<bool> seen(fields.names.size(), false);
  for (const mapping::JsonField& field : record.fields) {
    const size_t index = fields.indexes.at(field.name);
    if (seen[index]) {
      row.repeated.push_back(field.name);
    } else {
      row.values[index] = field.value;
    }
    seen[index] = true;
  }
  return row;
}

// The document is parsed twice, once for the names, so that its records need not be kept.
absl::Status ReadJson(absl::string_view text, const Profile& profile, const RowSink& sink) {
  mapping::JsonOptions options;
  options.path = profile.records_path;
  ASSIGN_OR_RETURN(const FieldNames fields, CollectNames(text, options));
  // A register without any record has no names to refuse.
  if (fields.names.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(sink.on_header(fields.names));
  return mapping::ForEachJsonRecord(text, options, [&](const mapping::JsonRecord& record) {
    return sink.on_row(ToRow(record, fields));
  });
}

}  // namespace

absl::Status ReadRows(absl::string_view text, const Profile& profile, const RowSink& sink) {
  return profile.format == RegisterFormat::kJson ? ReadJson(text, profile, sink)
                                                 : ReadCsv(text, sink);
}

}  // namespace palier::registry
