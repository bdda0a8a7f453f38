// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/row.h"

#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/aip/field_behavior.h"
#include "common/aip/resource_name.h"
#include "common/mapping/errors.h"
#include "common/mapping/header.h"
#include "common/mapping/text.h"
#include "registry/domain/table/labels.h"

namespace palier::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using mapping::Cell;
using mapping::TableRow;
using Steps = std::vector<const FieldDescriptor*>;

constexpr char kLost[] = "\xEF\xBF\xBD";  // U+FFFD stands for what could not be read
constexpr size_t kMaxRaw = 200;

// The message that holds the field, `up` steps above it; null when one on the way is absent.
const Message* Holder(const Message& resource, const Steps& steps, size_t up = 1) {
  const Message* at = &resource;
  for (size_t i = 0; i + up < steps.size(); ++i) {
    if (!at->GetReflection()->HasField(*at, steps[i])) return nullptr;
    at = &at->GetReflection()->GetMessage(*at, steps[i]);
  }
  return at;
}

Message& MutableHolder(Message& resource, const Steps& steps, size_t up = 1) {
  Message* at = &resource;
  for (size_t i = 0; i + up < steps.size(); ++i)
    at = at->GetReflection()->MutableMessage(at, steps[i]);
  return *at;
}

void Clear(Message& resource, const Steps& steps) {
  if (Holder(resource, steps) == nullptr) return;
  Message& holder = MutableHolder(resource, steps);
  holder.GetReflection()->ClearField(&holder, steps.back());
}

// Removes the messages on the way to the field that held something before and hold nothing now.
void DropEmptied(const Message& before, Message& after, const Steps& steps) {
  for (size_t up = 1; up < steps.size(); ++up) {
    const Message* then = Holder(before, steps, up);
    const Message* now = Holder(after, steps, up);
    if (then == nullptr || now == nullptr || then->ByteSizeLong() == 0 || now->ByteSizeLong() > 0)
      return;
    Message& holder = MutableHolder(after, steps, up + 1);
    holder.GetReflection()->ClearField(&holder, steps[steps.size() - up - 1]);
  }
}

// The member of a oneof that a column leads to: an entry is of one kind.
const FieldDescriptor* Alternative(const Column& column) {
  if (column.steps.empty() || column.steps[0]->real_containing_oneof() == nullptr) return nullptr;
  return column.steps[0];
}

// `fallback_drill`, "Fallback drill" or « Exercice de repli ».
const FieldDescriptor* AlternativeCalled(const google::protobuf::Descriptor& type,
                                         absl::string_view text) {
  const std::string wanted = mapping::FoldHeader(text);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->real_containing_oneof() == nullptr) continue;
    const status::Text label = FieldLabel(field->name());
    for (const std::string& known : {field->name(), label.en, label.fr}) {
      if (mapping::FoldHeader(known) == wanted) return field;
    }
  }
  return nullptr;
}

absl::Status Unmapped(absl::string_view header, absl::string_view path) {
  return status::InvalidField(
      absl::StrCat("columns[\"", mapping::Excerpt(header, 60), "\"]"),
      {absl::StrCat("the file has no such column, or there is no field ",
                    mapping::Excerpt(path, 60)),
       absl::StrCat("le fichier n'a pas cette colonne, ou il n'y a pas de champ ",
                    mapping::Excerpt(path, 60))});
}

absl::Status Twice(absl::string_view header) {
  return mapping::UnreadableFile({"Two columns of the file are the same one: {detail}.",
                                  "Deux colonnes du fichier sont la même : {detail}."},
                                 mapping::Excerpt(header, 100));
}

absl::Status NothingToKnowBy(absl::string_view known) {
  return mapping::UnreadableFile(
      {"The file needs a column Id or Name. Columns are called: {detail} ...",
       "Le fichier a besoin d'une colonne Identifiant ou Nom. Les colonnes s'appellent : {detail} "
       "..."},
      known);
}

