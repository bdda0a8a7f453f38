// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/schema.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace palier::gateway {
namespace {

constexpr char kTypeUrl[] = "type.googleapis.com";

void DropFieldOptions(google::protobuf::DescriptorProto& message) {
  for (auto& field : *message.mutable_field()) {
    const bool not_packed = field.options().has_packed() && !field.options().packed();
    field.clear_options();
    if (not_packed) field.mutable_options()->set_packed(false);
  }
  for (auto& nested : *message.mutable_nested_type()) DropFieldOptions(nested);
}

google::protobuf::FileDescriptorProto WithoutFieldOptions(
    google::protobuf::FileDescriptorProto file) {
  file.clear_source_code_info();
  file.clear_service();
  for (auto& message : *file.mutable_message_type()) DropFieldOptions(message);
  return file;
}

}  // namespace

Schema::Schema()
    : factory_(&pool_),
      resolver_(google::protobuf::util::NewTypeResolverForDescriptorPool(kTypeUrl, &bare_pool_)) {}

absl::StatusOr<std::unique_ptr<Schema>> Schema::Make(
    const google::protobuf::FileDescriptorSet& files) {
  std::unique_ptr<Schema> schema(new Schema());
  for (const google::protobuf::FileDescriptorProto& proto : files.file()) {
    const google::protobuf::FileDescriptor* file = schema->pool_.BuildFile(proto);
    if (file == nullptr || schema->bare_pool_.BuildFile(WithoutFieldOptions(proto)) == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(proto.name(), " does not fit the others"));
    }
    if (!absl::StartsWith(file->package(), "palier.")) continue;
    for (int i = 0; i < file->service_count(); ++i) schema->services_.push_back(file->service(i));
  }
  return schema;
}

std::unique_ptr<google::protobuf::Message> Schema::New(
    const google::protobuf::Descriptor* type) const {
  return std::unique_ptr<google::protobuf::Message>(factory_.GetPrototype(type)->New());
}

absl::StatusOr<std::string> Schema::Json(const google::protobuf::Message& message) const {
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(
      resolver_.get(), absl::StrCat(kTypeUrl, "/", message.GetDescriptor()->full_name()),
      message.SerializeAsString(), &json);
  if (status.ok()) return json;
  return absl::InvalidArgumentError(
      absl::StrCat(message.GetDescriptor()->full_name(), ": ", std::string(status.message())));
}

}  // namespace palier::gateway
