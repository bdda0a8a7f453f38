// SPDX-License-Identifier: Apache-2.0
#include "common/aip/field_behavior.h"

#include <google/protobuf/map_field.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/field_value_rules.h"
#include "common/aip/text.h"

namespace palier::aip {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FieldMask;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

// The fields in which a REQUIRED value must be present.
class RequiredScope {
 public:
  static RequiredScope All() { return RequiredScope(nullptr); }
  // Relative to the message that the mask is about.
  static RequiredScope Named(const FieldMask& mask) {
    const bool all = mask.paths_size() == 1 && mask.paths(0) == "*";
    return RequiredScope(all ? nullptr : &mask);
  }

  // Whether the field at `path` (without indexes) is named, or lies in one that is.
  bool Includes(absl::string_view path) const {
    if (mask_ == nullptr) return true;
    return std::any_of(mask_->paths().begin(), mask_->paths().end(), [path](const auto& named) {
      return path == named || (absl::StartsWith(path, named) && path.size() > named.size() &&
                               path[named.size()] == '.');
    });
  }

 private:
  explicit RequiredScope(const FieldMask* mask) : mask_(mask) {}
  const FieldMask* mask_;
};

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

bool IsString(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

bool IsPresent(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field) > 0;
  if (IsString(field)) {
    std::string scratch;
    return !reflection.GetStringReference(message, &field, &scratch).empty();
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return reflection.GetEnumValue(message, &field) != 0;
  }
  return !field.has_presence() || reflection.HasField(message, &field);
}

// Whether there is a value to look at. A number 0 without presence only counts where a number must
// be given.
bool HasValue(const Message& message, const FieldDescriptor& field, bool required) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field) > 0;
  return reflection.HasField(message, &field) || (!field.has_presence() && required);
}

// Where a value is, written out only when something is wrong with it: measurements come by the
// thousand.
struct Place {
  const Place* outer = nullptr;
  const FieldDescriptor* field = nullptr;  // null at the message itself
  // In a repeated field.
  int index = -1;
  // Entry of a map, as a text.
  const std::string* key = nullptr;

  // For people; without indexes and keys when `plain`.
  std::string Path(bool plain) const {
    if (field == nullptr) return "";
    std::string path = outer->Path(plain);
    absl::StrAppend(&path, path.empty() ? "" : ".", field->name());
    if (plain) return path;
    if (index >= 0) absl::StrAppend(&path, "[", index, "]");
    if (key != nullptr) absl::StrAppend(&path, "[", *key, "]");
    return path;
  }
};

// Walks through a message and collects what is wrong.
class Inspection {
 public:
  explicit Inspection(RequiredScope scope) : scope_(scope) {}

  void Inspect(const Message& message, const Place& place, int depth) {
    if (depth > kMaxMessageDepth) return Add(place, TooDeepText());
    for (const FieldRules& rules : RulesOf(*message.GetDescriptor())) {
      if (violations_ == kMaxViolations) return;
      if (rules.output_only) continue;
      InspectField(message, rules, {.outer = &place, .field = rules.field}, depth);
    }
  }

  status::FieldErrors TakeErrors() { return std::move(errors_); }

 private:
  // What the options of a field say, read once: a list has a thousand messages of one type.
  struct FieldRules {
    const FieldDescriptor* field;
    bool output_only;
    bool required;
    int max_size;
  };

  const std::vector<FieldRules>& RulesOf(const Descriptor& type) {
    const auto [entry, fresh] = rules_.try_emplace(&type);
    for (int i = 0; fresh && i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      entry->second.push_back({&field, HasBehavior(field, google::api::OUTPUT_ONLY),
                               HasBehavior(field, google::api::REQUIRED), MaxSize(field)});
    }
    return entry->second;
  }

