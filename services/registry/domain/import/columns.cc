// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/columns.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/mapping/errors.h"
#include "common/mapping/text.h"

namespace palier::registry {
namespace {

std::optional<int> FindFollowUp(const mapping::Header& header, const ColumnRule& rule,
                                std::optional<int> before) {
  if (!before.has_value() || !header.Is(*before + 1, rule.headers[0])) return std::nullopt;
  return *before + 1;
}

std::optional<int> FindFirst(const mapping::Header& header, const ColumnRule& rule) {
  for (const std::string& name : rule.headers) {
    if (const std::optional<int> index = header.Find(name)) return index;
  }
  return std::nullopt;
}

std::string Label(const mapping::Header& header, int index) {
  const absl::string_view name = mapping::Trim(header.names()[index]);
  return name.empty() ? absl::StrCat("#", index + 1) : std::string(name);
}

absl::Status ColumnsMissing(const std::vector<std::string>& names) {
  return mapping::UnreadableFile({"The file lacks needed columns: {detail}.",
                                  "Il manque au fichier des colonnes nécessaires : {detail}."},
                                 absl::StrJoin(names, ", "));
}

}  // namespace

absl::StatusOr<ColumnPlan> BindColumns(const mapping::Header& header, const Profile& profile) {
  ColumnPlan plan;
  plan.header_size = header.size();
  std::vector<bool> known(static_cast<size_t>(header.size()), false);
  std::vector<std::string> missing;
  std::optional<int> before;
  for (const ColumnRule& rule : profile.columns) {
    before = rule.follow_up ? FindFollowUp(header, rule, before) : FindFirst(header, rule);
    if (!before.has_value()) {
      if (rule.needed) missing.push_back(rule.headers[0]);
      if (rule.use == RegisterColumnUse::kIgnored) continue;
      plan.findings.push_back(MakeFinding(FindingCode::kMissingColumn, rule.headers[0], ""));
      continue;
    }
    known[*before] = true;
    if (rule.use == RegisterColumnUse::kIgnored) continue;
    plan.columns.push_back({&rule, *before, Label(header, *before)});
  }
  if (!missing.empty()) return ColumnsMissing(missing);
  for (int i = 0; i < header.size(); ++i) {
    if (known[i]) continue;
    plan.findings.push_back(MakeFinding(FindingCode::kUnknownColumn, Label(header, i), ""));
  }
  return plan;
}

}  // namespace palier::registry
