// SPDX-License-Identifier: Apache-2.0
#include "common/aip/filter_value.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/aip/text.h"

namespace palier::aip {
namespace {

using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::FieldDescriptor;

// A finite decimal number; absl also takes hexadecimal, "inf" and "nan".
std::optional<double> ParseDecimal(absl::string_view text) {
  if (text.empty() || text.find_first_not_of("+-.0123456789eE") != absl::string_view::npos) {
    return std::nullopt;
  }
  double value = 0;
  if (!absl::SimpleAtod(text, &value) || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<FieldValue> ParseInt(absl::string_view text) {
  int64_t value = 0;
  if (!absl::SimpleAtoi(text, &value)) return std::nullopt;
  return value;
}

std::optional<FieldValue> ParseDouble(absl::string_view text, const FieldDescriptor& field) {
  const std::optional<double> value = ParseDecimal(text);
  if (!value.has_value()) return std::nullopt;
  // A float holds 0.1f, which no double written as 0.1 equals.
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) return double{static_cast<float>(*value)};
  return *value;
}

std::optional<FieldValue> ParseBool(absl::string_view text) {
  if (text == "true") return int64_t{1};
  if (text == "false") return int64_t{0};
  return std::nullopt;
}

std::optional<FieldValue> ParseEnum(absl::string_view text, const EnumDescriptor& type) {
  const auto* value = type.FindValueByName(std::string(text));
  if (value == nullptr) return std::nullopt;
  FieldValue parsed;
  if (value->number() != 0) parsed = int64_t{value->number()};
  return parsed;
}

std::optional<absl::CivilDay> ParseDay(absl::string_view text) {
  absl::CivilDay day;
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) return std::nullopt;
  return day;
}

std::optional<FieldValue> ParseTime(absl::string_view text) {
  absl::Time time;
  if (const auto day = ParseDay(text)) {
    time = absl::FromCivil(*day, absl::UTCTimeZone());
  } else {
    std::string error;
    // The format has no letter case or "infinite-future" to be lenient about.
    if (!absl::StrContains(text, 'T') ||
        !absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
      return std::nullopt;
    }
  }
  return absl::ToUnixMicros(time);
}

std::optional<FieldValue> ParseDuration(absl::string_view text) {
  if (!absl::EndsWith(text, "s")) return std::nullopt;
  const std::optional<double> seconds = ParseDecimal(text.substr(0, text.size() - 1));
  // The range of google.protobuf.Duration: about 10,000 years.
  if (!seconds.has_value() || std::abs(*seconds) > 315'576'000'000.0) return std::nullopt;
  return static_cast<int64_t>(std::llround(*seconds * 1e6));
}

std::optional<FieldValue> ParseDate(absl::string_view text) {
  const auto day = ParseDay(text);
  if (!day.has_value()) return std::nullopt;
  return int64_t{day->year()} * 10000 + day->month() * 100 + day->day();
}

FieldValue TextValue(std::string text) {
  FieldValue value;
  if (!text.empty()) value = std::move(text);
  return value;
}

status::Text ExpectedEnum(const EnumDescriptor& type) {
  std::string names;
  for (int i = 0; i < type.value_count() && names.size() < 300; ++i) {
    absl::StrAppend(&names, i == 0 ? "" : ", ", type.value(i)->name());
  }
  return {absl::StrCat("one of ", names), absl::StrCat("l'une des valeurs ", names)};
}

}  // namespace

std::optional<FieldValue> ParseValue(absl::string_view text, const FilterField& field) {
  switch (field.kind) {
    case FieldKind::kExact:
      return TextValue(CleanText(text));
    case FieldKind::kText:
      return TextValue(std::string(CutText(FoldText(text), kMaxTextBytes)));
    case FieldKind::kInt:
      return ParseInt(text);
    case FieldKind::kDouble:
      return ParseDouble(text, field.leaf());
    case FieldKind::kBool:
      return ParseBool(text);
    case FieldKind::kEnum:
      return ParseEnum(text, *field.leaf().enum_type());
    case FieldKind::kTime:
      return ParseTime(text);
    case FieldKind::kDuration:
      return ParseDuration(text);
    case FieldKind::kDate:
      return ParseDate(text);
  }
  return std::nullopt;
}

status::Text ExpectedValue(const FilterField& field) {
  switch (field.kind) {
    case FieldKind::kInt:
      return {"a whole number", "un nombre entier"};
    case FieldKind::kDouble:
      return {"a number", "un nombre"};
    case FieldKind::kBool:
      return {"true or false", "true ou false"};
    case FieldKind::kEnum:
      return ExpectedEnum(*field.leaf().enum_type());
    case FieldKind::kTime:
      return {"a time such as 2024-03-31T08:00:00Z", "un instant comme 2024-03-31T08:00:00Z"};
    case FieldKind::kDuration:
      return {"a duration such as 90s", "une durée comme 90s"};
    case FieldKind::kDate:
      return {"a date such as 2024-03-31", "une date comme 2024-03-31"};
    case FieldKind::kExact:
    case FieldKind::kText:
      break;
  }
  return {"a text", "un texte"};
}

}  // namespace palier::aip
