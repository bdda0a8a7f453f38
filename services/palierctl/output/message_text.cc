// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/message_text.h"

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "palier/api/v1/options.pb.h"
#include "palierctl/names.h"

namespace palier::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string DateText(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

// At least two decimals, as accounts are written.
std::string AmountText(const google::type::Money& money) {
  const bool negative = money.units() < 0 || money.nanos() < 0;
  const uint64_t units =
      money.units() < 0 ? 0 - static_cast<uint64_t>(money.units()) : money.units();
  std::string fraction = absl::StrFormat("%09d", std::abs(money.nanos()));
  while (fraction.size() > 2 && fraction.back() == '0') fraction.pop_back();
  return absl::StrCat(negative ? "-" : "", units, ".", fraction);
}

std::string NumberText(double value) {
  std::string text = absl::StrFormat("%.6f", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

// The messages that have a text of their own.
bool WellKnownText(const Message& message, std::string* text) {
  if (const auto* date = dynamic_cast<const google::type::Date*>(&message)) {
    *text = DateText(*date);
  } else if (const auto* money = dynamic_cast<const google::type::Money*>(&message)) {
    *text = absl::StrCat(AmountText(*money), " ", money->currency_code());
  } else if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&message)) {
    // To the second: fractions say nothing to a person.
    google::protobuf::Timestamp second = *time;
    second.set_nanos(0);
    *text = google::protobuf::util::TimeUtil::ToString(second);
  } else {
    return false;
  }
  return true;
}

Json ValueJson(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& r = *message.GetReflection();
  const bool list = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return list ? r.GetRepeatedString(message, field, index) : r.GetString(message, field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return (list ? r.GetRepeatedEnum(message, field, index) : r.GetEnum(message, field))->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return list ? r.GetRepeatedBool(message, field, index) : r.GetBool(message, field);
    case FieldDescriptor::CPPTYPE_INT32:
      return list ? r.GetRepeatedInt32(message, field, index) : r.GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return list ? r.GetRepeatedInt64(message, field, index) : r.GetInt64(message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return list ? r.GetRepeatedUInt32(message, field, index) : r.GetUInt32(message, field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return list ? r.GetRepeatedUInt64(message, field, index) : r.GetUInt64(message, field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return list ? r.GetRepeatedDouble(message, field, index) : r.GetDouble(message, field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return list ? r.GetRepeatedFloat(message, field, index) : r.GetFloat(message, field);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return PlainJson(list ? r.GetRepeatedMessage(message, field, index)
                            : r.GetMessage(message, field));
  }
  return nullptr;
}

Json MapJson(const Message& message, const FieldDescriptor* field) {
  Json map = Json::object();
  const Descriptor* entry = field->message_type();
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    const Message& pair = message.GetReflection()->GetRepeatedMessage(message, field, i);
    map[CellOf(pair, entry->map_key())] = ValueJson(pair, entry->map_value(), 0);
  }
  return map;
}

Json ListJson(const Message& message, const FieldDescriptor* field) {
  Json list = Json::array();
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    list.push_back(ValueJson(message, field, i));
  }
  return list;
}

bool IsNumber(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return false;
    default:
      return !field->is_repeated();
  }
}

bool IsSimple(const FieldDescriptor* field) {
  if (field->is_repeated()) return false;
  if (field->message_type() == nullptr) return true;
  const std::string& type = field->message_type()->full_name();
  return type == "google.type.Date" || type == "google.type.Money" ||
         type == "google.protobuf.Timestamp";
}

bool IsFilterable(const FieldDescriptor* field) {
  return field->options().GetExtension(api::v1::filterable) != api::v1::FILTERABLE_UNSPECIFIED;
}

bool IsBookkeeping(const FieldDescriptor* field) {
  static const char* const kNames[] = {"uid",         "etag",        "create_time",
                                       "update_time", "delete_time", "purge_time"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](const char* name) { return field->name() == name; });
}

bool LooksLikeName(const std::string& text) {
  return absl::StartsWith(text, "organizations/");
}

}  // namespace

std::string ProtoJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  return json;
}

Json PlainJson(const Message& message) {
  if (const auto* money = dynamic_cast<const google::type::Money*>(&message)) {
    return Json{{"currency_code", money->currency_code()}, {"amount", AmountText(*money)}};
  }
  if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&message)) {
    return google::protobuf::util::TimeUtil::ToString(*time);
  }
  std::string text;
  if (WellKnownText(message, &text)) return text;
  Json json = Json::object();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (field->is_map()) {
      json[field->name()] = MapJson(message, field);
    } else if (field->is_repeated()) {
      json[field->name()] = ListJson(message, field);
    } else if (!field->has_presence() || message.GetReflection()->HasField(message, field)) {
      json[field->name()] = ValueJson(message, field, 0);
    }
  }
  return json;
}

std::string CellOf(const Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  if (field->is_repeated()) {
    if (reflection.FieldSize(message, field) == 0) return "";
    const Json list = field->is_map() ? MapJson(message, field) : ListJson(message, field);
    const bool words = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    if (!words) return list.dump(-1, ' ', false, Json::error_handler_t::replace);
    return absl::StrJoin(list, " ", [](std::string* out, const Json& item) {
      const std::string text = item.get<std::string>();
      out->append(LooksLikeName(text) ? ShortName(text) : text);
    });
  }
  if (field->has_presence() && !reflection.HasField(message, field)) return "";
  std::string text;
  if (field->message_type() != nullptr) {
    const Message& inner = reflection.GetMessage(message, field);
    if (WellKnownText(inner, &text)) return text;
  }
  const Json value = ValueJson(message, field, 0);
  if (value.is_number_float()) return NumberText(value.get<double>());
  if (!value.is_string()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  text = value.get<std::string>();
  if (field->enum_type() != nullptr && absl::EndsWith(text, "_UNSPECIFIED")) return "";
  return LooksLikeName(text) ? ShortName(text) : text;
}

std::vector<const FieldDescriptor*> ColumnsOf(const Descriptor* type) {
  std::vector<const FieldDescriptor*> columns;
  std::vector<const FieldDescriptor*> simple;
  bool filterable = false;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (!IsSimple(field) || IsBookkeeping(field)) continue;
    simple.push_back(field);
    filterable = filterable || IsFilterable(field);
    if (field->name() == "name" || IsFilterable(field)) columns.push_back(field);
  }
  return filterable ? columns : simple;
}

Table TableOf(const Descriptor* type, const std::vector<const Message*>& messages) {
  Table table;
  const auto columns = ColumnsOf(type);
  for (const FieldDescriptor* field : columns)
    table.columns.push_back({field->name(), IsNumber(field)});
  for (const Message* message : messages) {
    std::vector<std::string> row;
    for (const FieldDescriptor* field : columns) row.push_back(CellOf(*message, field));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table FieldsOf(const Message& message) {
  Table table{{{"field"}, {"value"}}, {}};
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    std::string cell = CellOf(message, field);
    if (!cell.empty()) table.rows.push_back({field->name(), std::move(cell)});
  }
  return table;
}

}  // namespace palier::ctl
