// SPDX-License-Identifier: Apache-2.0
#include "common/aip/field_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/aip/text.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/api/v1/options.pb.h"

namespace palier::aip {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

std::optional<FieldKind> MessageKind(const Descriptor& type) {
  if (type.full_name() == "google.protobuf.Timestamp") return FieldKind::kTime;
  if (type.full_name() == "google.protobuf.Duration") return FieldKind::kDuration;
  if (type.full_name() == "google.type.Date") return FieldKind::kDate;
  return std::nullopt;
}

std::optional<FieldKind> KindOf(const FieldDescriptor& field) {
  if (field.is_repeated()) return std::nullopt;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) return std::nullopt;
      return field.options().GetExtension(api::v1::filterable) == api::v1::TEXT ? FieldKind::kText
                                                                                : FieldKind::kExact;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return FieldKind::kDouble;
    case FieldDescriptor::CPPTYPE_BOOL:
      return FieldKind::kBool;
    case FieldDescriptor::CPPTYPE_ENUM:
      return FieldKind::kEnum;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageKind(*field.message_type());
    default:
      return FieldKind::kInt;
  }
}

using Steps = std::vector<const FieldDescriptor*>;

std::string PathOf(const Steps& steps) {
  return absl::StrJoin(steps, ".", [](std::string* out, const FieldDescriptor* step) {
    absl::StrAppend(out, step->name());
  });
}

bool Passes(const Steps& steps, const Descriptor* type) {
  return std::any_of(steps.begin(), steps.end(), [type](const FieldDescriptor* step) {
    return step->containing_type() == type;
  });
}

// A field that is added has the greatest number, and so the last column.
std::vector<const FieldDescriptor*> ByNumber(const Descriptor& type) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
  std::sort(fields.begin(), fields.end(), [](const FieldDescriptor* a, const FieldDescriptor* b) {
    return a->number() < b->number();
  });
  return fields;
}

absl::Status Collect(const Descriptor& type, Steps& steps, std::vector<FilterField>& fields) {
  for (const FieldDescriptor* field : ByNumber(type)) {
    steps.push_back(field);
    if (field->options().GetExtension(api::v1::filterable) != api::v1::FILTERABLE_UNSPECIFIED) {
      const std::optional<FieldKind> kind = KindOf(*field);
      if (!kind.has_value()) {
        return status::Internal(absl::StrCat(field->full_name(), " cannot be filterable"));
      }
      fields.push_back({PathOf(steps), *kind, static_cast<int>(fields.size()), steps});
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated() &&
               static_cast<int>(steps.size()) < kMaxFilterPathDepth &&
               !Passes(steps, field->message_type())) {
      RETURN_IF_ERROR(Collect(*field->message_type(), steps, fields));
    }
    steps.pop_back();
  }
  return absl::OkStatus();
}

int64_t IntIn(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<int64_t>(
          std::min<uint64_t>(reflection.GetUInt64(message, &field),
                             static_cast<uint64_t>(std::numeric_limits<int64_t>::max())));
    default:
      return reflection.GetInt64(message, &field);
  }
}

FieldValue DoubleIn(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  const double value = field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT
                           ? reflection.GetFloat(message, &field)
                           : reflection.GetDouble(message, &field);
  if (std::isnan(value)) return {};
  return value;
}

FieldValue StringIn(const Message& message, const FilterField& field) {
  std::string scratch;
  const std::string& text =
      message.GetReflection()->GetStringReference(message, &field.leaf(), &scratch);
  std::string stored = field.kind == FieldKind::kText
                           ? std::string(CutText(FoldText(text), kMaxTextBytes))
                           : CleanText(text);
  if (stored.empty()) return {};
  return stored;
}

int64_t NumberedInt(const Message& message, int number) {
  return IntIn(message, *message.GetDescriptor()->FindFieldByNumber(number));
}

absl::Duration SecondsAndNanos(const Message& message) {
  return absl::Seconds(NumberedInt(message, 1)) + absl::Nanoseconds(NumberedInt(message, 2));
}

