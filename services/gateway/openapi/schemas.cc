// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/schemas.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/aip/field_behavior.h"
#include "gateway/openapi/comments.h"
#include "palier/api/v1/options.pb.h"

namespace palier::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// `registry.v1.Project`.
template <typename Type>
std::string NameOf(const Type& type) {
  return std::string(absl::StripPrefix(type.full_name(), "palier."));
}

OpenApiJson Scalar(FieldDescriptor::Type type) {
  switch (type) {
    case FieldDescriptor::TYPE_DOUBLE:
      return {{"type", "number"}, {"format", "double"}};
    case FieldDescriptor::TYPE_FLOAT:
      return {{"type", "number"}, {"format", "float"}};
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_SINT64:
    case FieldDescriptor::TYPE_SFIXED64:
      return {{"type", "string"}, {"format", "int64"}};
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_FIXED64:
      return {{"type", "string"}, {"format", "uint64"}};
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SFIXED32:
      return {{"type", "integer"}, {"format", "int32"}};
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_FIXED32:
      return {{"type", "integer"}, {"format", "int64"}, {"minimum", 0}};
    case FieldDescriptor::TYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::TYPE_BYTES:
      return {{"type", "string"}, {"contentEncoding", "base64"}};
    default:
      return {{"type", "string"}};
  }
}

// Types that JSON writes in a form of their own.
std::optional<OpenApiJson> WellKnown(const Descriptor& type) {
  const std::string& name = type.full_name();
  if (name == "google.protobuf.Timestamp") return {{{"type", "string"}, {"format", "date-time"}}};
  if (name == "google.protobuf.Duration")
    return {{{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$"}}};
  if (name == "google.protobuf.FieldMask") {
    return {{{"type", "string"}, {"description", "Paths of fields, separated by commas."}}};
  }
  if (name == "google.protobuf.Empty") return {{{"type", "object"}}};
  if (name == "google.protobuf.Struct")
    return {{{"type", "object"}, {"additionalProperties", true}}};
  if (name == "google.protobuf.Value") return OpenApiJson::object();
  if (name == "google.protobuf.ListValue")
    return {{{"type", "array"}, {"items", OpenApiJson::object()}}};
  if (name == "google.protobuf.Any") {
    return {{{"type", "object"},
             {"properties", {{"@type", {{"type", "string"}}}}},
             {"required", OpenApiJson::array({"@type"})},
             {"additionalProperties", true}}};
  }
  const bool wrapper = type.file()->name() == "google/protobuf/wrappers.proto";
  if (wrapper) return Scalar(type.field(0)->type());
  return std::nullopt;
}

void Describe(OpenApiJson& schema, const std::string& comment) {
  if (!comment.empty()) schema["description"] = comment;
}

// What is left out of JSON when it is zero cannot be called required there.
bool IsAlwaysThere(const FieldDescriptor& field) {
  if (!aip::HasBehavior(field, google::api::REQUIRED)) return false;
  return field.is_repeated() || field.has_presence() ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
}

}  // namespace

bool IsScalarInJson(const FieldDescriptor& field) {
  if (field.message_type() == nullptr) return true;
  const auto known = WellKnown(*field.message_type());
  return known.has_value() && known->contains("type") && (*known)["type"] != "object" &&
         (*known)["type"] != "array";
}

OpenApiJson Schemas::Of(const Descriptor& type) {
  if (const auto known = WellKnown(type)) return *known;
  return Refer(NameOf(type), type, /*patch=*/false);
}

OpenApiJson Schemas::PatchOf(const Descriptor& type) {
  if (const auto known = WellKnown(type)) return *known;
  return Refer(NameOf(type) + "Patch", type, /*patch=*/true);
}

OpenApiJson Schemas::ObjectWithout(const Descriptor& type, const std::set<std::string>& left_out) {
  return Object(type, /*with_required=*/true, left_out);
}

OpenApiJson Schemas::Refer(const std::string& name, const Descriptor& type, bool patch) {
  if (all_.emplace(name, OpenApiJson()).second) all_[name] = Object(type, !patch, {});
  return {{"$ref", "#/components/schemas/" + name}};
}

OpenApiJson Schemas::OfField(const FieldDescriptor& field) {
  OpenApiJson schema;
  if (field.is_map()) {
    schema = {{"type", "object"},
              {"additionalProperties", Value(*field.message_type()->map_value())}};
  } else if (field.is_repeated()) {
    schema = {{"type", "array"}, {"items", Value(field)}};
  } else {
    schema = Value(field);
  }
  const int max_size = field.options().GetExtension(api::v1::max_size);
  if (max_size > 0 && !field.is_map()) {
    if (field.is_repeated()) {
      schema["maxItems"] = max_size;
    } else if (field.type() == FieldDescriptor::TYPE_STRING) {
      schema["maxLength"] = max_size;
    }
  }
  if (aip::HasBehavior(field, google::api::OUTPUT_ONLY)) schema["readOnly"] = true;
  if (aip::HasBehavior(field, google::api::INPUT_ONLY)) schema["writeOnly"] = true;
  Describe(schema, CommentOf(field));
  return schema;
}

OpenApiJson Schemas::Value(const FieldDescriptor& field) {
  if (field.message_type() != nullptr) return Of(*field.message_type());
  return field.enum_type() != nullptr ? EnumOf(*field.enum_type()) : Scalar(field.type());
}

OpenApiJson Schemas::EnumOf(const EnumDescriptor& type) {
  const std::string name = NameOf(type);
  if (!all_.contains(name)) {
    OpenApiJson values = OpenApiJson::array();
    std::string comment = CommentOf(type);
    for (int i = 0; i < type.value_count(); ++i) {
      values.push_back(type.value(i)->name());
      const std::string meaning = CommentOf(*type.value(i));
      if (!meaning.empty())
        absl::StrAppend(&comment, comment.empty() ? "" : "\n", "- `", type.value(i)->name(),
                        "`: ", meaning);
    }
    OpenApiJson schema = {{"type", "string"}, {"enum", std::move(values)}};
    Describe(schema, comment);
    all_[name] = std::move(schema);
  }
  return {{"$ref", "#/components/schemas/" + name}};
}

OpenApiJson Schemas::Object(const Descriptor& type, bool with_required,
                            const std::set<std::string>& left_out) {
  OpenApiJson properties = OpenApiJson::object();
  OpenApiJson required = OpenApiJson::array();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (left_out.contains(field.name())) continue;
    properties[field.json_name()] = OfField(field);
    if (with_required && IsAlwaysThere(field)) required.push_back(field.json_name());
  }
  OpenApiJson schema = {{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  std::string comment = CommentOf(type);
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    absl::StrAppend(&comment, comment.empty() ? "" : "\n", "At most one of:");
    const auto& oneof = *type.oneof_decl(i);
    for (int f = 0; f < oneof.field_count(); ++f)
      absl::StrAppend(&comment, f == 0 ? " " : ", ", "`", oneof.field(f)->json_name(), "`");
    absl::StrAppend(&comment, ".");
  }
  Describe(schema, comment);
  return schema;
}

OpenApiJson Schemas::All() const {
  OpenApiJson all = OpenApiJson::object();
  for (const auto& [name, schema] : all_) all[name] = schema;
  return all;
}

}  // namespace palier::gateway
