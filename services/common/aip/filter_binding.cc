// SPDX-License-Identifier: Apache-2.0
#include "common/aip/filter_binding.h"

#include <optional>
#include <string>
#include <utility>

#include "common/aip/filter_lexer.h"
#include "common/aip/filter_value.h"
#include "common/aip/text.h"
#include "common/status/macros.h"

namespace palier::aip {
namespace {

absl::Status UnknownField(const Restriction& restriction, const FieldTable& table) {
  return FilterError(restriction.position,
                     {"Position {position}: \"{field}\" cannot be used in this filter. Use one of: "
                      "{allowed}.",
                      "Position {position} : « {field} » n'est pas utilisable dans ce filtre. "
                      "Utilisez l'un de : {allowed}."})
      .With("allowed", table.Paths())
      .With("field", Excerpt(restriction.field));
}

absl::Status WrongValue(const Restriction& restriction, const FilterField& field) {
  const status::Text expected = ExpectedValue(field);
  return FilterError(
             restriction.value_position,
             {"Position {position}: {field} is compared with " + expected.en + ", not \"{value}\".",
              "Position {position} : {field} se compare à " + expected.fr + ", pas à « {value} »."})
      .With("field", field.path)
      .With("value", Excerpt(restriction.text));
}

absl::Status NoWildcard(const Restriction& restriction) {
  return FilterError(restriction.value_position,
                     {"Position {position}: `*` is a wildcard only with = != : on a text.",
                      "Position {position} : `*` n'est un joker qu'avec = != : sur un texte."});
}

absl::Status NothingToFind(const Restriction& restriction) {
  return FilterError(restriction.value_position,
                     {"Position {position}: there is no text to look for. Write at least one "
                      "letter or digit.",
                      "Position {position} : aucun texte à chercher. Écrivez au moins une lettre "
                      "ou un chiffre."});
}

bool IsEquality(Comparator comparator) {
  return comparator == Comparator::kEqual || comparator == Comparator::kNotEqual ||
         comparator == Comparator::kHas;
}

Test TestOf(Comparator comparator) {
  switch (comparator) {
    case Comparator::kLess:
      return Test::kLess;
    case Comparator::kLessOrEqual:
      return Test::kLessOrEqual;
    case Comparator::kGreater:
      return Test::kGreater;
    case Comparator::kGreaterOrEqual:
      return Test::kGreaterOrEqual;
    default:
      return Test::kEquals;
  }
}

// Sets a test of a part of the text. The part may be longer than what is stored: it is then never
// found.
void SetPart(Test test, const Restriction& restriction, FieldKind kind, Predicate& predicate) {
  std::string part =
      kind == FieldKind::kText ? FoldFragment(restriction.text) : CleanText(restriction.text);
  predicate.test = part.empty() ? Test::kPresent : test;
  if (!part.empty()) predicate.operand = std::move(part);
}

// A comparison with a text that has wildcards.
absl::Status BindPattern(const Restriction& restriction, const FilterField& field,
                         Predicate& predicate) {
  const bool presence = restriction.text.empty() && restriction.comparator == Comparator::kHas;
  if (presence) {
    predicate.test = Test::kPresent;
    return absl::OkStatus();
  }
  if (!IsString(field.kind) || !IsEquality(restriction.comparator)) return NoWildcard(restriction);
  const Test test = !restriction.star_before  ? Test::kPrefix
                    : !restriction.star_after ? Test::kSuffix
                                              : Test::kContains;
  SetPart(test, restriction, field.kind, predicate);
  return absl::OkStatus();
}

absl::Status BindContains(const Restriction& restriction, Predicate& predicate) {
  Restriction trimmed = restriction;
  trimmed.text = FoldText(restriction.text);
  if (trimmed.text.empty()) return NothingToFind(restriction);
  SetPart(Test::kContains, trimmed, FieldKind::kText, predicate);
  return absl::OkStatus();
}

absl::Status BindComparison(const Restriction& restriction, const FilterField& field,
                            Predicate& predicate) {
  const std::optional<FieldValue> value = ParseValue(restriction.text, field);
  if (!value.has_value()) return WrongValue(restriction, field);
  predicate.test = TestOf(restriction.comparator);
  predicate.operand = *value;
  return absl::OkStatus();
}

absl::StatusOr<Predicate> BindField(const Restriction& restriction, const FieldTable& table) {
  const FilterField* field = table.Find(restriction.field);
  if (field == nullptr) return UnknownField(restriction, table);
  Predicate predicate;
  predicate.fields = {field};
  predicate.negated = restriction.comparator == Comparator::kNotEqual;
  if (restriction.star_before || restriction.star_after) {
    RETURN_IF_ERROR(BindPattern(restriction, *field, predicate));
  } else if (field->kind == FieldKind::kText && restriction.comparator == Comparator::kHas) {
    RETURN_IF_ERROR(BindContains(restriction, predicate));
  } else {
    RETURN_IF_ERROR(BindComparison(restriction, *field, predicate));
  }
  return predicate;
}

absl::StatusOr<Predicate> BindGlobal(const Restriction& restriction, const FieldTable& table) {
  Predicate predicate;
  for (const FilterField& field : table.fields()) {
    if (field.kind == FieldKind::kText) predicate.fields.push_back(&field);
  }
  if (predicate.fields.empty()) {
    return FilterError(restriction.position,
                       {"Position {position}: these resources have no text to search. Write a "
                        "comparison with one of: {allowed}.",
                        "Position {position} : ces ressources n'ont pas de texte à chercher. "
                        "Écrivez une comparaison avec l'un de : {allowed}."})
        .With("allowed", table.Paths());
  }
  if (!restriction.star_before && !restriction.star_after) {
    RETURN_IF_ERROR(BindContains(restriction, predicate));
  } else {
    RETURN_IF_ERROR(BindPattern(restriction, *predicate.fields.front(), predicate));
  }
  return predicate;
}

}  // namespace

absl::StatusOr<BoundFilter> BindFilter(const Filter& filter, const FieldTable& table) {
  BoundFilter bound;
  bound.kind = filter.kind;
  if (filter.kind == Filter::Kind::kRestriction) {
    ASSIGN_OR_RETURN(bound.predicate, filter.restriction.field.empty()
                                          ? BindGlobal(filter.restriction, table)
                                          : BindField(filter.restriction, table));
  }
  for (const Filter& child : filter.children) {
    ASSIGN_OR_RETURN(BoundFilter part, BindFilter(child, table));
    bound.children.push_back(std::move(part));
  }
  return bound;
}

}  // namespace palier::aip
