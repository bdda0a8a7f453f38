// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/field_text.h"

#include <google/protobuf/util/json_util.h>

#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/aip/text.h"
#include "gateway/transcoding/route_options.h"

namespace palier::gateway {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Problem = std::optional<status::Text>;

Problem NotA(absl::string_view text, const char* en, const char* fr) {
  const std::string shown = aip::Excerpt(text);
  return status::Text{absl::StrCat("`", shown, "` is not ", en, "."),
                      absl::StrCat("« ", shown, " » n'est pas ", fr, ".")};
}

// Sets or adds, by the two functions of Reflection for the type.
template <typename Value, typename Set, typename Add>
Problem Put(Message& message, const FieldDescriptor* field, Value value, Set set, Add add) {
  const Reflection& fields = *message.GetReflection();
  if (field->is_repeated()) {
    (fields.*add)(&message, field, std::move(value));
  } else {
    (fields.*set)(&message, field, std::move(value));
  }
  return std::nullopt;
}

template <typename Integer, typename Set, typename Add>
Problem PutInteger(Message& message, const FieldDescriptor* field, const std::string& text, Set set,
                   Add add) {
  Integer value = 0;
  if (!absl::SimpleAtoi(text, &value))
    return NotA(text, "a whole number of its range", "un nombre entier de son étendue");
  return Put(message, field, value, set, add);
}

Problem PutReal(Message& message, const FieldDescriptor* field, const std::string& text) {
  double value = 0;
  if (!absl::SimpleAtod(text, &value) || !std::isfinite(value))
    return NotA(text, "a number", "un nombre");
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE)
    return Put(message, field, value, &Reflection::SetDouble, &Reflection::AddDouble);
  if (std::abs(value) > std::numeric_limits<float>::max())
    return NotA(text, "a number of its range", "un nombre de son étendue");
  return Put(message, field, static_cast<float>(value), &Reflection::SetFloat,
             &Reflection::AddFloat);
}

Problem PutEnum(Message& message, const FieldDescriptor* field, const std::string& text) {
  const EnumDescriptor* type = field->enum_type();
  const EnumValueDescriptor* value = type->FindValueByName(text);
  int number = 0;
  if (value == nullptr && absl::SimpleAtoi(text, &number)) value = type->FindValueByNumber(number);
  if (value != nullptr)
    return Put(message, field, value, &Reflection::SetEnum, &Reflection::AddEnum);
  std::string known;
  for (int i = 0; i < type->value_count() && i < 20; ++i)
    absl::StrAppend(&known, i == 0 ? "" : ", ", type->value(i)->name());
  const std::string shown = aip::Excerpt(text);
  return status::Text{absl::StrCat("`", shown, "` is none of ", known, "."),
                      absl::StrCat("« ", shown, " » n'est aucun de ", known, ".")};
}

Problem PutBytes(Message& message, const FieldDescriptor* field, const std::string& text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) && !absl::WebSafeBase64Unescape(text, &bytes))
    return NotA(text, "base64", "du base64");
  return Put(message, field, std::move(bytes), &Reflection::SetString, &Reflection::AddString);
}

// The types that protobuf's JSON writes as one text or number.
bool IsTextInJson(const google::protobuf::Descriptor& type) {
  const std::string& name = type.full_name();
  if (!absl::StartsWith(name, "google.protobuf.")) return false;
  return name == "google.protobuf.Timestamp" || name == "google.protobuf.Duration" ||
         name == "google.protobuf.FieldMask" || absl::EndsWith(name, "Value");
}

Problem PutMessage(Message& message, const FieldDescriptor* field, const std::string& text) {
  if (!IsTextInJson(*field->message_type())) {
    return status::Text{"Set the fields inside it, as in `field.inner=value`.",
                        "Renseignez les champs qu'il contient, comme dans `champ.interne=valeur`."};
  }
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') json.push_back('\\');
    if (absl::ascii_iscntrl(c)) return NotA(text, "a value of its type", "une valeur de son type");
    json.push_back(c);
  }
  json.push_back('"');
  const Reflection& fields = *message.GetReflection();
  Message* inner = field->is_repeated() ? fields.AddMessage(&message, field)
                                        : fields.MutableMessage(&message, field);
  if (google::protobuf::util::JsonStringToMessage(json, inner).ok()) return std::nullopt;
  const std::string& type = field->message_type()->name();
  if (type == "Timestamp")
    return NotA(text, "a time such as 2026-03-09T08:00:00Z",
                "une date et heure comme 2026-03-09T08:00:00Z");
  if (type == "Duration") return NotA(text, "a duration such as 3.5s", "une durée comme 3.5s");
  return NotA(text, "a value of its type", "une valeur de son type");
}

Problem PutText(Message& message, const FieldDescriptor* field, const std::string& text) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return PutInteger<int32_t>(message, field, text, &Reflection::SetInt32,
                                 &Reflection::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return PutInteger<int64_t>(message, field, text, &Reflection::SetInt64,
                                 &Reflection::AddInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return PutInteger<uint32_t>(message, field, text, &Reflection::SetUInt32,
                                  &Reflection::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return PutInteger<uint64_t>(message, field, text, &Reflection::SetUInt64,
                                  &Reflection::AddUInt64);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return NotA(text, "true or false", "true ou false");
      return Put(message, field, text == "true", &Reflection::SetBool, &Reflection::AddBool);
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return PutReal(message, field, text);
    case FieldDescriptor::CPPTYPE_ENUM:
      return PutEnum(message, field, text);
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->type() == FieldDescriptor::TYPE_BYTES) return PutBytes(message, field, text);
      return Put(message, field, text, &Reflection::SetString, &Reflection::AddString);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return PutMessage(message, field, text);
  }
  return std::nullopt;
}

bool OtherOfOneofIsSet(const Message& message, const FieldDescriptor* field) {
  const google::protobuf::OneofDescriptor* oneof = field->real_containing_oneof();
  const FieldDescriptor* set =
      oneof == nullptr ? nullptr : message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
  return set != nullptr && set != field;
}

}  // namespace

Problem SetFieldText(Message& message, absl::string_view path, const std::string& text) {
  Message* owner = &message;
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '.');
  for (size_t i = 0; i < parts.size(); ++i) {
    const FieldDescriptor* field = FieldAt(*owner->GetDescriptor(), parts[i]);
    const bool last = i + 1 == parts.size();
    if (field == nullptr || field->is_map() ||
        (!last && (field->is_repeated() || field->message_type() == nullptr))) {
      return status::Text{"There is no such parameter.", "Ce paramètre n'existe pas."};
    }
    if (OtherOfOneofIsSet(*owner, field)) {
      return status::Text{"Another one of the same choice is given too.",
                          "Un autre du même choix est donné aussi."};
    }
    if (last) return PutText(*owner, field, text);
    owner = owner->GetReflection()->MutableMessage(owner, field);
  }
  return std::nullopt;
}

}  // namespace palier::gateway
