// SPDX-License-Identifier: Apache-2.0
#include "common/aip/field_value_rules.h"

#include <cmath>
#include <cstdint>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/aip/field_behavior.h"
#include "common/aip/text.h"
#include "palier/api/v1/options.pb.h"

namespace palier::aip {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

Fault TooLong(size_t bytes, int max_bytes) {
  return status::Text{
      absl::StrCat("Has ", bytes, " bytes, at most ", max_bytes, ". Shorten it."),
      absl::StrCat("Fait ", bytes, " octets, ", max_bytes, " au plus. Raccourcissez.")};
}

bool IsFloating(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
}

double DoubleAt(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) {
    return index < 0 ? reflection.GetFloat(message, &field)
                     : reflection.GetRepeatedFloat(message, &field, index);
  }
  return index < 0 ? reflection.GetDouble(message, &field)
                   : reflection.GetRepeatedDouble(message, &field, index);
}

absl::int128 IntAt(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return index < 0 ? reflection.GetInt32(message, &field)
                       : reflection.GetRepeatedInt32(message, &field, index);
    case FieldDescriptor::CPPTYPE_UINT32:
      return index < 0 ? reflection.GetUInt32(message, &field)
                       : reflection.GetRepeatedUInt32(message, &field, index);
    case FieldDescriptor::CPPTYPE_UINT64:
      return index < 0 ? reflection.GetUInt64(message, &field)
                       : reflection.GetRepeatedUInt64(message, &field, index);
    default:
      return index < 0 ? reflection.GetInt64(message, &field)
                       : reflection.GetRepeatedInt64(message, &field, index);
  }
}

// Whether `value` is at least the limit written in `limit`; true when there is none. Turned round
// for `at_most`.
bool Within(double value, const std::string& limit, bool at_most) {
  double bound = 0;
  if (!absl::SimpleAtod(limit, &bound)) return true;
  return at_most ? value <= bound : value >= bound;
}

bool Within(absl::int128 value, const std::string& limit, bool at_most) {
  absl::int128 bound = 0;
  if (!absl::SimpleAtoi(limit, &bound)) return true;
  return at_most ? value <= bound : value >= bound;
}

Fault OutOfRange(const std::string& minimum, const std::string& maximum) {
  if (maximum.empty()) {
    return status::Text{absl::StrCat("Must be at least ", minimum, "."),
                        absl::StrCat("Doit valoir au moins ", minimum, ".")};
  }
  if (minimum.empty()) {
    return status::Text{absl::StrCat("Must be at most ", maximum, "."),
                        absl::StrCat("Doit valoir au plus ", maximum, ".")};
  }
  return status::Text{absl::StrCat("Must be between ", minimum, " and ", maximum, "."),
                      absl::StrCat("Doit être entre ", minimum, " et ", maximum, ".")};
}

template <typename Number>
Fault RangeFault(Number value, const FieldDescriptor& field) {
  const std::string minimum = field.options().GetExtension(api::v1::minimum);
  const std::string maximum = field.options().GetExtension(api::v1::maximum);
  if (Within(value, minimum, false) && Within(value, maximum, true)) return std::nullopt;
  return OutOfRange(minimum, maximum);
}

int64_t Part(const Message& message, int number) {
  return static_cast<int64_t>(
      IntAt(message, *message.GetDescriptor()->FindFieldByNumber(number), -1));
}

Fault TimestampFault(const Message& time) {
  // 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
  const int64_t seconds = Part(time, 1);
  const int64_t nanos = Part(time, 2);
  if (seconds >= -62135596800 && seconds <= 253402300799 && nanos >= 0 && nanos <= 999999999) {
    return std::nullopt;
  }
  return status::Text{"Must be a time between the years 1 and 9999.",
                      "Doit être un instant entre les années 1 et 9999."};
}

