// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <variant>

#include "absl/strings/match.h"
#include "common/aip/filter.h"
#include "common/aip/filter_binding.h"
#include "common/status/macros.h"

namespace palier::aip {
namespace {

using ::google::protobuf::Message;

const std::string& Text(const FieldValue& value) {
  static const std::string* const kNone = new std::string;
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? *kNone : *text;
}

bool Passes(const FieldValue& value, const Predicate& predicate) {
  const FieldValue& operand = predicate.operand;
  if (predicate.test == Test::kEquals) return value == operand;
  if (std::holds_alternative<std::monostate>(value)) return false;
  switch (predicate.test) {
    case Test::kLess:
      return value < operand;
    case Test::kLessOrEqual:
      return value <= operand;
    case Test::kGreater:
      return value > operand;
    case Test::kGreaterOrEqual:
      return value >= operand;
    case Test::kPrefix:
      return absl::StartsWith(Text(value), Text(operand));
    case Test::kSuffix:
      return absl::EndsWith(Text(value), Text(operand));
    case Test::kContains:
      return absl::StrContains(Text(value), Text(operand));
    default:
      return true;
  }
}

bool Holds(const BoundFilter& filter, const Message& message) {
  const auto holds = [&message](const BoundFilter& child) { return Holds(child, message); };
  switch (filter.kind) {
    case Filter::Kind::kAnd:
      return std::all_of(filter.children.begin(), filter.children.end(), holds);
    case Filter::Kind::kOr:
      return std::any_of(filter.children.begin(), filter.children.end(), holds);
    case Filter::Kind::kNot:
      return !Holds(filter.children.front(), message);
    case Filter::Kind::kRestriction:
      break;
  }
  const Predicate& predicate = filter.predicate;
  const bool any = std::any_of(
      predicate.fields.begin(), predicate.fields.end(),
      [&](const FilterField* field) { return Passes(ReadField(message, *field), predicate); });
  return any != predicate.negated;
}

}  // namespace

absl::StatusOr<bool> Matches(const Filter& filter, const FieldTable& table,
                             const Message& message) {
  ASSIGN_OR_RETURN(const BoundFilter bound, BindFilter(filter, table));
  return Holds(bound, message);
}

}  // namespace palier::aip
