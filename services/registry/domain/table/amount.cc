// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "common/mapping/currency.h"
#include "common/mapping/text.h"
#include "common/money/money.h"
#include "registry/domain/table/value.h"

namespace palier::registry {
namespace {

constexpr size_t kFractionDigits = 9;

CellError NoAmount() {
  return status::Text{"expected an amount, such as 1234.50", "attendu : un montant, comme 1234,50"};
}

// Three letters, or the sign of a currency that has only one reading.
std::string Currency(absl::string_view text) {
  text = mapping::Trim(text);
  if (text == "€") return "EUR";
  if (text == "£") return "GBP";
  const std::string code = absl::AsciiStrToUpper(text);
  return mapping::IsCurrencyCode(code) ? code : "";
}

// Takes a currency off the front or the end of an amount.
std::string TakeCurrency(absl::string_view& text) {
  for (const size_t length : {size_t{3}, size_t{2}}) {  // € takes three bytes, £ two
    if (text.size() <= length) continue;
    if (const std::string code = Currency(text.substr(text.size() - length)); !code.empty()) {
      text.remove_suffix(length);
      return code;
    }
    if (const std::string code = Currency(text.substr(0, length)); !code.empty()) {
      text.remove_prefix(length);
      return code;
    }
  }
  return "";
}

bool Split(absl::string_view number, google::type::Money& money) {
  const bool negative = absl::ConsumePrefix(&number, "-");
  const size_t point = std::min(number.find('.'), number.size());
  const absl::string_view fraction = number.substr(std::min(point + 1, number.size()));
  if (fraction.size() > kFractionDigits) return false;
  std::string digits(fraction);
  digits.resize(kFractionDigits, '0');
  int64_t units = 0;
  int32_t nanos = 0;
  if (!absl::SimpleAtoi(number.substr(0, point), &units) || !absl::SimpleAtoi(digits, &nanos))
    return false;
  const absl::int128 size = absl::int128(units) * money::kNanosPerUnit + nanos;
  money = money::MoneyOf(negative ? -size : size, money.currency_code());
  return true;
}

// Spreadsheets compute in binary: 0.1 + 0.2 is 0.30000000000000004.
std::string Rounded(const std::string& number) {
  const size_t point = number.find('.');
  if (point == std::string::npos || number.size() - point - 1 <= kFractionDigits) return number;
  double value = 0;
  return absl::SimpleAtod(number, &value) ? absl::StrFormat("%.9f", value) : number;
}

}  // namespace

std::string AmountText(const google::type::Money& money) {
  const absl::int128 nanos = money::NanosOf(money);
  const absl::uint128 size = nanos < 0 ? -absl::uint128(nanos) : absl::uint128(nanos);
  const auto units = static_cast<uint64_t>(size / money::kNanosPerUnit);
  const auto rest = static_cast<uint64_t>(size % money::kNanosPerUnit);
  std::string fraction = rest == 0 ? "" : absl::StrFormat(".%09d", rest);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return absl::StrCat(nanos < 0 ? "-" : "", units, fraction);
}

CellError SetAmount(const mapping::Cell& cell, absl::string_view currency,
                    const ReadContext& context, google::type::Money& money) {
  absl::string_view text = mapping::Trim(cell.text);
  std::string own;
  std::string number = cell.text;
  if (cell.kind == mapping::CellKind::kText) {
    own = TakeCurrency(text);
    const mapping::ParsedNumber parsed = mapping::ParseNumber(text, context.numbers);
    if (parsed.kind == mapping::NumberClass::kAmbiguous) {
      return status::Text{"can be read in two ways: write 1234 or 1.234 without group marks",
                          "peut se lire de deux façons : écrivez 1234 ou 1.234 sans séparateur"};
    }
    if (parsed.kind != mapping::NumberClass::kReadable) return NoAmount();
    number = parsed.text;
  } else if (cell.kind != mapping::CellKind::kNumber) {
    return NoAmount();
  } else {
    number = Rounded(number);
  }
  std::string code = own;
  if (!mapping::IsEmptyMark(currency)) code = Currency(currency);
  if (code.empty() && !mapping::IsEmptyMark(currency)) {
    return status::Text{"expected a currency of three letters, such as EUR",
                        "attendu : une devise de trois lettres, comme EUR"};
  }
  if (!own.empty() && own != code) {
    return status::Text{"the amount and its currency column disagree",
                        "le montant et sa colonne de devise ne s'accordent pas"};
  }
  if (code.empty()) code = money.currency_code().empty() ? context.currency : money.currency_code();
  google::type::Money made;
  if (!Split(number, made)) return NoAmount();
  made.set_currency_code(code);
  money = made;
  return std::nullopt;
}

}  // namespace palier::registry
