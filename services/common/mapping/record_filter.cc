// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/record_filter.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

using aip::Comparator;
using aip::Filter;
using aip::Restriction;

absl::Status CheckFields(const Filter& filter) {
  for (const Filter& child : filter.children) RETURN_IF_ERROR(CheckFields(child));
  if (filter.kind != Filter::Kind::kRestriction || !filter.restriction.field.empty()) {
    return absl::OkStatus();
  }
  return status::Error(
             absl::StatusCode::kInvalidArgument, error::v1::INVALID_FILTER,
             {"At byte {position}: write `field = text`; a record has no columns to look "
              "for a word in.",
              "À l'octet {position} : écrivez `champ = texte` ; un enregistrement n'a pas "
              "de colonnes où chercher un mot."})
      .With("position", static_cast<int64_t>(filter.restriction.position));
}

std::optional<JsonNode> Within(JsonNode node, absl::string_view name) {
  if (node.type() != JsonType::kArray) return node.Find(name);
  uint32_t place = 0;
  if (!absl::SimpleAtoi(name, &place) || place >= node.size()) return std::nullopt;
  return node[place];
}

std::string ValueOf(JsonNode record, absl::string_view field) {
  std::optional<JsonNode> node = record;
  for (const absl::string_view name : absl::StrSplit(field, '.')) {
    node = Within(*node, name);
    if (!node) return "";
  }
  return ScalarText(*node).value_or("");
}

bool EqualTexts(const std::string& value, const Restriction& wanted) {
  if (wanted.star_before && wanted.star_after) return absl::StrContains(value, wanted.text);
  if (wanted.star_before) return absl::EndsWith(value, wanted.text);
  if (wanted.star_after) return absl::StartsWith(value, wanted.text);
  return value == wanted.text;
}

std::optional<int> NumericOrder(const std::string& value, const std::string& wanted) {
  double a = 0, b = 0;
  if (!absl::SimpleAtod(value, &a) || !absl::SimpleAtod(wanted, &b)) return std::nullopt;
  return a < b ? -1 : static_cast<int>(a > b);
}

bool Equals(const std::string& value, const Restriction& wanted) {
  const bool whole = !wanted.star_before && !wanted.star_after;
  if (whole && NumericOrder(value, wanted.text) == 0) return true;
  return EqualTexts(value, wanted);
}

bool Has(const std::string& value, const Restriction& wanted) {
  return wanted.text.empty() ? !value.empty() : absl::StrContains(value, wanted.text);
}

bool Holds(JsonNode record, const Restriction& wanted) {
  const std::string value = ValueOf(record, wanted.field);
  if (wanted.comparator == Comparator::kHas) return Has(value, wanted);
  if (wanted.comparator == Comparator::kEqual) return Equals(value, wanted);
  if (wanted.comparator == Comparator::kNotEqual) return !Equals(value, wanted);
  if (value.empty()) return false;
  const int order = NumericOrder(value, wanted.text).value_or(value.compare(wanted.text));
  switch (wanted.comparator) {
    case Comparator::kLess:
      return order < 0;
    case Comparator::kLessOrEqual:
      return order <= 0;
    case Comparator::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

bool Holds(JsonNode record, const Filter& filter) {
  const auto holds = [record](const Filter& child) { return Holds(record, child); };
  const auto& children = filter.children;
  switch (filter.kind) {
    case Filter::Kind::kAnd:
      return std::all_of(children.begin(), children.end(), holds);
    case Filter::Kind::kOr:
      return std::any_of(children.begin(), children.end(), holds);
    case Filter::Kind::kNot:
      return !holds(children.front());
    case Filter::Kind::kRestriction:
      break;
  }
  return Holds(record, filter.restriction);
}

}  // namespace

absl::StatusOr<RecordFilter> RecordFilter::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(Filter filter, aip::ParseFilter(text));
  RETURN_IF_ERROR(CheckFields(filter));
  return RecordFilter(std::move(filter));
}

bool RecordFilter::Holds(JsonNode record) const {
  return mapping::Holds(record, filter_);
}

}  // namespace palier::mapping
