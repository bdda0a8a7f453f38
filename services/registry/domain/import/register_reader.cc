// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/register_reader.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/mapping/encoding.h"
#include "common/mapping/errors.h"
#include "common/mapping/header.h"
#include "common/mapping/text.h"
#include "common/status/macros.h"
#include "registry/domain/import/columns.h"
#include "registry/domain/import/keys.h"
#include "registry/domain/import/row_mapper.h"
#include "registry/domain/import/source_rows.h"

namespace palier::registry {
namespace {

constexpr size_t kMaxExcerptBytes = 200;

absl::Status EmptyFile() {
  return mapping::UnreadableFile({"The file is empty.", "Le fichier est vide."}, "empty");
}

absl::Status NoRecords() {
  return mapping::UnreadableFile({"The file has no record.", "Le fichier n'a aucune fiche."},
                                 "no record");
}

absl::Status TooManyRecords(int64_t limit) {
  return mapping::LimitExceeded(
      {"The file has more than {limit} records.", "Le fichier a plus de {limit} fiches."},
      "records", limit);
}

std::string ExcerptOf(const SourceRow& row) {
  return std::string(mapping::Excerpt(absl::StrJoin(row.values, " | "), kMaxExcerptBytes));
}

void ReportEncoding(const mapping::DecodedText& decoded, RegisterImport& import) {
  import.findings.push_back(
      MakeFinding(FindingCode::kEncoding, "", mapping::EncodingName(decoded.encoding)));
  if (decoded.defect_count == 0) return;
  import.findings.push_back(
      MakeFinding(FindingCode::kEncodingDefect, "", absl::StrCat(decoded.defect_count)));
}

void AddRow(const SourceRow& row, const RowMapper& mapper, RegisterImport& import) {
  if (std::optional<Finding> objection = mapper.Objection(row)) {
    import.rejected.push_back({row.record, row.line, *std::move(objection), ExcerptOf(row)});
    return;
  }
  import.drafts.push_back(mapper.Map(row));
}

absl::Status ReadRecords(absl::string_view text, const Profile& profile, const ReadOptions& options,
                         RegisterImport& import) {
  std::optional<RowMapper> mapper;
  RowSink sink;
  sink.on_header = [&](const std::vector<std::string>& names) -> absl::Status {
    ASSIGN_OR_RETURN(ColumnPlan plan, BindColumns(mapping::Header(names), profile));
    import.findings.insert(import.findings.end(), plan.findings.begin(), plan.findings.end());
    mapper.emplace(profile, std::move(plan), options.as_of);
    return absl::OkStatus();
  };
  sink.on_row = [&](const SourceRow& row) {
    if (row.record > options.max_records) return TooManyRecords(options.max_records);
    AddRow(row, *mapper, import);
    return absl::OkStatus();
  };
  return ReadRows(text, profile, sink);
}

}  // namespace

absl::StatusOr<RegisterImport> RegisterReader::Read(std::string bytes) const {
  ASSIGN_OR_RETURN(const mapping::DecodedText decoded, mapping::Decode(std::move(bytes)));
  if (mapping::Trim(decoded.text).empty()) return EmptyFile();
  RegisterImport import;
  ReportEncoding(decoded, import);
  RETURN_IF_ERROR(ReadRecords(decoded.text, profile_, options_, import));
  if (import.drafts.empty() && import.rejected.empty()) return NoRecords();
  import.owners = UnifyOwners(import.drafts);
  AssignKeys(import.drafts);
  return import;
}

}  // namespace palier::registry
