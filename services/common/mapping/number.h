// SPDX-License-Identifier: Apache-2.0
// Decimal numbers as people and spreadsheets write them: read when there is one reading, never
// guessed.
#ifndef PALIER_COMMON_MAPPING_NUMBER_H_
#define PALIER_COMMON_MAPPING_NUMBER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace palier::mapping {

// Which conventions a text follows.
enum class NumberStyle {
  kUnknown,  // 1.5 and 1,5 and 1 234 and 1,234.5; but 1,234 has two readings
  kFrench,   // the comma is the decimal one: 1,234 is a little more than one
};

enum class NumberClass { kReadable, kEmpty, kAmbiguous, kUnreadable };

struct ParsedNumber {
  NumberClass kind = NumberClass::kEmpty;
  // "-1234.5": no leading zeros, no trailing ones after the point, no exponent; set when readable.
  std::string text;
};

// Reads digits, one sign, groups of three marked by spaces (also no-break and narrow ones),
// apostrophes or commas, and at most kMaxNumberDigits digits. White space around does not matter.
// Thread-safe.
inline constexpr int kMaxNumberDigits = 40;
ParsedNumber ParseNumber(absl::string_view text, NumberStyle style);

// A double in that form, in as few digits as give the same double back; empty when not finite.
std::string ToDecimal(double value);

// Digits of a number in that form, leading zeros not counted: a spreadsheet keeps 15.
int SignificantDigits(absl::string_view number);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_NUMBER_H_
