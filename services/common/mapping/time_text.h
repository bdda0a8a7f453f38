// SPDX-License-Identifier: Apache-2.0
// Moments as sources write them: read in the spellings that the source is known to use, never
// guessed.
#ifndef PALIER_COMMON_MAPPING_TIME_TEXT_H_
#define PALIER_COMMON_MAPPING_TIME_TEXT_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/mapping/time_pattern.h"

namespace palier::mapping {

enum class TimeFormat {
  kRfc3339,      // 2026-03-29T02:30:00.5+01:00, Z for +00:00; a space for the T, small t and z
  kUnixSeconds,  // 1484901094 or 1484901094.25: a number as JSON writes it, without exponent
  kUnixMillis,   // 1484901094000
  kUnixMicros,   // 1484901094000000
  kMsJsonDate,   // /Date(1484901094000)/ in milliseconds; an offset (+0100) only decorates
  kDate,         // 2026-03-29: the first moment of that day
  kPattern,      // see TimePattern
};

struct TimeSpelling {
  TimeFormat format = TimeFormat::kRfc3339;
  // Of kPattern only.
  std::string pattern;
};

inline constexpr size_t kMaxTimeSpellings = 16;
inline constexpr size_t kMaxTimeTextBytes = 128;

// Reads the times of one source. Immutable; thread-safe.
//
// A text is read in the first spelling that fits all of it: white space around it does not fit.
// Years are 1900 to 2200: those that are written, in UTC for Unix times. So a list of kUnixSeconds,
// kUnixMillis and kUnixMicros tells them apart, except within weeks of 1970.
//
// What is finer than a nanosecond is cut off. A second 60 is read where a leap second may be, as
// the last second of a month in UTC: it is the first moment of the next one.
//
// A time without an offset is of the source's zone, and where that zone changes its offset, it is
// read with the offset before the change: a time that a change skips is as much later (02:30 on
// the last Sunday of March in Paris is 03:30 summer time), one that occurs twice is the first.
class TimeReader {
 public:
  // Returns INVALID_FIELDS if there is no spelling or more than kMaxTimeSpellings, or if a pattern
  // is none.
  static absl::StatusOr<TimeReader> Make(const std::vector<TimeSpelling>& spellings,
                                         absl::TimeZone zone);

  // Returns INVALID_TIME if the text fits no spelling.
  absl::StatusOr<absl::Time> Read(absl::string_view text) const;

 private:
  struct Compiled {
    TimeSpelling spelling;
    // Of kRfc3339, kDate and kPattern.
    TimePattern pattern;
  };

  TimeReader(std::vector<Compiled> spellings, absl::TimeZone zone)
      : spellings_(std::move(spellings)), zone_(zone) {}

  absl::Status Unreadable(absl::string_view text) const;

  std::vector<Compiled> spellings_;
  absl::TimeZone zone_;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_TIME_TEXT_H_
