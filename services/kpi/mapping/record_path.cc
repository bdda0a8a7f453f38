// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/record_path.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::kpi {

absl::Status FormatChanged(absl::string_view source, absl::string_view path) {
  return status::Error(
             absl::StatusCode::kInvalidArgument, error::v1::FORMAT_CHANGED,
             {"The record has nothing at {path}, which the mapping of {source} needs. Extend the "
              "mapping, then replay the quarantine.",
              "L'enregistrement n'a rien à {path}, que la correspondance de {source} demande. "
              "Complétez-la, puis rejouez la quarantaine."})
      .With("source", source)
      .With("path", path);
}

absl::StatusOr<RecordPath> RecordPath::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(mapping::JsonPath path, mapping::JsonPath::Parse(text));
  if (!path.IsSingular()) {
    return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
                         {"This path may lead to several values; name one.",
                          "Ce chemin peut mener à plusieurs valeurs ; désignez-en une."});
  }
  return RecordPath(std::move(path));
}

std::optional<std::string> RecordPath::Find(mapping::JsonNode record) const {
  const std::optional<mapping::JsonNode> node = path_.Find(record);
  return node ? mapping::ScalarText(*node) : std::nullopt;
}

absl::StatusOr<std::string> RecordPath::Need(mapping::JsonNode record,
                                             absl::string_view source) const {
  std::optional<std::string> text = Find(record);
  if (!text) return FormatChanged(source, path_.text());
  return *std::move(text);
}

absl::StatusOr<std::string> JoinedText(const std::vector<RecordPath>& paths,
                                       mapping::JsonNode record, absl::string_view source) {
  std::string joined;
  for (const RecordPath& path : paths) {
    ASSIGN_OR_RETURN(std::string text, path.Need(record, source));
    if (paths.size() == 1) return text;
    if (&path != &paths.front()) joined += '|';
    joined += absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"|", "\\|"}});
  }
  return joined;
}

}  // namespace palier::kpi