  void InspectField(const Message& message, const FieldRules& rules, const Place& place,
                    int depth) {
    const FieldDescriptor& field = *rules.field;
    if (rules.required && !IsPresent(message, field) && scope_.Includes(place.Path(true))) {
      return Add(place, RequiredText());
    }
    if (!HasValue(message, field, rules.required)) return;
    if (!field.is_repeated()) return InspectValue(message, field, rules.max_size, place, depth);
    const int items = message.GetReflection()->FieldSize(message, &field);
    Add(place, ItemsFault(items, rules.max_size));
    if (items > rules.max_size) return;
    if (field.is_map()) return InspectMap(message, field, place, depth);
    if (IsBatch(field)) return;
    Place item = place;
    for (int i = 0; i < items && violations_ < kMaxViolations; ++i) {
      item.index = i;
      InspectValue(message, field, kDefaultMaxBytes, item, depth);
    }
  }

  // Map entries are messages {key, value}; a path names them by key.
  void InspectMap(const Message& message, const FieldDescriptor& field, const Place& place,
                  int depth) {
    const FieldDescriptor& key = *field.message_type()->map_key();
    const FieldDescriptor& value = *field.message_type()->map_value();
    const int items = message.GetReflection()->FieldSize(message, &field);
    for (int i = 0; i < items && violations_ < kMaxViolations; ++i) {
      const Message& entry = message.GetReflection()->GetRepeatedMessage(message, &field, i);
      const std::string text = KeyText(entry, key);
      Place of_entry = place;
      of_entry.key = &text;
      InspectValue(entry, key, MaxSize(key), of_entry, depth);
      InspectValue(entry, value, MaxSize(value), of_entry, depth);
    }
  }

  static std::string KeyText(const Message& entry, const FieldDescriptor& key) {
    const Reflection& reflection = *entry.GetReflection();
    switch (key.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return absl::StrCat("\"", Excerpt(reflection.GetString(entry, &key)), "\"");
      case FieldDescriptor::CPPTYPE_INT32:
        return absl::StrCat(reflection.GetInt32(entry, &key));
      case FieldDescriptor::CPPTYPE_INT64:
        return absl::StrCat(reflection.GetInt64(entry, &key));
      case FieldDescriptor::CPPTYPE_UINT32:
        return absl::StrCat(reflection.GetUInt32(entry, &key));
      case FieldDescriptor::CPPTYPE_UINT64:
        return absl::StrCat(reflection.GetUInt64(entry, &key));
      default:
        return reflection.GetBool(entry, &key) ? "true" : "false";
    }
  }

  // `field` is the one of `place`, or key or value of its map.
  void InspectValue(const Message& message, const FieldDescriptor& field, int max_bytes,
                    const Place& place, int depth) {
    const Reflection& reflection = *message.GetReflection();
    const int index = place.index;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        return;
      case FieldDescriptor::CPPTYPE_STRING:
        return Add(place, StringFault(message, field, max_bytes, index));
      case FieldDescriptor::CPPTYPE_ENUM:
        return Add(place, EnumFault(field, index < 0 ? reflection.GetEnumValue(message, &field)
                                                     : reflection.GetRepeatedEnumValue(
                                                           message, &field, index)));
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const Message& nested = index < 0 ? reflection.GetMessage(message, &field)
                                          : reflection.GetRepeatedMessage(message, &field, index);
        Add(place, MessageFault(nested));
        return Inspect(nested, place, depth + 1);
      }
      default:
        return Add(place, NumberFault(message, field, index));
    }
  }

  static bool IsBatch(const FieldDescriptor& field) {
    return field.name() == "requests" && IsMessage(field);
  }

  static Fault StringFault(const Message& message, const FieldDescriptor& field, int max_bytes,
                           int index) {
    std::string scratch;
    const Reflection& reflection = *message.GetReflection();
    const std::string& text =
        index < 0 ? reflection.GetStringReference(message, &field, &scratch)
                  : reflection.GetRepeatedStringReference(message, &field, index, &scratch);
    return field.type() == FieldDescriptor::TYPE_BYTES ? BytesFault(text, max_bytes)
                                                       : TextFault(text, max_bytes);
  }

  void Add(const Place& place, Fault fault) {
    if (!fault.has_value() || violations_ == kMaxViolations) return;
    errors_.Add(place.Path(false), *std::move(fault));
    ++violations_;
  }

  const RequiredScope scope_;
  absl::node_hash_map<const Descriptor*, std::vector<FieldRules>> rules_;
  status::FieldErrors errors_;
  int violations_ = 0;
};

