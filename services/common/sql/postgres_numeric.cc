// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_numeric.h"

#include <cstdint>

#include "absl/strings/str_format.h"

namespace palier::sql {
namespace {

constexpr uint16_t kNegative = 0x4000;
constexpr uint16_t kNotANumber = 0xC000;
constexpr size_t kHeader = 8;

uint16_t Short(absl::string_view binary, size_t index) {
  return static_cast<uint16_t>(static_cast<uint8_t>(binary[2 * index]) << 8 |
                               static_cast<uint8_t>(binary[2 * index + 1]));
}

}  // namespace

std::string NumericText(absl::string_view binary) {
  if (binary.size() < kHeader) return "";
  const int digits = Short(binary, 0);
  const int weight = static_cast<int16_t>(Short(binary, 1));
  const int scale = Short(binary, 3);
  if (Short(binary, 2) >= kNotANumber) return "NaN";
  if (binary.size() < kHeader + 2 * static_cast<size_t>(digits)) return "";
  const auto group = [&](int power) {
    const int index = weight - power;
    return index >= 0 && index < digits ? Short(binary, 4 + index) : 0;
  };
  std::string text = Short(binary, 2) == kNegative ? "-" : "";
  absl::StrAppendFormat(&text, "%d", group(weight < 0 ? 0 : weight));
  for (int power = weight - 1; power >= 0; --power)
    absl::StrAppendFormat(&text, "%04d", group(power));
  if (scale == 0) return text;
  std::string fraction;
  for (int power = -1; 4 * -(power + 1) < scale; --power) {
    absl::StrAppendFormat(&fraction, "%04d", group(power));
  }
  fraction.resize(scale);
  return text + "." + fraction;
}

}  // namespace palier::sql
