// SPDX-License-Identifier: Apache-2.0
#include "common/aip/field_mask.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/aip/field_behavior.h"
#include "common/aip/text.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::aip {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FieldMask;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;
using ::google::protobuf::util::MessageDifferencer;

absl::Status InvalidPath(absl::string_view path) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELD_MASK,
                       {"The update mask names \"{path}\", which is no field of the resource. Name "
                        "whole fields in snake_case, `*` alone for all, at most 256.",
                        "Le masque de mise à jour nomme « {path} », qui n'est pas un champ de la "
                        "ressource. Nommez des champs entiers en snake_case, ou `*` seul pour "
                        "tous, 256 au plus."})
      .With("path", Excerpt(path));
}

bool IsNested(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated() &&
         !IsValueType(*field.message_type());
}

bool IsFixed(const FieldDescriptor& field) {
  return HasBehavior(field, google::api::IMMUTABLE) || HasBehavior(field, google::api::IDENTIFIER);
}

// The fields from the resource to the one named; empty when the path names none.
std::vector<const FieldDescriptor*> Resolve(absl::string_view path, const Descriptor& type) {
  std::vector<const FieldDescriptor*> steps;
  const Descriptor* at = &type;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field = at == nullptr || steps.size() == kMaxMessageDepth
                                       ? nullptr
                                       : at->FindFieldByName(std::string(name));
    if (field == nullptr) return {};
    steps.push_back(field);
    at = IsNested(*field) ? field->message_type() : nullptr;
  }
  return steps;
}

// Sorted, without those inside others: no field is then applied twice.
std::vector<std::string> Normalized(const FieldMask& mask) {
  std::vector<std::string> paths(mask.paths().begin(), mask.paths().end());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> kept;
  for (std::string& path : paths) {
    const bool covered =
        !kept.empty() && absl::StartsWith(absl::StrCat(path, "."), absl::StrCat(kept.back(), "."));
    if (!covered) kept.push_back(std::move(path));
  }
  return kept;
}

bool SameField(const Message& a, const Message& b, const FieldDescriptor& field) {
  const Reflection& reflection = *a.GetReflection();
  if (!field.is_repeated()) {
    const bool has = reflection.HasField(a, &field);
    if (has != reflection.HasField(b, &field)) return false;
    if (!has) return true;
  }
  MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {&field}, {&field});
}

