// SPDX-License-Identifier: Apache-2.0
#include "reporting/editions/figure_changes.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/money/money.h"
#include "reporting/editions/edition.h"
#include "reporting/figures/value_text.h"
#include "reporting/text/number_text.h"

namespace palier::reporting {
namespace {

bool IsKnown(const FigureValue& value) {
  return value.unit == FigureUnit::kMoney ? !value.amounts.empty() : value.number.has_value();
}

bool IsSame(const FigureValue& a, const FigureValue& b) {
  return KeptValue(a).SerializeAsString() == KeptValue(b).SerializeAsString();
}

const v1::EditionFigure* FindIn(const v1::FigureEdition& edition, const std::string& id) {
  for (const v1::EditionFigure& figure : edition.figures())
    if (figure.figure() == id) return &figure;
  return nullptr;
}

money::Sums Less(const money::Sums& after, const money::Sums& before) {
  money::Sums difference = after;
  for (const google::type::Money& amount : before.all())
    difference.Add(money::MoneyOf(-money::NanosOf(amount), amount.currency_code()));
  return difference;
}

std::vector<PartChange> PartsOf(const v1::EditionFigure& before, const v1::EditionFigure& after) {
  std::vector<PartChange> changes;
  std::map<std::string, FigureValue> earlier;
  for (const v1::FigurePart& part : before.parts()) earlier[part.key()] = ReadValue(part.value());
  for (const v1::FigurePart& part : after.parts()) {
    PartChange change{part.key(), {}, ReadValue(part.value()), {}};
    const auto found = earlier.find(part.key());
    if (found != earlier.end()) {
      change.before = std::move(found->second);
      change.difference = DifferenceOf(*change.before, *change.after);
      earlier.erase(found);
    }
    changes.push_back(std::move(change));
  }
  for (auto& [key, value] : earlier) changes.push_back({key, std::move(value), {}, {}});
  return changes;
}

FigureChange ChangeOf(const FigureDefinition& definition, const v1::EditionFigure* before,
                      const v1::EditionFigure* after) {
  FigureChange change;
  change.definition = &definition;
  if (before != nullptr) change.before = ReadValue(before->value());
  if (after != nullptr) change.after = ReadValue(after->value());
  if (before == nullptr || after == nullptr) return change;
  if (before->definition_version() != after->definition_version()) {
    change.state = FigureChange::State::kDefinitionChanged;
    return change;
  }
  change.difference = DifferenceOf(change.before, change.after);
  change.state = change.difference.has_value() ? FigureChange::State::kCompared
                                               : FigureChange::State::kUnknown;
  if (change.difference.has_value()) change.parts = PartsOf(*before, *after);
  return change;
}

std::string Signed(bool negative, const std::string& magnitude) {
  return absl::StrCat(negative ? "\u2212" : "+", magnitude);
}

std::string AmountText(const google::type::Money& amount, rpc::Language language) {
  const absl::int128 nanos = money::NanosOf(amount);
  const google::type::Money magnitude =
      money::MoneyOf(nanos < 0 ? -nanos : nanos, amount.currency_code());
  return Signed(nanos < 0, MoneyText(magnitude, language));
}

}  // namespace

std::optional<FigureValue> DifferenceOf(const FigureValue& before, const FigureValue& after) {
  if (!IsKnown(before) || !IsKnown(after) || before.unit != after.unit) return std::nullopt;
  FigureValue difference;
  difference.unit = after.unit;
  if (after.unit == FigureUnit::kMoney) {
    difference.amounts = Less(after.amounts, before.amounts);
  } else {
    difference.number = *after.number - *before.number;
  }
  return difference;
}

std::vector<FigureChange> FigureChangesBetween(const v1::FigureEdition& before,
                                               const v1::FigureEdition& after) {
  std::vector<FigureChange> changes;
  for (const FigureDefinition& definition : FigureDefinitions()) {
    changes.push_back(
        ChangeOf(definition, FindIn(before, definition.id), FindIn(after, definition.id)));
  }
  return changes;
}

bool IsChanged(const FigureChange& change) {
  using State = FigureChange::State;
  if (change.state == State::kDefinitionChanged || change.state == State::kNotInEdition)
    return true;
  if (!IsSame(change.before, change.after)) return true;
  for (const PartChange& part : change.parts) {
    const bool is_both = part.before.has_value() && part.after.has_value();
    if (!is_both || !IsSame(*part.before, *part.after)) return true;
  }
  return false;
}

std::string DifferenceText(const FigureValue& difference, rpc::Language language) {
  if (difference.unit == FigureUnit::kMoney) {
    return absl::StrJoin(difference.amounts.all(), ", ",
                         [&](std::string* out, const google::type::Money& amount) {
                           absl::StrAppend(out, AmountText(amount, language));
                         });
  }
  if (!difference.number.has_value()) return ValueText(difference, language);
  const bool is_negative = *difference.number < 0;
  FigureValue magnitude = difference;
  magnitude.number = std::abs(*difference.number);
  if (difference.unit == FigureUnit::kShare) {
    constexpr int64_t kThousandthsPerPermille = 100;
    return Signed(is_negative,
                  absl::StrCat(TenthsText(*magnitude.number * kThousandthsPerPermille, language),
                               "\u00a0points"));
  }
  return Signed(is_negative, ValueText(magnitude, language));
}

}  // namespace palier::reporting
