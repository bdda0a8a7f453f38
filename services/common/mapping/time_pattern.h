// SPDX-License-Identifier: Apache-2.0
// How a source writes its times, field by field.
#ifndef PALIER_COMMON_MAPPING_TIME_PATTERN_H_
#define PALIER_COMMON_MAPPING_TIME_PATTERN_H_

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace palier::mapping {

inline constexpr size_t kMaxTimePatternBytes = 64;
inline constexpr int kMinTimeYear = 1900;
inline constexpr int kMaxTimeYear = 2200;

// A pattern in the manner of strftime:
//   %Y  four digits, kMinTimeYear to kMaxTimeYear
//   %m  two digits; %b for Jan, Feb ... in any case
//   %d %H %M %S  two digits; hours are 00 to 23
//   %-m %-d %-H %-M %-S  one or two digits
//   %f  digits of a fraction of the second, without its point: %S.%f
//   %z  Z, +01:00, +0100 or +01
//   %%  the character itself, as is every character but %; a space is exactly one space
// Every field stands at most once, and none without the larger ones: a day without a month means
// nothing, while %Y-%m is the first moment of a month. A field whose length varies is not followed
// by a digit. Immutable; thread-safe.
class TimePattern {
 public:
  // A pattern without fields, which reads nothing.
  TimePattern() = default;

  // Returns INVALID_FIELDS, with the position (in bytes, from 1), if it is no such pattern, is
  // longer than kMaxTimePatternBytes, has control characters, or a space at either end.
  static absl::StatusOr<TimePattern> Compile(absl::string_view pattern);

  // The form of RFC 3339, with the variants that it allows.
  static TimePattern Rfc3339();

  // The time if all of `text` fits the pattern; with an offset in it `zone` does not matter. What
  // TimeReader says about leap seconds and changes of offset holds.
  std::optional<absl::Time> Read(absl::string_view text, absl::TimeZone zone) const;

  enum class Field {
    kLiteral,
    kYear,
    kMonth,
    kDay,
    kHour,
    kMinute,
    kSecond,
    kFraction,
    kOffset,
    // Another spelling of kMonth.
    kMonthName,
    // The three freedoms of RFC 3339: "T", "t" or " "; a point and a fraction or nothing; an offset
    // with its colon.
    kDateTimeSeparator,
    kOptionalFraction,
    kStrictOffset,
  };
  struct Part {
    Field field = Field::kLiteral;
    char literal = '\0';
    // One digit is enough.
    bool short_form = false;
  };

 private:
  explicit TimePattern(std::vector<Part> parts) : parts_(std::move(parts)) {}

  std::vector<Part> parts_;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_TIME_PATTERN_H_
