// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TRANSCODING_SCHEMA_H_
#define PALIER_GATEWAY_TRANSCODING_SCHEMA_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/type_resolver.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::gateway {

// The API as its descriptors say it, comments included: nothing of it is known when the gateway is
// compiled. Immutable, thread-safe; outlives its messages.
class Schema {
 public:
  // Files in the order of their imports. Returns INVALID_ARGUMENT when they do not fit together.
  static absl::StatusOr<std::unique_ptr<Schema>> Make(
      const google::protobuf::FileDescriptorSet& files);

  // The services of packages `palier.*`, in the order of the files.
  const std::vector<const google::protobuf::ServiceDescriptor*>& services() const {
    return services_;
  }
  const google::protobuf::DescriptorPool& pool() const { return pool_; }

  // An empty message of a type of the pool.
  std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor* type) const;

  // Protobuf's JSON: names in lowerCamel, enums by name, 64-bit integers as strings, what is not
  // set left out. INVALID_ARGUMENT when an Any holds a type that is not in the pool.
  absl::StatusOr<std::string> Json(const google::protobuf::Message& message) const;

 private:
  Schema();

  google::protobuf::DescriptorPool pool_;
  // The same types without the options of their fields: protobuf describes each type anew for every
  // text it prints, and the options are most of that.
  google::protobuf::DescriptorPool bare_pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::unique_ptr<google::protobuf::util::TypeResolver> resolver_;
  std::vector<const google::protobuf::ServiceDescriptor*> services_;
};

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_SCHEMA_H_