std::string SomeLabels(const Columns& columns) {
  std::string list;
  for (size_t i = 0; i < columns.all().size() && i < 12; ++i) {
    const status::Text& label = columns.all()[i].label;
    absl::StrAppend(&list, i == 0 ? "" : ", ", label.en, " (", label.fr, ")");
  }
  return list;
}

}  // namespace

absl::StatusOr<TableMapping> TableMapping::Make(
    const Columns& columns, const mapping::TableHead& head,
    const std::map<std::string, std::string>& overrides) {
  TableMapping made(columns, head);
  const mapping::Header header(head.names);
  std::vector<int> forced(head.names.size(), -1);
  for (const auto& [name, path] : overrides) {
    const std::optional<int> at = header.Find(name);
    const int column = columns.FindPath(path);
    if (!at.has_value() || column < 0) return Unmapped(name, path);
    forced[*at] = column;
  }
  std::set<int> taken;
  bool known_by = false;
  for (size_t i = 0; i < head.names.size(); ++i) {
    int column = forced[i] >= 0 ? forced[i] : columns.Find(head.names[i]);
    if (column < 0) {
      if (!mapping::Trim(head.names[i]).empty()) made.unknown_.push_back(head.names[i]);
    } else if (!taken.insert(column).second) {
      return Twice(head.names[i]);
    } else {
      const Column& found = columns.all()[column];
      if (found.use == ColumnUse::kReadOnly) made.read_only_.push_back(head.names[i]);
      known_by = known_by || found.use == ColumnUse::kId || found.path == "display_name";
    }
    made.column_of_.push_back(column);
  }
  if (!known_by) return NothingToKnowBy(SomeLabels(columns));
  return made;
}

int TableMapping::FileColumn(absl::string_view path) const {
  for (size_t i = 0; i < column_of_.size(); ++i) {
    if (column_of_[i] >= 0 && columns_->all()[column_of_[i]].path == path)
      return static_cast<int>(i);
  }
  return -1;
}

std::string TableMapping::Text(const TableRow& row, absl::string_view path) const {
  const int at = FileColumn(path);
  return at < 0 ? "" : std::string(mapping::Trim(row.cells[at].text));
}

CellError TableMapping::ApplyCell(const TableRow& row, size_t i, const ReadContext& context,
                                  Message& resource) const {
  const Column& column = columns_->all()[column_of_[i]];
  const Cell& cell = row.cells[i];
  if (column.use != ColumnUse::kField && column.use != ColumnUse::kAmount) return std::nullopt;
  if (damaged_ && absl::StrContains(cell.text, kLost)) {
    return status::Text{"holds characters that could not be read; save the file as UTF-8",
                        "contient des caractères illisibles ; enregistrez le fichier en UTF-8"};
  }
  const bool text = column.use == ColumnUse::kField &&
                    column.leaf().cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
                    ReferenceOf(column.leaf()).collection.empty();
  if (cell.empty() || (!text && mapping::IsEmptyMark(cell.text))) {
    Clear(resource, column.steps);
    return std::nullopt;
  }
  Message& holder = MutableHolder(resource, column.steps);
  if (column.use == ColumnUse::kField) return SetField(holder, column.leaf(), cell, context);
  auto& money = static_cast<google::type::Money&>(
      *holder.GetReflection()->MutableMessage(&holder, &column.leaf()));
  return SetAmount(cell, Text(row, column.path + ".currency"), context, money);
}

// All cells that are filled belong to one kind, which is the one that the column `kind` names.
CellError TableMapping::CheckKind(const TableRow& row, size_t i, std::string& kind) const {
  const FieldDescriptor* alternative = Alternative(columns_->all()[column_of_[i]]);
  if (alternative == nullptr || row.cells[i].empty()) return std::nullopt;
  if (kind.empty()) kind = alternative->name();
  if (kind == alternative->name()) return std::nullopt;
  const status::Text one = FieldLabel(kind);
  const status::Text other = FieldLabel(alternative->name());
  return status::Text{
      absl::StrCat("an entry is of one kind: ", one.en, " or ", other.en),
      absl::StrCat("une fiche est d'une seule nature : ", one.fr, " ou ", other.fr)};
}

