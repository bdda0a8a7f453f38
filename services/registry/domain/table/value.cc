// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/value.h"

#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/mapping/date.h"
#include "common/mapping/text.h"
#include "common/time/proto_time.h"
#include "registry/domain/table/labels.h"
#include "registry/domain/table/list_text.h"

namespace palier::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using mapping::Cell;
using mapping::CellKind;

// The year from which a date in a table is too far to be meant is far away: any day can be written.
constexpr mapping::Date kAnyDay{9999, 1, 1};

CellError Error(std::string en, std::string fr) {
  return status::Text{std::move(en), std::move(fr)};
}

bool IsDate(const FieldDescriptor& field) {
  return field.message_type() == google::type::Date::descriptor();
}
bool IsTime(const FieldDescriptor& field) {
  return field.message_type() == google::protobuf::Timestamp::descriptor();
}

// `people/anna` of `organizations/acme/people/anna`.
std::string Relative(const std::string& name, absl::string_view collection,
                     const std::string& organization) {
  absl::string_view rest = name;
  if (collection.empty() || !absl::ConsumePrefix(&rest, organization) ||
      !absl::ConsumePrefix(&rest, "/") || !absl::StartsWith(rest, absl::StrCat(collection, "/"))) {
    return name;
  }
  return std::string(rest);
}

std::string ValueText(const google::protobuf::EnumValueDescriptor& value, bool french) {
  if (value.number() == 0) return "";
  const status::Text label = ValueLabel(value.name());
  return french ? label.fr : label.en;
}

std::string DateText(const Message& message) {
  const auto& date = static_cast<const google::type::Date&>(message);
  return mapping::ToIso({date.year(), date.month(), date.day()});
}

std::string TimeText(const Message& message) {
  const auto& stamp = static_cast<const google::protobuf::Timestamp&>(message);
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", time::TimeOf(stamp), absl::UTCTimeZone());
}

// A singular field, or element `index` of a list (-1 for none).
class Element {
 public:
  Element(const Message& message, const FieldDescriptor& field, int index)
      : message_(message), field_(field), index_(index), reflection_(*message.GetReflection()) {}

  std::string Text() const {
    std::string scratch;
    return index_ < 0 ? reflection_.GetStringReference(message_, &field_, &scratch)
                      : reflection_.GetRepeatedStringReference(message_, &field_, index_, &scratch);
  }
  const google::protobuf::EnumValueDescriptor& Enum() const {
    return index_ < 0 ? *reflection_.GetEnum(message_, &field_)
                      : *reflection_.GetRepeatedEnum(message_, &field_, index_);
  }
  const Message& Sub() const {
    return index_ < 0 ? reflection_.GetMessage(message_, &field_)
                      : reflection_.GetRepeatedMessage(message_, &field_, index_);
  }

 private:
  const Message& message_;
  const FieldDescriptor& field_;
  const int index_;
  const google::protobuf::Reflection& reflection_;
};

std::string RecordText(const Message& record, const WriteContext& context) {
  NamedValues values;
  for (int i = 0; i < record.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *record.GetDescriptor()->field(i);
    if (!field.has_presence() && !record.GetReflection()->HasField(record, &field)) continue;
    const Cell cell = FieldCell(record, field, context);
    const status::Text label = FieldLabel(field.name());
    if (!cell.empty()) values.emplace_back(context.french ? label.fr : label.en, cell.text);
  }
  return JoinRecord(values);
}

Cell ListCell(const Message& message, const FieldDescriptor& field, const WriteContext& context) {
  std::vector<std::string> values;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
    const Element element(message, field, i);
    if (field.message_type() != nullptr) {
      values.push_back(RecordText(element.Sub(), context));
    } else if (field.enum_type() != nullptr) {
      values.push_back(ValueText(element.Enum(), context.french));
    } else {
      values.push_back(
          Relative(element.Text(), ReferenceOf(field).collection, context.organization));
    }
  }
  return Cell::Text(JoinList(values));
}

// The text of a cell for a field that is no text.
std::string Trimmed(const Cell& cell) {
  return std::string(mapping::Trim(cell.text));
}

CellError SetText(Message& message, const FieldDescriptor& field, const Cell& cell,
                  const ReadContext& context, bool add) {
  std::string text = cell.text;
  const Reference reference = ReferenceOf(field);
  if (!reference.collection.empty()) {
    const std::string wanted = Trimmed(cell);
    if (absl::StartsWith(wanted, "organizations/")) {
      text = wanted;
    } else if (absl::StartsWith(wanted, absl::StrCat(reference.collection, "/"))) {
      text = absl::StrCat(context.organization, "/", wanted);
    } else if (reference.strict && context.resolve) {
      if (CellError error = context.resolve(reference.collection, wanted, text)) return error;
    }
  }
  const auto* reflection = message.GetReflection();
  if (add) {
    reflection->AddString(&message, &field, text);
  } else {
    reflection->SetString(&message, &field, text);
  }
  return std::nullopt;
}

