// SPDX-License-Identifier: Apache-2.0
#include "palierctl/session.h"

#include <nlohmann/json.hpp>

#include "common/status/macros.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"

namespace palier::ctl {

absl::StatusOr<std::string> Session::Name(absl::string_view kind, absl::string_view text) const {
  ASSIGN_OR_RETURN(const ResourceKind* found, catalogue.ByWord(kind));
  return CompleteName(found->pattern, options.organization, text);
}

absl::StatusOr<std::string> Session::Organization() const { return OrganizationName(options.organization); }

void Session::Print(const Table& table) const {
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
