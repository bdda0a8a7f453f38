// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/time_text.h"

#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "common/mapping/encoding.h"
#include "common/mapping/text.h"
#include "common/mapping/time_scan.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

constexpr size_t kShownBytes = 64;
// Far beyond the years that are read, in microseconds too.
constexpr size_t kMaxUnixDigits = 18;

// A number of units since 1970; a unit is 10^-places seconds.
struct UnixTime {
  bool before = false;
  int64_t units = 0;

  absl::Duration Times(absl::Duration unit) const { return (before ? -units : units) * unit; }
};

std::optional<UnixTime> TakeUnixTime(absl::string_view& rest) {
  UnixTime time;
  time.before = TakeChar(rest, '-');
  size_t digits = 0;
  while (digits < rest.size() && absl::ascii_isdigit(rest[digits])) ++digits;
  if (digits == 0 || digits > kMaxUnixDigits || (rest[0] == '0' && digits > 1)) return std::nullopt;
  for (; digits > 0; --digits, rest.remove_prefix(1))
    time.units = time.units * 10 + (rest[0] - '0');
  return time;
}

std::optional<absl::Time> InYears(absl::Time time) {
  static const absl::Time first =
      absl::FromCivil(absl::CivilYear(kMinTimeYear), absl::UTCTimeZone());
  static const absl::Time end =
      absl::FromCivil(absl::CivilYear(kMaxTimeYear + 1), absl::UTCTimeZone());
  return first <= time && time < end ? std::optional(time) : std::nullopt;
}

// `places`: how many digits of a fraction of `unit` are nanoseconds.
std::optional<absl::Time> ReadUnix(absl::string_view text, absl::Duration unit, int places) {
  const std::optional<UnixTime> time = TakeUnixTime(text);
  if (!time.has_value()) return std::nullopt;
  absl::Duration since = time->Times(unit);
  if (TakeChar(text, '.')) {
    const std::optional<int64_t> fraction = TakeFraction(text, places);
    if (!fraction.has_value()) return std::nullopt;
    since += absl::Nanoseconds(time->before ? -*fraction : *fraction);
  }
  return text.empty() ? InYears(absl::UnixEpoch() + since) : std::nullopt;
}

std::optional<absl::Time> ReadMsJsonDate(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "/Date(")) return std::nullopt;
  const std::optional<UnixTime> time = TakeUnixTime(text);
  if (!time.has_value()) return std::nullopt;
  if (text != ")/" && !TakeOffset(text, OffsetForm::kCompact).has_value()) return std::nullopt;
  return text == ")/" ? InYears(absl::UnixEpoch() + time->Times(absl::Milliseconds(1)))
                      : std::nullopt;
}

absl::StatusOr<TimePattern> PatternOf(const TimeSpelling& spelling) {
  switch (spelling.format) {
    case TimeFormat::kRfc3339:
      return TimePattern::Rfc3339();
    case TimeFormat::kDate:
      return TimePattern::Compile("%Y-%m-%d");
    case TimeFormat::kPattern:
      return TimePattern::Compile(spelling.pattern);
    default:
      return TimePattern();
  }
}

// For people; the same in every language.
absl::string_view NameOf(const TimeSpelling& spelling) {
  switch (spelling.format) {
    case TimeFormat::kRfc3339:
      return "RFC 3339";
    case TimeFormat::kUnixSeconds:
      return "Unix s";
    case TimeFormat::kUnixMillis:
      return "Unix ms";
    case TimeFormat::kUnixMicros:
      return "Unix µs";
    case TimeFormat::kMsJsonDate:
      return "/Date(ms)/";
    case TimeFormat::kDate:
      return "%Y-%m-%d";
    case TimeFormat::kPattern:
      return spelling.pattern;
  }
  return "";
}

std::string Shown(absl::string_view text) {
  const absl::string_view beginning = Excerpt(text, kShownBytes);
  return IsUtf8(beginning) ? std::string(beginning) : absl::CHexEscape(beginning);
}

}  // namespace

absl::StatusOr<TimeReader> TimeReader::Make(const std::vector<TimeSpelling>& spellings,
                                            absl::TimeZone zone) {
  if (spellings.empty() || spellings.size() > kMaxTimeSpellings) {
    return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
                         {"Give 1 to {limit} spellings of times.",
                          "Donnez de 1 à {limit} façons d'écrire les dates."})
        .With("limit", static_cast<int64_t>(kMaxTimeSpellings));
  }
  std::vector<Compiled> compiled;
  for (const TimeSpelling& spelling : spellings) {
    ASSIGN_OR_RETURN(TimePattern pattern, PatternOf(spelling));
    compiled.push_back({spelling, std::move(pattern)});
  }
  return TimeReader(std::move(compiled), zone);
}

absl::StatusOr<absl::Time> TimeReader::Read(absl::string_view text) const {
  const auto read = [&](const Compiled& one) {
    switch (one.spelling.format) {
      case TimeFormat::kUnixSeconds:
        return ReadUnix(text, absl::Seconds(1), 9);
      case TimeFormat::kUnixMillis:
        return ReadUnix(text, absl::Milliseconds(1), 6);
      case TimeFormat::kUnixMicros:
        return ReadUnix(text, absl::Microseconds(1), 3);
      case TimeFormat::kMsJsonDate:
        return ReadMsJsonDate(text);
      default:
        return one.pattern.Read(text, zone_);
    }
  };
  if (text.size() > kMaxTimeTextBytes) return Unreadable(text);
  for (const Compiled& one : spellings_) {
    if (const std::optional<absl::Time> time = read(one)) return *time;
  }
  return Unreadable(text);
}

absl::Status TimeReader::Unreadable(absl::string_view text) const {
  const auto name = [](std::string* out, const Compiled& one) {
    absl::StrAppend(out, NameOf(one.spelling));
  };
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_TIME,
                       {"The time \"{time}\" is not written as its source declares ({expected}), "
                        "or is no time of the calendar.",
                        "La date « {time} » n'est pas écrite comme sa source le déclare "
                        "({expected}), ou n'est pas une date du calendrier."})
      .With("time", Shown(text))
      .With("expected", absl::StrJoin(spellings_, ", ", name));
}

}  // namespace palier::mapping