CellError SetEnum(Message& message, const FieldDescriptor& field, const Cell& cell, bool add) {
  const auto* value = FindValue(*field.enum_type(), cell.text);
  if (value == nullptr) {
    const status::Text list = ValueList(*field.enum_type());
    return Error(absl::StrCat("expected one of: ", list.en),
                 absl::StrCat("attendu, l'une de ces valeurs : ", list.fr));
  }
  if (add) {
    message.GetReflection()->AddEnum(&message, &field, value);
  } else {
    message.GetReflection()->SetEnum(&message, &field, value);
  }
  return std::nullopt;
}

CellError SetBool(Message& message, const FieldDescriptor& field, const Cell& cell) {
  static constexpr absl::string_view kTrue[] = {"true", "vrai", "yes", "oui", "x", "1"};
  static constexpr absl::string_view kFalse[] = {"false", "faux", "no", "non", "0"};
  const std::string folded = mapping::Fold(cell.text);
  for (const absl::string_view word : kTrue) {
    if (folded == word)
      return message.GetReflection()->SetBool(&message, &field, true), std::nullopt;
  }
  for (const absl::string_view word : kFalse) {
    if (folded == word)
      return message.GetReflection()->SetBool(&message, &field, false), std::nullopt;
  }
  return Error("expected yes or no", "attendu : oui ou non");
}

// The number of a cell; none, with `error` set, when there is none.
std::optional<std::string> NumberOf(const Cell& cell, const ReadContext& context,
                                    CellError& error) {
  if (cell.kind == CellKind::kNumber) return cell.text;
  const mapping::ParsedNumber parsed =
      cell.kind == CellKind::kText ? mapping::ParseNumber(cell.text, context.numbers)
                                   : mapping::ParsedNumber{mapping::NumberClass::kUnreadable, ""};
  if (parsed.kind == mapping::NumberClass::kReadable) return parsed.text;
  error = parsed.kind == mapping::NumberClass::kAmbiguous
              ? Error("can be read in two ways: write 1234 or 1.234 without group marks",
                      "peut se lire de deux façons : écrivez 1234 ou 1.234 sans séparateur")
              : Error("expected a number", "attendu : un nombre");
  return std::nullopt;
}

CellError SetNumber(Message& message, const FieldDescriptor& field, const Cell& cell,
                    const ReadContext& context) {
  CellError error;
  const std::optional<std::string> number = NumberOf(cell, context, error);
  if (!number.has_value()) return error;
  const auto* reflection = message.GetReflection();
  double real = 0;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    if (!absl::SimpleAtod(*number, &real)) return Error("expected a number", "attendu : un nombre");
    reflection->SetDouble(&message, &field, real);
    return std::nullopt;
  }
  int64_t whole = 0;
  if (!absl::SimpleAtoi(*number, &whole))
    return Error("expected a whole number", "attendu : un nombre entier");
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    reflection->SetInt64(&message, &field, whole);
  } else if (whole < std::numeric_limits<int32_t>::min() ||
             whole > std::numeric_limits<int32_t>::max()) {
    return Error("too large a number", "nombre trop grand");
  } else {
    reflection->SetInt32(&message, &field, static_cast<int32_t>(whole));
  }
  return std::nullopt;
}

mapping::ParsedDate ReadDate(const Cell& cell, const ReadContext& context) {
  using mapping::DateFormat;
  const std::string text =
      cell.kind == CellKind::kDateTime ? cell.text.substr(0, 10) : Trimmed(cell);
  const DateFormat day[] = {DateFormat::kIso, DateFormat::kRfc3339, DateFormat::kDayMonthYear};
  const DateFormat month[] = {DateFormat::kIso, DateFormat::kRfc3339, DateFormat::kMonthDayYear};
  const mapping::ParsedDate day_first = mapping::ParseDate(text, day, kAnyDay);
  if (context.day_first) return day_first;
  const mapping::ParsedDate month_first = mapping::ParseDate(text, month, kAnyDay);
  if (!day_first.readable() || !month_first.readable())
    return day_first.readable() ? day_first : month_first;
  if (day_first.date == month_first.date) return day_first;
  return {mapping::DateClass::kAmbiguous, {}};
}

CellError SetDate(Message& message, const FieldDescriptor& field, const Cell& cell,
                  const ReadContext& context) {
  const mapping::ParsedDate date = ReadDate(cell, context);
  if (date.kind == mapping::DateClass::kAmbiguous) {
    return Error("can be read as two dates: write 2026-12-31",
                 "peut se lire comme deux dates : écrivez 2026-12-31");
  }
  if (!date.readable())
    return Error("expected a date, such as 2026-12-31", "attendu : une date, comme 2026-12-31");
  auto& made =
      static_cast<google::type::Date&>(*message.GetReflection()->MutableMessage(&message, &field));
  made.set_year(date.date.year);
  made.set_month(date.date.month);
  made.set_day(date.date.day);
  return std::nullopt;
}