// The `update_mask` of an update request; nullptr when the request has no such field.
const FieldMask* UpdateMask(const Message& request, const FieldDescriptor** field) {
  *field = request.GetDescriptor()->FindFieldByName("update_mask");
  if (*field == nullptr || (*field)->is_repeated() || !IsMessage(**field) ||
      (*field)->message_type() != FieldMask::descriptor()) {
    return nullptr;
  }
  return dynamic_cast<const FieldMask*>(&request.GetReflection()->GetMessage(request, *field));
}

// The mask that an empty one stands for: the fields that are set.
void AddSetPaths(const Message& message, const std::string& prefix, int depth, FieldMask& mask) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(prefix, field->name());
    const bool merged =
        IsMessage(*field) && !field->is_repeated() && !IsValueType(*field->message_type());
    if (!merged) {
      mask.add_paths(path);
    } else if (depth < kMaxMessageDepth) {
      AddSetPaths(message.GetReflection()->GetMessage(message, field), absl::StrCat(path, "."),
                  depth + 1, mask);
    }
  }
}

FieldMask Effective(const Message& resource, const FieldMask& mask) {
  if (mask.paths_size() > 0) return mask;
  FieldMask implied;
  AddSetPaths(resource, "", 1, implied);
  return implied;
}

// The mask as one about the request: `display_name` becomes `widget.display_name`, and what belongs
// to no resource is always required.
FieldMask RequestScope(const Message& request, const FieldMask& mask,
                       const FieldDescriptor& mask_field) {
  FieldMask scope;
  const Descriptor& type = *request.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (&field == &mask_field) continue;
    if (!IsMessage(field) || field.is_repeated() || IsValueType(*field.message_type())) {
      scope.add_paths(field.name());
      continue;
    }
    const Message& resource = request.GetReflection()->GetMessage(request, &field);
    const FieldMask effective = Effective(resource, mask);
    for (const std::string& path : effective.paths()) {
      scope.add_paths(absl::StrCat(field.name(), ".", path));
    }
  }
  return scope;
}

// The resource itself must be there whatever the mask says.
void RequireResources(const Message& request, status::FieldErrors& errors) {
  const Descriptor& type = *request.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsMessage(field) && !field.is_repeated() && !IsValueType(*field.message_type()) &&
        HasBehavior(field, google::api::REQUIRED) && !IsPresent(request, field)) {
      errors.Add(field.name(), RequiredText());
    }
  }
}

status::FieldErrors InspectAll(const Message& message, RequiredScope scope) {
  Inspection inspection(scope);
  inspection.Inspect(message, {}, 1);
  return inspection.TakeErrors();
}

}  // namespace

bool HasBehavior(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& behaviors = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(behaviors.begin(), behaviors.end(), behavior) != behaviors.end();
}

bool IsValueType(const Descriptor& type) {
  const std::string& package = type.file()->package();
  return package == "google.protobuf" || package == "google.type";
}

status::FieldErrors Validate(const Message& message) {
  return InspectAll(message, RequiredScope::All());
}

status::FieldErrors ValidateUpdate(const Message& resource, const FieldMask& mask) {
  const FieldMask effective = Effective(resource, mask);
  return InspectAll(resource, RequiredScope::Named(effective));
}

absl::Status ValidateRequest(const Message& request) {
  const FieldDescriptor* mask_field = nullptr;
  const FieldMask* mask = UpdateMask(request, &mask_field);
  const bool replaces_all = mask != nullptr && mask->paths_size() == 1 && mask->paths(0) == "*";
  if (mask == nullptr || replaces_all) return Validate(request).ToStatus();
  const FieldMask scope = RequestScope(request, *mask, *mask_field);
  status::FieldErrors errors = InspectAll(request, RequiredScope::Named(scope));
  RequireResources(request, errors);
  return errors.ToStatus();
}

void ClearOutputOnly(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (HasBehavior(*field, google::api::OUTPUT_ONLY)) {
      reflection.ClearField(&message, field);
    } else if (IsMessage(*field) && field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        ClearOutputOnly(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else if (IsMessage(*field)) {
      ClearOutputOnly(*reflection.MutableMessage(&message, field));
    }
  }
}

}  // namespace palier::aip