std::vector<RowError> TableMapping::Apply(const TableRow& row, const ReadContext& context,
                                          Message& resource) const {
  std::vector<RowError> errors;
  const auto add = [&](size_t i, status::Text message) {
    errors.push_back(
        {names_[i], std::string(mapping::Excerpt(row.cells[i].text, kMaxRaw)), std::move(message)});
  };
  if (row.surplus > 0) {
    errors.push_back({"",
                      "",
                      {"has more values than the header has columns",
                       "a plus de valeurs que l'en-tête n'a de colonnes"}});
  }
  const std::unique_ptr<Message> before(resource.New());
  before->CopyFrom(resource);
  std::string kind;
  if (const std::string named = Text(row, "kind"); !named.empty()) {
    const FieldDescriptor* alternative = AlternativeCalled(*resource.GetDescriptor(), named);
    if (alternative != nullptr) {
      kind = alternative->name();
      resource.GetReflection()->MutableMessage(&resource, alternative);
    }
  }
  for (size_t i = 0; i < column_of_.size(); ++i) {
    if (column_of_[i] < 0) continue;
    CellError error = CheckKind(row, i, kind);
    if (!error.has_value()) error = ApplyCell(row, i, context, resource);
    if (error.has_value()) add(i, *std::move(error));
  }
  for (const int column : column_of_) {
    if (column >= 0) DropEmptied(*before, resource, columns_->all()[column].steps);
  }
  return errors;
}

RowError TableMapping::About(const TableRow& row, absl::string_view field_path,
                             status::Text message) const {
  const int column = columns_->Concerned(field_path);
  const int at = column < 0 ? -1 : FileColumn(columns_->all()[column].path);
  if (at >= 0)
    return {names_[at], std::string(mapping::Excerpt(row.cells[at].text, kMaxRaw)), message};
  if (column < 0 && field_path.empty()) return {"", "", message};
  const status::Text label = column < 0
                                 ? status::Text{std::string(field_path), std::string(field_path)}
                                 : columns_->all()[column].label;
  return {"",
          "",
          {absl::StrCat(label.en, ": ", message.en), absl::StrCat(label.fr, " : ", message.fr)}};
}

std::vector<RowError> TableMapping::Check(const TableRow& row, const Message& resource,
                                          bool update) const {
  std::vector<RowError> errors;
  const error::v1::ErrorDetail detail = status::DetailOf(aip::Validate(resource).ToStatus());
  for (const error::v1::Violation& violation : detail.field_violations()) {
    const int column = columns_->Concerned(violation.subject());
    const bool in_file = column >= 0 && FileColumn(columns_->all()[column].path) >= 0;
    if (update && !in_file) continue;
    errors.push_back(About(row, violation.subject(), {violation.en(), violation.fr()}));
  }
  return errors;
}

Cell ResourceCell(const Message& resource, const Column& column, const WriteContext& context) {
  if (column.steps.empty()) {
    const auto* name = resource.GetDescriptor()->FindFieldByName("name");
    const absl::StatusOr<aip::ResourceName> parsed =
        aip::ParseName(resource.GetReflection()->GetString(resource, name));
    if (!parsed.ok()) return {};
    return Cell::Text(
        std::string(column.use == ColumnUse::kId ? parsed->id() : parsed->IdIn("projects")));
  }
  const Message* holder = Holder(resource, column.steps);
  if (holder == nullptr) return {};
  const auto* reflection = holder->GetReflection();
  if (column.use == ColumnUse::kEtag) {
    return Cell::Text(
        absl::StrReplaceAll(reflection->GetString(*holder, &column.leaf()), {{"\"", ""}}));
  }
  if (column.use != ColumnUse::kAmount && column.use != ColumnUse::kCurrency)
    return FieldCell(*holder, column.leaf(), context);
  if (!reflection->HasField(*holder, &column.leaf())) return {};
  const auto& money =
      static_cast<const google::type::Money&>(reflection->GetMessage(*holder, &column.leaf()));
  return column.use == ColumnUse::kAmount ? Cell::Number(AmountText(money))
                                          : Cell::Text(money.currency_code());
}

}  // namespace palier::registry