CellError SetTime(Message& message, const FieldDescriptor& field, const Cell& cell,
                  const ReadContext& context) {
  const std::string text = Trimmed(cell);
  absl::Time instant;
  std::string error;
  bool read = absl::ParseTime(absl::RFC3339_full, text, &instant, &error);
  for (const char* format : {"%Y-%m-%d%ET%H:%M:%E*S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
                             "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"}) {
    const bool day_first = format[1] == 'd';
    if (!read && (!day_first || context.day_first))
      read = absl::ParseTime(format, text, context.time_zone, &instant, &error);
  }
  if (!read) {
    return Error("expected a time, such as 2026-12-31T08:30:00Z",
                 "attendu : un instant, comme 2026-12-31T08:30:00Z");
  }
  time::SetTime(instant, static_cast<google::protobuf::Timestamp*>(
                             message.GetReflection()->MutableMessage(&message, &field)));
  return std::nullopt;
}

const FieldDescriptor* FieldCalled(const google::protobuf::Descriptor& type,
                                   absl::string_view name) {
  const std::string wanted = mapping::FoldHeader(name);
  for (int i = 0; i < type.field_count(); ++i) {
    const status::Text label = FieldLabel(type.field(i)->name());
    for (const std::string& known : {type.field(i)->name(), label.en, label.fr}) {
      if (mapping::FoldHeader(known) == wanted) return type.field(i);
    }
  }
  return nullptr;
}

CellError SetRecord(Message& record, const std::string& text, const ReadContext& context) {
  for (const auto& [name, value] : SplitRecord(text)) {
    const FieldDescriptor* field = FieldCalled(*record.GetDescriptor(), name);
    if (field == nullptr) {
      const std::string excerpt(mapping::Excerpt(name.empty() ? value : name, 60));
      return Error(absl::StrCat("not understood: ", excerpt, ". Expected name=value ; name=value"),
                   absl::StrCat("incompris : ", excerpt, ". Attendu : nom=valeur ; nom=valeur"));
    }
    if (value.empty()) continue;
    if (CellError error = SetField(record, *field, Cell::Text(value), context)) return error;
  }
  return std::nullopt;
}

CellError SetList(Message& message, const FieldDescriptor& field, const Cell& cell,
                  const ReadContext& context) {
  message.GetReflection()->ClearField(&message, &field);
  for (const std::string& value : SplitList(cell.text)) {
    CellError error;
    if (field.message_type() != nullptr) {
      error = SetRecord(*message.GetReflection()->AddMessage(&message, &field), value, context);
    } else if (field.enum_type() != nullptr) {
      error = SetEnum(message, field, Cell::Text(value), true);
    } else {
      error = SetText(message, field, Cell::Text(value), context, true);
    }
    if (error.has_value()) return error;
  }
  return std::nullopt;
}

}  // namespace

Cell FieldCell(const Message& message, const FieldDescriptor& field, const WriteContext& context) {
  if (field.is_repeated()) return ListCell(message, field, context);
  const auto* reflection = message.GetReflection();
  if (field.has_presence() && !reflection->HasField(message, &field)) return {};
  const Element element(message, field, -1);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return Cell::Text(
          Relative(element.Text(), ReferenceOf(field).collection, context.organization));
    case FieldDescriptor::CPPTYPE_ENUM:
      return Cell::Text(ValueText(element.Enum(), context.french));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Cell::Bool(reflection->GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return Cell::Number(absl::StrCat(reflection->GetInt32(message, &field)));
    case FieldDescriptor::CPPTYPE_INT64:
      return Cell::Number(absl::StrCat(reflection->GetInt64(message, &field)));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Cell::Number(mapping::ToDecimal(reflection->GetDouble(message, &field)));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (IsDate(field)) return Cell::Date(DateText(element.Sub()));
      if (IsTime(field)) return Cell::Text(TimeText(element.Sub()));
      return {};
    default:
      return {};
  }
}

CellError SetField(Message& message, const FieldDescriptor& field, const Cell& cell,
                   const ReadContext& context) {
  if (cell.kind == CellKind::kError) {
    return Error("holds an error or a formula without a result",
                 "contient une erreur ou une formule sans résultat");
  }
  if (field.is_repeated()) return SetList(message, field, cell, context);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return SetText(message, field, cell, context, false);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(message, field, cell, false);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(message, field, cell);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return IsDate(field) ? SetDate(message, field, cell, context)
                           : SetTime(message, field, cell, context);
    default:
      return SetNumber(message, field, cell, context);
  }
}

}  // namespace palier::registry