void CopySingular(const Message& from, const FieldDescriptor* field, Message& to) {
  const Reflection& reflection = *from.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&to, field, reflection.GetInt32(from, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&to, field, reflection.GetInt64(from, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(&to, field, reflection.GetUInt32(from, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.SetUInt64(&to, field, reflection.GetUInt64(from, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.SetDouble(&to, field, reflection.GetDouble(from, field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection.SetFloat(&to, field, reflection.GetFloat(from, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&to, field, reflection.GetBool(from, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&to, field, reflection.GetEnumValue(from, field));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&to, field, reflection.GetString(from, field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reflection.MutableMessage(&to, field)->CopyFrom(reflection.GetMessage(from, field));
  }
}

// One update: moves fields from a copy of the request's resource into a copy of the stored one.
class Update {
 public:
  // Who asks for a field to be replaced: the mask by its name, or by naming something around it.
  enum class Named { kItself, kAround };

  // Only the fields that are set.
  void Merge(Message& from, Message& to, const std::string& prefix) {
    std::vector<const FieldDescriptor*> fields;
    from.GetReflection()->ListFields(from, &fields);
    for (const FieldDescriptor* field : fields) {
      const std::string path = absl::StrCat(prefix, field->name());
      const bool takes = Takes(&from, *field, to, path, Named::kAround);
      if (takes && IsNested(*field)) {
        Merge(*from.GetReflection()->MutableMessage(&from, field),
              *to.GetReflection()->MutableMessage(&to, field), absl::StrCat(path, "."));
      } else if (takes) {
        Move(&from, *field, to);
      }
    }
  }

  // All fields; `from` is nullptr for a message that is not set.
  void ReplaceAll(Message* from, Message& to, const std::string& prefix) {
    const Descriptor& type = *to.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      Replace(from, *type.field(i), to, absl::StrCat(prefix, type.field(i)->name()),
              Named::kAround);
    }
  }

  void ReplaceNamed(Message& from, Message& to, absl::string_view path) {
    const std::vector<const FieldDescriptor*> steps = Resolve(path, *to.GetDescriptor());
    Message* source = &from;
    Message* target = &to;
    bool fixed = false;
    for (size_t i = 0; i + 1 < steps.size(); ++i) {
      if (HasBehavior(*steps[i], google::api::OUTPUT_ONLY)) return;
      fixed = fixed || IsFixed(*steps[i]);
      source = MutableIfSet(source, *steps[i]);
      // Clearing a field of a message that is not there leaves it away.
      if (source == nullptr && !target->GetReflection()->HasField(*target, steps[i])) return;
      target = target->GetReflection()->MutableMessage(target, steps[i]);
    }
    if (fixed) return RefuseChange(source, *steps.back(), *target, path, Named::kItself);
    Replace(source, *steps.back(), *target, std::string(path), Named::kItself);
  }

  absl::Status ToStatus() const { return errors_.ToStatus(); }

 private:
  static Message* MutableIfSet(Message* message, const FieldDescriptor& field) {
    if (message == nullptr || !message->GetReflection()->HasField(*message, &field)) return nullptr;
    return message->GetReflection()->MutableMessage(message, &field);
  }

  static bool IsSet(const Message* message, const FieldDescriptor& field) {
    if (message == nullptr) return false;
    return field.is_repeated() ? message->GetReflection()->FieldSize(*message, &field) > 0
                               : message->GetReflection()->HasField(*message, &field);
  }

  // Whether the field takes the new value; notes the error when an immutable one would change.
  bool Takes(const Message* from, const FieldDescriptor& field, const Message& to,
             const std::string& path, Named named) {
    if (HasBehavior(field, google::api::OUTPUT_ONLY)) return false;
    if (!IsFixed(field)) return true;
    RefuseChange(from, field, to, path, named);
    return false;
  }

  void RefuseChange(const Message* from, const FieldDescriptor& field, const Message& to,
                    absl::string_view path, Named named) {
    const bool left_out = !IsSet(from, field);
    const bool same = left_out ? !IsSet(&to, field) : SameField(*from, to, field);
    if (same || (left_out && named == Named::kAround)) return;
    errors_.Add(path, {"Cannot be changed after creation. Leave it out of the update.",
                       "Ne peut pas changer après la création. Retirez-le de la mise à jour."});
  }

  void Replace(Message* from, const FieldDescriptor& field, Message& to, const std::string& path,
               Named named) {
    if (!Takes(from, field, to, path, named)) return;
    if (!IsNested(field)) return Move(from, field, to);
    Message* nested = from == nullptr ? nullptr : MutableIfSet(from, field);
    const Reflection& reflection = *to.GetReflection();
    if (nested == nullptr && !reflection.HasField(to, &field)) return;
    Message* target = reflection.MutableMessage(&to, &field);
    ReplaceAll(nested, *target, absl::StrCat(path, "."));
    // What the server or the creation set in it stays; without such fields the message goes away.
    if (nested == nullptr && target->ByteSizeLong() == 0) reflection.ClearField(&to, &field);
  }

  // Repeated fields are swapped, which copies nothing; `from` gives each field once.
  static void Move(Message* from, const FieldDescriptor& field, Message& to) {
    const Reflection& reflection = *to.GetReflection();
    if (!IsSet(from, field)) {
      reflection.ClearField(&to, &field);
    } else if (field.is_repeated()) {
      reflection.SwapFields(from, &to, {&field});
    } else {
      CopySingular(*from, &field, to);
    }
  }

  status::FieldErrors errors_;
};

bool IsStar(const FieldMask& mask) {
  return mask.paths_size() == 1 && mask.paths(0) == "*";
}

}  // namespace

absl::Status CheckFieldMask(const FieldMask& mask, const Descriptor& type) {
  if (IsStar(mask)) return absl::OkStatus();
  if (mask.paths_size() > kMaxMaskPaths) return InvalidPath(mask.paths(kMaxMaskPaths));
  for (const std::string& path : mask.paths()) {
    if (Resolve(path, type).empty()) return InvalidPath(path);
  }
  return absl::OkStatus();
}

absl::Status ApplyUpdate(const Message& changes, const FieldMask& mask, Message& resource) {
  RETURN_IF_ERROR(CheckFieldMask(mask, *resource.GetDescriptor()));
  const std::unique_ptr<Message> from(changes.New());
  from->CopyFrom(changes);
  const std::unique_ptr<Message> to(resource.New());
  to->CopyFrom(resource);
  Update update;
  if (mask.paths().empty()) {
    update.Merge(*from, *to, "");
  } else if (IsStar(mask)) {
    update.ReplaceAll(from.get(), *to, "");
  } else {
    for (const std::string& path : Normalized(mask)) update.ReplaceNamed(*from, *to, path);
  }
  RETURN_IF_ERROR(update.ToStatus());
  resource.GetReflection()->Swap(&resource, to.get());
  return absl::OkStatus();
}

}  // namespace palier::aip
