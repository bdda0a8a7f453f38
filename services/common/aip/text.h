// SPDX-License-Identifier: Apache-2.0
// Text as it is compared and sorted: without case, accents and superfluous spaces; and values of
// other types as text whose byte order is their order, for columns in binary collation. All
// functions are pure and thread-safe.
#ifndef PALIER_COMMON_AIP_TEXT_H_
#define PALIER_COMMON_AIP_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace palier::aip {

// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
bool IsValidUtf8(absl::string_view text);

// `text` as every store takes it: each malformed byte replaced by U+FFFD, U+0000 removed.
std::string CleanText(absl::string_view text);

// The longest prefix of `text` with at most `max_bytes` bytes that does not cut a code point.
absl::string_view CutText(absl::string_view text, size_t max_bytes);

// `text` for an error message: clean, and cut to 100 bytes with an ellipsis.
std::string Excerpt(absl::string_view text);

// The form in which texts for people are compared: NFKD without marks, case-folded; ß, œ, æ, ø, ł
// are ss, oe, ae, o, l; control characters removed; runs of spaces are one space, none at the ends.
// FoldText("  Coût  d'Œuvre") is "cout d'oeuvre".
std::string FoldText(absl::string_view text);

// FoldText that keeps one space at either end when there were some: a part of a text, as before a
// wildcard.
std::string FoldFragment(absl::string_view text);

// The number of code points of valid UTF-8.
int CountCodePoints(absl::string_view text);

// The smallest valid UTF-8 text that is greater in byte order than every text that begins with
// `prefix`; "" when there is none. `prefix` is valid UTF-8.
std::string AfterPrefix(absl::string_view prefix);

// Ordered encodings: for two values of one type, byte order of the texts is the order of the
// values. Never empty, so that "" can stand for an unset value. Fixed width.
std::string EncodeOrderedInt(int64_t value);
// -0.0 is 0.0. A NaN has no place in an order: "".
std::string EncodeOrderedDouble(double value);
// Microseconds since the Unix epoch, rounded down; infinite times become the largest and smallest
// of them.
std::string EncodeOrderedTime(absl::Time value);
std::string EncodeOrderedDuration(absl::Duration value);
std::string EncodeOrderedBool(bool value);
// By number.
std::string EncodeOrderedEnum(int32_t number);
// A calendar date; parts outside 0..9999, 0..99 are brought inside. Zero parts come before the
// others.
std::string EncodeOrderedDate(int year, int month, int day);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_TEXT_H_
