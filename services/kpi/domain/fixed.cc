// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/fixed.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

constexpr size_t kMaxText = 400;
constexpr int kMaxExponent =
    1000;  // enough for any double; beyond it the value is 0 or does not fit

constexpr int64_t kPowers[] = {1,      10,      100,      1000,      10000,
                               100000, 1000000, 10000000, 100000000, 1000000000};

// digits * 10^exponent.
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

absl::string_view TakeDigits(absl::string_view& text) {
  size_t length = 0;
  while (length < text.size() && absl::ascii_isdigit(text[length])) ++length;
  const absl::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

bool TakeSign(absl::string_view& text) {
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  return negative;
}

std::optional<int> TakeExponent(absl::string_view& text) {
  if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return 0;
  text.remove_prefix(1);
  const bool negative = TakeSign(text);
  const absl::string_view digits = TakeDigits(text);
  if (digits.empty()) return std::nullopt;
  int exponent = 0;
  for (char digit : digits) exponent = std::min(exponent * 10 + (digit - '0'), kMaxExponent);
  return negative ? -exponent : exponent;
}

std::optional<Decimal> ReadDecimal(absl::string_view text) {
  if (text.size() > kMaxText) return std::nullopt;
  Decimal decimal;
  decimal.negative = TakeSign(text);
  const absl::string_view whole = TakeDigits(text);
  absl::string_view fraction;
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    fraction = TakeDigits(text);
    if (fraction.empty()) return std::nullopt;
  }
  const std::optional<int> exponent = TakeExponent(text);
  if (whole.empty() || !text.empty() || !exponent) return std::nullopt;
  decimal.digits = absl::StrCat(whole, fraction);
  decimal.exponent = *exponent - static_cast<int>(fraction.size());
  return decimal;
}

// The magnitude of digits * 10^shift rounded half up, or nullopt above kMaxFixed.
std::optional<Fixed> Scale(absl::string_view digits, int shift) {
  const int kept = static_cast<int>(digits.size()) + std::min(shift, 0);
  const bool round_up = shift < 0 && kept >= 0 && digits[kept] >= '5';
  absl::int128 value = 0;
  for (int i = 0; i < kept; ++i) {
    value = value * 10 + (digits[i] - '0');
    if (value > kMaxFixed) return std::nullopt;
  }
  for (int i = 0; i < shift && value != 0; ++i) {
    value *= 10;
    if (value > kMaxFixed) return std::nullopt;
  }
  if (round_up) value += 1;
  if (value > kMaxFixed) return std::nullopt;
  return static_cast<Fixed>(value);
}

absl::Status OutOfRange(absl::string_view text, int decimals) {
  const std::string maximum = FixedText(kMaxFixed, decimals);
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::VALUE_OUT_OF_RANGE,
                       {"The value {value} does not lie between {minimum} and {maximum}.",
                        "La valeur {value} n'est pas comprise entre {minimum} et {maximum}."})
      .With("value", text)
      .With("minimum", absl::StrCat("-", maximum))
      .With("maximum", maximum);
}

}  // namespace

absl::StatusOr<Fixed> QuantiseText(absl::string_view text, int decimals) {
  if (decimals < 0 || decimals > kMaxDecimals) {
    return status::InvalidField(
        "decimals", {"A KPI has between 0 and 9 decimals.", "Un KPI a entre 0 et 9 décimales."});
  }
  const std::optional<Decimal> decimal = ReadDecimal(text);
  if (!decimal) {
    return status::InvalidField(
        "value", {"The value is not a decimal number.", "La valeur n'est pas un nombre décimal."});
  }
  const std::optional<Fixed> scaled = Scale(decimal->digits, decimal->exponent + decimals);
  if (!scaled) return OutOfRange(text, decimals);
  return decimal->negative ? -*scaled : *scaled;
}

absl::StatusOr<Fixed> Quantise(double value, int decimals) {
  if (!std::isfinite(value)) return OutOfRange(absl::StrCat(value), decimals);
  char text[32];
  const auto end = std::to_chars(text, text + sizeof(text), value, std::chars_format::scientific);
  return QuantiseText(absl::string_view(text, static_cast<size_t>(end.ptr - text)), decimals);
}

std::string FixedText(absl::int128 value, int decimals) {
  absl::uint128 rest = value < 0 ? -absl::uint128(value) : absl::uint128(value);
  std::string reversed;
  for (int i = 0; rest != 0 || i <= decimals; ++i) {
    if (i == decimals && decimals > 0) reversed.push_back('.');
    reversed.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  if (value < 0) reversed.push_back('-');
  return std::string(reversed.rbegin(), reversed.rend());
}

double FixedDouble(absl::int128 value, int decimals) {
  return static_cast<double>(value) / static_cast<double>(kPowers[decimals]);
}

absl::int128 DivideRounded(absl::int128 numerator, absl::int128 denominator) {
  const absl::int128 quotient = numerator / denominator;
  const absl::int128 remainder = numerator % denominator;
  const absl::int128 size = remainder < 0 ? -remainder : remainder;
  if (size < denominator - size) return quotient;
  return numerator < 0 ? quotient - 1 : quotient + 1;
}

FixedSum FixedSum::FromHalves(int64_t hi, int64_t lo) {
  return FixedSum(absl::MakeInt128(hi, static_cast<uint64_t>(lo)));
}

}  // namespace palier::kpi
