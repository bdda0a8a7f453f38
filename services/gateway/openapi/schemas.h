// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_OPENAPI_SCHEMAS_H_
#define PALIER_GATEWAY_OPENAPI_SCHEMAS_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace palier::gateway {

using OpenApiJson = nlohmann::ordered_json;

// JSON Schemas of messages as protobuf's JSON writes them, gathered while they are referred to. Not
// thread-safe.
class Schemas {
 public:
  // A reference to the message's schema, or the schema itself where JSON has a form of its own for
  // the type.
  OpenApiJson Of(const google::protobuf::Descriptor& type);
  // The same with nothing required: the resource of an update.
  OpenApiJson PatchOf(const google::protobuf::Descriptor& type);
  // An object of the message's fields without these.
  OpenApiJson ObjectWithout(const google::protobuf::Descriptor& type,
                            const std::set<std::string>& left_out);
  // What a field holds; its items, when it is repeated, in an array.
  OpenApiJson OfField(const google::protobuf::FieldDescriptor& field);

  // All that was referred to, by name.
  OpenApiJson All() const;

 private:
  OpenApiJson Refer(const std::string& name, const google::protobuf::Descriptor& type, bool patch);
  OpenApiJson Value(const google::protobuf::FieldDescriptor& field);
  OpenApiJson EnumOf(const google::protobuf::EnumDescriptor& type);
  OpenApiJson Object(const google::protobuf::Descriptor& type, bool with_required,
                     const std::set<std::string>& left_out);

  std::map<std::string, OpenApiJson> all_;
};

// Whether the schema's type is a single text, number or boolean in JSON.
bool IsScalarInJson(const google::protobuf::FieldDescriptor& field);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_OPENAPI_SCHEMAS_H_
