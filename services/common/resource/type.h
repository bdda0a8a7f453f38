// SPDX-License-Identifier: Apache-2.0
// What the store knows of a kind of resource.
#ifndef PALIER_COMMON_RESOURCE_TYPE_H_
#define PALIER_COMMON_RESOURCE_TYPE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/aip/field_table.h"
#include "common/aip/order_by.h"
#include "common/aip/resource_name.h"

namespace palier::resource {

// One kind of resource: its message, its place in the tree of names, and the fields that can be
// filtered by. Immutable. The message must have the standard fields `name`, `etag`, and may have
// `uid`, `create_time`, `update_time`, `delete_time`, `purge_time` (AIP-148).
class Type {
 public:
  enum class Deletion { kHard, kSoft };
  // Where an id comes from that the caller did not choose.
  enum class Ids { kFromDisplayName, kRandom };

  // `pattern` as in `organizations/{organization}/projects/{project}`. Dies when the pattern or the
  // message does not fit, or its name has anything but letters: types are made at start, from
  // constants.
  Type(const google::protobuf::Descriptor* descriptor, absl::string_view pattern,
       Deletion deletion = Deletion::kHard, Ids ids = Ids::kFromDisplayName);

  // Declares a list that is asked often, so that it has an index of its own (Store::Prepare): the
  // filterable fields that its filter compares with a value, then those of its order, as in
  // `stage, department, update_time desc`. Dies when there is no such field.
  Type&& Indexed(absl::string_view fields) &&;

  const google::protobuf::Descriptor* descriptor() const { return descriptor_; }
  const aip::NamePattern& pattern() const { return pattern_; }
  const aip::FieldTable& fields() const { return fields_; }
  bool soft_delete() const { return deletion_ == Deletion::kSoft; }
  bool random_ids() const { return ids_ == Ids::kRandom; }
  const std::vector<std::vector<aip::OrderTerm>>& indexes() const { return indexes_; }
  // `Project`: the word in the `type` column; letters only.
  const std::string& label() const { return descriptor_->name(); }
  // `project`: the field that holds the resource in its requests.
  const std::string& field() const { return field_; }
  google::protobuf::Message* New(google::protobuf::Arena* arena) const;

 private:
  const google::protobuf::Descriptor* descriptor_;
  aip::NamePattern pattern_;
  aip::FieldTable fields_;
  Deletion deletion_;
  Ids ids_;
  std::string field_;
  std::vector<std::vector<aip::OrderTerm>> indexes_;
};

// The standard fields, by reflection; empty or unset when the message lacks them.
std::string NameOf(const google::protobuf::Message& resource);
void SetStandardString(google::protobuf::Message& resource, absl::string_view field,
                       absl::string_view value);
void SetStandardTime(google::protobuf::Message& resource, absl::string_view field,
                     absl::Time value);
void ClearStandard(google::protobuf::Message& resource, absl::string_view field);
bool HasStandard(const google::protobuf::Message& resource, absl::string_view field);
// The time in a Timestamp field; InfinitePast when unset.
absl::Time StandardTime(const google::protobuf::Message& resource, absl::string_view field);
std::string StandardString(const google::protobuf::Message& resource, absl::string_view field);

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_TYPE_H_
