// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/query.h"

#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/error.h"
#include "gateway/transcoding/percent.h"

namespace palier::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string ScalarText(const Message& message, const FieldDescriptor* field) {
  const google::protobuf::Reflection& fields = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(fields.GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(fields.GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(fields.GetUInt32(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(fields.GetUInt64(message, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return fields.GetBool(message, field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrCat(fields.GetEnumValue(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(fields.GetDouble(message, field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return absl::StrCat(fields.GetFloat(message, field));
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = fields.GetString(message, field);
      return field->type() == FieldDescriptor::TYPE_BYTES ? absl::WebSafeBase64Escape(text) : text;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return "";
}

void AddParameters(const Message& message, const FieldDescriptor* field, const std::string& prefix,
                   QueryParameters& parameters) {
  if (field->is_repeated() || !message.GetReflection()->HasField(message, field)) return;
  const std::string path = absl::StrCat(prefix, field->json_name());
  if (field->message_type() == nullptr) {
    parameters.emplace_back(path, ScalarText(message, field));
    return;
  }
  const Message& inner = message.GetReflection()->GetMessage(message, field);
  for (int i = 0; i < field->message_type()->field_count(); ++i)
    AddParameters(inner, field->message_type()->field(i), path + ".", parameters);
}

}  // namespace

absl::StatusOr<QueryParameters> ParseQuery(absl::string_view query) {
  QueryParameters parameters;
  for (const absl::string_view part : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const size_t equals = part.find('=');
    const absl::string_view after =
        equals == absl::string_view::npos ? absl::string_view() : part.substr(equals + 1);
    std::optional<std::string> key = DecodeQueryText(part.substr(0, equals));
    std::optional<std::string> value = DecodeQueryText(after);
    if (!key.has_value() || !value.has_value()) {
      return status::InvalidField(
          key.value_or("query"),
          {"A parameter of the query is not percent-encoded UTF-8.",
           "Un paramètre de la requête n'est pas de l'UTF-8 encodé en pourcentage."});
    }
    if (parameters.size() == kMaxQueryParameters) {
      return status::InvalidField(
          "query", {absl::StrCat("The query has more than ", kMaxQueryParameters, " parameters."),
                    absl::StrCat("La requête a plus de ", kMaxQueryParameters, " paramètres.")});
    }
    parameters.emplace_back(*std::move(key), *std::move(value));
  }
  return parameters;
}

QueryParameters ParametersOf(const Message& message,
                             const std::vector<const FieldDescriptor*>& fields) {
  QueryParameters parameters;
  for (const FieldDescriptor* field : fields) AddParameters(message, field, "", parameters);
  return parameters;
}

std::string FormatQuery(const QueryParameters& parameters) {
  return absl::StrJoin(parameters, "&", [](std::string* out, const auto& parameter) {
    absl::StrAppend(out, PercentEncode(parameter.first), "=", PercentEncode(parameter.second));
  });
}

}  // namespace palier::gateway
