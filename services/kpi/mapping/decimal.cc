// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/decimal.h"

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"

namespace palier::kpi {
namespace {

constexpr int kMaxDigits = 18;
constexpr int kMaxExponent = 400;

// mantissa x 10^exponent.
struct Decimal {
  int64_t mantissa = 0;
  int exponent = 0;
};

// Digits of a number without sign, its point shifted out into the exponent.
bool TakeDigits(absl::string_view text, Decimal& decimal) {
  int digits = 0;
  bool any = false, point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
    any = true;
    decimal.exponent -= point;
    if (decimal.mantissa == 0 && c == '0') continue;
    if (++digits > kMaxDigits) return false;
    decimal.mantissa = 10 * decimal.mantissa + (c - '0');
  }
  return any;
}

std::optional<Decimal> Read(absl::string_view text) {
  Decimal decimal;
  const size_t e = text.find_first_of("eE");
  int exponent = 0;
  if (e != absl::string_view::npos && !absl::SimpleAtoi(text.substr(e + 1), &exponent)) return {};
  absl::string_view number = text.substr(0, e);
  const bool negative = !number.empty() && number.front() == '-';
  if (negative || (!number.empty() && number.front() == '+')) number.remove_prefix(1);
  if (!TakeDigits(number, decimal)) return {};
  if (std::abs(exponent) > kMaxExponent || std::abs(decimal.exponent) > kMaxExponent) return {};
  decimal.exponent += exponent;
  if (negative) decimal.mantissa = -decimal.mantissa;
  return decimal;
}

std::string Text(absl::int128 mantissa, int exponent) {
  std::string digits;
  const bool negative = mantissa < 0;
  absl::uint128 rest = static_cast<absl::uint128>(negative ? -mantissa : mantissa);
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  } while (rest != 0);
  return absl::StrCat(negative ? "-" : "", digits, "e", exponent);
}

}  // namespace

absl::StatusOr<std::string> DecimalProduct(absl::string_view a, absl::string_view b) {
  const std::optional<Decimal> left = Read(a), right = Read(b);
  if (!left || !right) {
    return status::InvalidField(
        "value", {"This is no decimal number of at most 18 significant digits.",
                  "Ce n'est pas un nombre décimal d'au plus 18 chiffres significatifs."});
  }
  const absl::int128 product = absl::int128(left->mantissa) * right->mantissa;
  return Text(product, left->exponent + right->exponent);
}

}  // namespace palier::kpi
