// SPDX-License-Identifier: Apache-2.0
#include "palierctl/session.h"

#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "common/status/macros.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"

namespace palier::ctl {
namespace {

Json RowJson(const std::vector<Column>& columns, const std::vector<std::string>& row) {
  Json json = Json::object();
  for (size_t i = 0; i < row.size(); ++i) {
    int64_t number = 0;
    const bool numeric = columns[i].right && absl::SimpleAtoi(row[i], &number);
    json[columns[i].title] = numeric ? Json(number) : Json(row[i]);
  }
  return json;
}

// What is a single row by its nature reads better as one object.
Json TableJson(const Table& table) {
  if (table.rows.size() == 1) return RowJson(table.columns, table.rows[0]);
  Json list = Json::array();
  for (const auto& row : table.rows) list.push_back(RowJson(table.columns, row));
  return list;
}

}  // namespace

absl::StatusOr<std::string> Session::Name(absl::string_view kind, absl::string_view text) const {
  ASSIGN_OR_RETURN(const ResourceKind* found, catalogue.ByWord(kind));
  return CompleteName(found->pattern, options.organization, text);
}

absl::StatusOr<std::string> Session::Organization() const {
  return OrganizationName(options.organization);
}

void Session::Print(const Table& table) const {
  if (json()) return Print(TableJson(table));
  out << (options.format == Format::kCsv ? RenderCsv(table) : RenderTable(table, width));
}

void Session::Print(const nlohmann::ordered_json& json) const {
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

void Session::Print(const google::protobuf::Message& message) const {
  if (json()) {
    out << ProtoJson(message);
  } else if (options.format == Format::kCsv) {
    Print(TableOf(message.GetDescriptor(), {&message}));
  } else {
    Print(FieldsOf(message));
  }
}

}  // namespace palier::ctl