Fault DurationFault(const Message& duration) {
  const int64_t seconds = Part(duration, 1);
  const int64_t nanos = Part(duration, 2);
  const bool one_sign = (seconds >= 0 && nanos >= 0) || (seconds <= 0 && nanos <= 0);
  if (one_sign && std::abs(nanos) <= 999999999 && seconds >= -315576000000 &&
      seconds <= 315576000000) {
    return std::nullopt;
  }
  return status::Text{"Must be a duration of at most 10,000 years, its parts of one sign.",
                      "Doit être une durée de 10 000 ans au plus, aux parties de même signe."};
}

// Zero parts are left open (google.type.Date): a year and month, a yearly day.
Fault DateFault(const Message& date) {
  const int64_t year = Part(date, 1);
  const int64_t month = Part(date, 2);
  const int64_t day = Part(date, 3);
  const bool in_range =
      year >= 0 && year <= 9999 && month >= 0 && month <= 12 && day >= 0 && day <= 31;
  const bool open = month == 0 || day == 0;
  // 2000 is a leap year: 29 February stands when no year is given.
  if (in_range && (open || absl::CivilDay(year == 0 ? 2000 : year, month, day).day() == day)) {
    return std::nullopt;
  }
  return status::Text{"Must be a date of the calendar.", "Doit être une date du calendrier."};
}

}  // namespace

int MaxSize(const FieldDescriptor& field) {
  const int size = field.options().GetExtension(api::v1::max_size);
  if (size > 0) return size;
  return field.is_repeated() ? kDefaultMaxItems : kDefaultMaxBytes;
}

Fault TextFault(absl::string_view text, int max_bytes) {
  if (text.size() > static_cast<size_t>(max_bytes)) return TooLong(text.size(), max_bytes);
  if (!IsValidUtf8(text)) {
    return status::Text{"Must be UTF-8 text.", "Doit être un texte en UTF-8."};
  }
  if (text.find('\0') != absl::string_view::npos) {
    return status::Text{"Must not hold the character U+0000. Remove it.",
                        "Ne doit pas contenir le caractère U+0000. Retirez-le."};
  }
  return std::nullopt;
}

Fault BytesFault(absl::string_view bytes, int max_bytes) {
  if (bytes.size() <= static_cast<size_t>(max_bytes)) return std::nullopt;
  return TooLong(bytes.size(), max_bytes);
}

Fault ItemsFault(int items, int max_items) {
  if (items <= max_items) return std::nullopt;
  return status::Text{
      absl::StrCat("Has ", items, " items, at most ", max_items, ". Remove some."),
      absl::StrCat("Compte ", items, " éléments, ", max_items, " au plus. Retirez-en.")};
}

Fault EnumFault(const FieldDescriptor& field, int number) {
  if (field.enum_type()->FindValueByNumber(number) != nullptr) return std::nullopt;
  return status::Text{absl::StrCat(number, " is no value of ", field.enum_type()->name(),
                                   ". Use a value that the API documents."),
                      absl::StrCat(number, " n'est pas une valeur de ", field.enum_type()->name(),
                                   ". Utilisez une valeur documentée par l'API.")};
}

Fault NumberFault(const Message& message, const FieldDescriptor& field, int index) {
  if (!IsFloating(field)) return RangeFault(IntAt(message, field, index), field);
  const double value = DoubleAt(message, field, index);
  if (std::isfinite(value)) return RangeFault(value, field);
  return status::Text{"Must be a finite number.", "Doit être un nombre fini."};
}

Fault MessageFault(const Message& value) {
  const std::string& type = value.GetDescriptor()->full_name();
  if (type == "google.protobuf.Timestamp") return TimestampFault(value);
  if (type == "google.protobuf.Duration") return DurationFault(value);
  if (type == "google.type.Date") return DateFault(value);
  return std::nullopt;
}

status::Text RequiredText() {
  return {"Required. Give it a value.", "Obligatoire. Donnez-lui une valeur."};
}

status::Text TooDeepText() {
  return {absl::StrCat("Nested deeper than ", kMaxMessageDepth, " messages. Flatten it."),
          absl::StrCat("Imbriqué à plus de ", kMaxMessageDepth, " niveaux. Aplatissez.")};
}

}  // namespace palier::aip
