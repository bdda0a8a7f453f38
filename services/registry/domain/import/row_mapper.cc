// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/row_mapper.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/fingerprint.h"
#include "common/mapping/text.h"

namespace palier::registry {
namespace {

using mapping::RowShape;

constexpr char kReplacement[] = "\xEF\xBF\xBD";

absl::string_view ValueAt(const SourceRow& row, int index) {
  if (index >= static_cast<int>(row.values.size())) return {};
  return mapping::Trim(row.values[static_cast<size_t>(index)]);
}

bool HasValueBeyond(const SourceRow& row, int columns) {
  return std::any_of(row.values.begin() + std::min<int64_t>(columns, row.values.size()),
                     row.values.end(),
                     [](const std::string& v) { return !mapping::Trim(v).empty(); });
}

void CheckShape(const SourceRow& row, ProjectDraft& draft) {
  const std::string count = absl::StrCat(row.values.size());
  if (row.shape == RowShape::kShort) {
    draft.findings.push_back(MakeFinding(FindingCode::kShortRow, "", count));
  }
  if (row.shape == RowShape::kLong) {
    draft.findings.push_back(MakeFinding(FindingCode::kLongRow, "", count));
  }
  if (row.stray_quotes > 0) {
    draft.findings.push_back(
        MakeFinding(FindingCode::kStrayQuote, "", absl::StrCat(row.stray_quotes)));
  }
  for (const std::string& name : row.repeated) {
    draft.findings.push_back(MakeFinding(FindingCode::kRepeatedField, name, ""));
  }
}

StageDate ReadDate(absl::string_view value, const BoundColumn& column, const Profile& profile,
                   mapping::Date as_of, ProjectDraft& draft) {
  const mapping::ParsedDate parsed = mapping::ParseDate(value, profile.date_formats, as_of);
  const auto report = [&](FindingCode code) {
    draft.findings.push_back(MakeFinding(code, column.header, value));
  };
  if (parsed.kind == mapping::DateClass::kUnreadable) report(FindingCode::kUnreadableDate);
  if (parsed.kind == mapping::DateClass::kAmbiguous) report(FindingCode::kAmbiguousDate);
  if (parsed.kind == mapping::DateClass::kSuspicious) report(FindingCode::kSuspiciousDate);
  return {std::string(value), parsed.kind, parsed.date};
}

void StoreValue(absl::string_view value, const BoundColumn& column, ProjectDraft& draft) {
  const ColumnRule& rule = *column.rule;
  switch (rule.use) {
    case RegisterColumnUse::kId:
      draft.external_id = mapping::CollapseSpace(value);
      break;
    case RegisterColumnUse::kText:
      draft.*rule.text = std::string(value);
      break;
    case RegisterColumnUse::kAttribute:
      if (!value.empty()) draft.attributes[rule.name] = std::string(value);
      break;
    case RegisterColumnUse::kDate:
    case RegisterColumnUse::kIgnored:
      break;
  }
}

// A readable date counts as a date, so that another spelling of the same day is no change.
std::string EvidenceText(const BoundColumn& column, absl::string_view value,
                         const ProjectDraft& draft) {
  if (column.rule->use != RegisterColumnUse::kDate) return mapping::Fold(value);
  const StageDate& date = draft.*column.rule->date;
  return date.readable() ? mapping::ToIso(date.date) : mapping::Fold(value);
}

void Digest(const SourceRow& row, const ColumnPlan& plan, ProjectDraft& draft) {
  mapping::Facts content;
  mapping::Facts business = {{"stage", std::string(StageName(draft.stage))},
                             {"owner", draft.owner_key},
                             {"sub_unit", mapping::Fold(draft.sub_unit)}};
  for (const BoundColumn& column : plan.columns) {
    const absl::string_view value = ValueAt(row, column.index);
    content[column.rule->name] = mapping::CollapseSpace(value);
    if (column.rule->evidence) business[column.rule->name] = EvidenceText(column, value, draft);
  }
  draft.content_hash = mapping::Fingerprint(content);
  draft.business_hash = mapping::Fingerprint(business);
  draft.description_hash = mapping::Fingerprint({{"purpose", mapping::Fold(draft.purpose)},
                                                 {"outputs", mapping::Fold(draft.outputs)},
                                                 {"topic", mapping::Fold(draft.topic)}});
}

}  // namespace

RowMapper::RowMapper(const Profile& profile, ColumnPlan plan, mapping::Date as_of)
    : profile_(profile), plan_(std::move(plan)), as_of_(as_of) {
  for (const StageRule& rule : profile.stages) stages_[mapping::Fold(rule.spelling)] = &rule;
  for (const BoundColumn& column : plan_.columns) {
    if (column.rule->use == RegisterColumnUse::kId) has_id_ = true;
    if (column.rule->text == &ProjectDraft::raw_stage) stage_header_ = column.header;
    if (column.rule->text == &ProjectDraft::owner_department) owner_header_ = column.header;
  }
}

std::optional<Finding> RowMapper::Objection(const SourceRow& row) const {
  if (HasValueBeyond(row, plan_.header_size)) {
    return MakeFinding(FindingCode::kLongRow, "", absl::StrCat(row.values.size()));
  }
  for (const BoundColumn& column : plan_.columns) {
    if (column.rule->text != &ProjectDraft::display_name) continue;
    if (!ValueAt(row, column.index).empty()) return std::nullopt;
    return MakeFinding(FindingCode::kMissingName, column.header, "");
  }
  return MakeFinding(FindingCode::kMissingName, "", "");
}

ProjectDraft RowMapper::Map(const SourceRow& row) const {
  ProjectDraft draft;
  draft.record = row.record;
  draft.line = row.line;
  CheckShape(row, draft);
  MapColumns(row, draft);
  MapStage(draft);
  CheckIdentity(draft);
  CheckDateOrder(draft);
  Digest(row, plan_, draft);
  return draft;
}

void RowMapper::MapColumns(const SourceRow& row, ProjectDraft& draft) const {
  for (const BoundColumn& column : plan_.columns) {
    const absl::string_view value = ValueAt(row, column.index);
    if (absl::StrContains(value, kReplacement)) {
      draft.findings.push_back(MakeFinding(FindingCode::kDamagedText, column.header, value));
    }
    if (column.rule->use == RegisterColumnUse::kDate) {
      draft.*column.rule->date = ReadDate(value, column, profile_, as_of_, draft);
    } else {
      StoreValue(value, column, draft);
    }
  }
  draft.display_name = mapping::CollapseSpace(draft.display_name);
  draft.owner_department = mapping::CollapseSpace(draft.owner_department);
  draft.sub_unit = mapping::CollapseSpace(draft.sub_unit);
  draft.owner_key = mapping::Fold(draft.owner_department);
}

const StageRule* RowMapper::FindStage(const std::string& raw) const {
  const auto found = stages_.find(mapping::Fold(raw));
  return found == stages_.end() ? nullptr : found->second;
}

void RowMapper::MapStage(ProjectDraft& draft) const {
  draft.raw_stage = mapping::CollapseSpace(draft.raw_stage);
  if (mapping::IsEmptyMark(draft.raw_stage)) {
    draft.findings.push_back(
        MakeFinding(FindingCode::kMissingStage, stage_header_, draft.raw_stage));
    return;
  }
  if (const StageRule* rule = FindStage(draft.raw_stage)) {
    draft.stage = rule->stage;
    draft.stage_reason = rule->reason;
    return;
  }
  draft.findings.push_back(MakeFinding(FindingCode::kUnknownStage, stage_header_, draft.raw_stage));
}

void RowMapper::CheckIdentity(ProjectDraft& draft) const {
  if (has_id_ && draft.external_id.empty()) {
    draft.findings.push_back(MakeFinding(FindingCode::kMissingId, "", ""));
  }
  if (draft.owner_department.empty()) {
    draft.findings.push_back(MakeFinding(FindingCode::kMissingOwner, owner_header_, ""));
  }
}

// Profiles list dates in the order of a project's life.
void RowMapper::CheckDateOrder(ProjectDraft& draft) const {
  std::vector<const StageDate*> earlier;
  for (const BoundColumn& column : plan_.columns) {
    if (column.rule->use != RegisterColumnUse::kDate) continue;
    const StageDate& date = draft.*column.rule->date;
    if (!date.readable()) continue;
    for (const StageDate* before : earlier) {
      if (date.date >= before->date) continue;
      const std::string raw = absl::StrCat(date.raw, " < ", before->raw);
      draft.findings.push_back(MakeFinding(FindingCode::kDateOrder, column.header, raw));
    }
    earlier.push_back(&date);
  }
}

}  // namespace palier::registry