FieldValue DateIn(const Message& date) {
  const int64_t year = std::clamp<int64_t>(NumberedInt(date, 1), 0, 9999);
  const int64_t month = std::clamp<int64_t>(NumberedInt(date, 2), 0, 99);
  const int64_t day = std::clamp<int64_t>(NumberedInt(date, 3), 0, 99);
  if (year == 0 && month == 0 && day == 0) return {};
  return year * 10000 + month * 100 + day;
}

// The message that holds the field's last step; nullptr when one on the way is absent.
const Message* Holder(const Message& message, const FilterField& field) {
  const Message* holder = &message;
  for (size_t i = 0; i + 1 < field.steps.size(); ++i) {
    const Reflection& reflection = *holder->GetReflection();
    if (!reflection.HasField(*holder, field.steps[i])) return nullptr;
    holder = &reflection.GetMessage(*holder, field.steps[i]);
  }
  return holder;
}

FieldValue ReadLeaf(const Message& holder, const FilterField& field) {
  const FieldDescriptor& leaf = field.leaf();
  const Reflection& reflection = *holder.GetReflection();
  switch (field.kind) {
    case FieldKind::kExact:
    case FieldKind::kText:
      return StringIn(holder, field);
    case FieldKind::kInt:
      return IntIn(holder, leaf);
    case FieldKind::kDouble:
      return DoubleIn(holder, leaf);
    case FieldKind::kBool:
      return int64_t{reflection.GetBool(holder, &leaf)};
    case FieldKind::kEnum: {
      const int number = reflection.GetEnumValue(holder, &leaf);
      if (number == 0) return {};
      return int64_t{number};
    }
    case FieldKind::kTime:
      return absl::ToUnixMicros(absl::UnixEpoch() +
                                SecondsAndNanos(reflection.GetMessage(holder, &leaf)));
    case FieldKind::kDuration:
      return absl::ToInt64Microseconds(absl::Floor(
          SecondsAndNanos(reflection.GetMessage(holder, &leaf)), absl::Microseconds(1)));
    case FieldKind::kDate:
      return DateIn(reflection.GetMessage(holder, &leaf));
  }
  return {};
}

std::string EncodeInt(FieldKind kind, int64_t value) {
  switch (kind) {
    case FieldKind::kBool:
      return EncodeOrderedBool(value != 0);
    case FieldKind::kEnum:
      return EncodeOrderedEnum(static_cast<int32_t>(value));
    case FieldKind::kDate:
      return EncodeOrderedDate(static_cast<int>(value / 10000), static_cast<int>(value / 100 % 100),
                               static_cast<int>(value % 100));
    default:
      return EncodeOrderedInt(value);
  }
}

}  // namespace

absl::StatusOr<FieldTable> FieldTable::Make(const Descriptor& type) {
  FieldTable table;
  Steps steps;
  RETURN_IF_ERROR(Collect(type, steps, table.fields_));
  if (table.size() > kMaxFilterFields) {
    return status::Internal(absl::StrCat(type.full_name(), " has ", table.size(),
                                         " filterable fields, at most ", kMaxFilterFields));
  }
  return table;
}

const FilterField* FieldTable::Find(absl::string_view path) const {
  for (const FilterField& field : fields_) {
    if (field.path == path) return &field;
  }
  return nullptr;
}

std::string FieldTable::Paths() const {
  return absl::StrJoin(fields_, ", ", [](std::string* out, const FilterField& field) {
    absl::StrAppend(out, field.path);
  });
}

FieldValue ReadField(const Message& message, const FilterField& field) {
  const Message* holder = Holder(message, field);
  if (holder == nullptr) return {};
  const FieldDescriptor& leaf = field.leaf();
  if (leaf.has_presence() && !holder->GetReflection()->HasField(*holder, &leaf)) return {};
  return ReadLeaf(*holder, field);
}

std::string EncodeValue(FieldKind kind, const FieldValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<double>(&value)) return EncodeOrderedDouble(*number);
  if (const auto* whole = std::get_if<int64_t>(&value)) return EncodeInt(kind, *whole);
  return "";
}

std::string EncodeField(const Message& message, const FilterField& field) {
  return EncodeValue(field.kind, ReadField(message, field));
}

}  // namespace palier::aip
