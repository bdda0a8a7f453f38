// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/definition_changes.h"

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "kpi/domain/fixed.h"

namespace palier::kpi {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What its numbers, its target and their meaning depend on.
constexpr const char* kFields[] = {
    "unit",          "direction",      "category",          "cadence",
    "decimals",      "semantics",      "aggregation",       "minimum_value",
    "maximum_value", "baseline.value", "baseline.date",     "target.relative_percent",
    "target.points", "horizon_date",   "tolerance_percent", "evidence_grade",
};

// The shortest text that reads as the same number.
std::string NumberText(double number) {
  for (int digits = 6; digits < 17; ++digits) {
    std::string text = absl::StrFormat("%.*g", digits, number);
    double read = 0;
    if (absl::SimpleAtod(text, &read) && read == number) return text;
  }
  return absl::StrFormat("%.17g", number);
}

std::string TextOf(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return NumberText(reflection->GetDouble(message, field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection->GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->GetString(message, field);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = reflection->GetEnum(message, field);
      return value->number() == 0 ? "" : std::string(value->name());
    }
    default:
      break;
  }
  google::type::Date date;
  date.CopyFrom(reflection->GetMessage(message, field));
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

// Empty where a field of the path is not set.
std::string TextAt(const v1::Kpi& kpi, absl::string_view path) {
  const Message* message = &kpi;
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (size_t i = 0;; ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(steps[i]);
    if (field->has_presence() && !message->GetReflection()->HasField(*message, field)) return "";
    if (i + 1 == steps.size()) return TextOf(*message, field);
    message = &message->GetReflection()->GetMessage(*message, field);
  }
}

}  // namespace

std::vector<v1::DefinitionChange> DefinitionChanges(const v1::Kpi& promised, const v1::Kpi& now) {
  std::vector<v1::DefinitionChange> changes;
  for (const char* field : kFields) {
    v1::DefinitionChange change;
    change.set_field(field);
    change.set_promised(TextAt(promised, field));
    change.set_now(TextAt(now, field));
    if (change.promised() != change.now()) changes.push_back(std::move(change));
  }
  return changes;
}

bool MeasuresTheSame(const v1::Kpi& promised, const v1::Kpi& now) {
  return promised.unit() == now.unit() && promised.semantics() == now.semantics();
}

status::Text ChangesText(const std::vector<v1::DefinitionChange>& changes, bool comparable) {
  if (changes.empty()) {
    return {"It is measured and judged as it was promised.",
            "Il est mesuré et jugé comme il a été promis."};
  }
  const auto list = [&](absl::string_view none, absl::string_view colon) {
    return absl::StrJoin(changes, ", ", [&](std::string* out, const v1::DefinitionChange& change) {
      const auto or_none = [&](const std::string& text) {
        return text.empty() ? std::string(none) : text;
      };
      absl::StrAppend(out, change.field(), colon, or_none(change.promised()), " → ",
                      or_none(change.now()));
    });
  };
  status::Text text = {
      absl::StrCat("Its definition has changed since (", list("none", ": "), ")."),
      absl::StrCat("Sa définition a changé depuis (", list("aucun", " : "), ")."),
  };
  if (!comparable) {
    absl::StrAppend(&text.en, " What is measured today cannot be judged by what was promised.");
    absl::StrAppend(&text.fr,
                    " Ce qui est mesuré aujourd'hui ne peut être jugé d'après ce qui a été "
                    "promis.");
  }
  return text;
}

}  // namespace palier::kpi
