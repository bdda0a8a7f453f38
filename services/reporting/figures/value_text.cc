// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/value_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "reporting/text/number_text.h"

namespace palier::reporting {
namespace {

std::string RangeText(const FigureRange& range, rpc::Language language) {
  return absl::StrCat(" (", PercentText(range.low_permille, language), " – ",
                      PercentText(range.high_permille, language), ")");
}

}  // namespace

std::string ValueText(const FigureValue& value, rpc::Language language) {
  const std::string unknown = rpc::In(language, {"unknown", "inconnu"});
  if (value.unit == FigureUnit::kMoney) {
    const auto amounts = value.amounts.all();
    if (amounts.empty()) return unknown;
    return absl::StrJoin(amounts, " + ", [&](std::string* out, const google::type::Money& amount) {
      absl::StrAppend(out, MoneyText(amount, language));
    });
  }
  if (!value.number.has_value()) return unknown;
  if (value.unit == FigureUnit::kCount) return CountText(*value.number, language);
  if (value.unit == FigureUnit::kRatio)
    return absl::StrCat(TenthsText(*value.number, language), "\u00a0×");
  if (value.unit == FigureUnit::kHours)
    return absl::StrCat(TenthsText(*value.number, language), "\u00a0h");
  std::string text = PercentText(*value.number, language);
  if (value.basis.has_value()) {
    absl::StrAppend(&text, rpc::In(language, {" of ", " de "}), CountText(*value.basis, language));
  }
  if (value.range.has_value()) text += RangeText(*value.range, language);
  return text;
}

}  // namespace palier::reporting
