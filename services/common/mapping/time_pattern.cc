// SPDX-License-Identifier: Apache-2.0
// Not absl::ParseTime: it takes white space, signs, years of any length and single digits where a
// source writes none of them.
#include "common/mapping/time_pattern.h"

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "common/mapping/encoding.h"
#include "common/mapping/time_scan.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

using Field = TimePattern::Field;
using Part = TimePattern::Part;

constexpr int kNanoPlaces = 9;

// What a text says; a field that its pattern does not have is the first one.
struct Clock {
  int year = 0;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int64_t nanoseconds = 0;
  std::optional<absl::Duration> offset;
};

bool Store(std::optional<int> value, int least, int most, int& field) {
  if (!value.has_value() || *value < least || *value > most) return false;
  field = *value;
  return true;
}

bool TakeMonthName(absl::string_view& rest, int& month) {
  static constexpr absl::string_view kNames = "janfebmaraprmayjunjulaugsepoctnovdec";
  const std::string name = absl::AsciiStrToLower(rest.substr(0, 3));
  const size_t at = kNames.find(name);
  if (name.size() < 3 || at == absl::string_view::npos || at % 3 != 0) return false;
  rest.remove_prefix(3);
  month = static_cast<int>(at / 3) + 1;
  return true;
}

bool TakeSeparator(absl::string_view& rest) {
  return TakeChar(rest, 'T') || TakeChar(rest, 't') || TakeChar(rest, ' ');
}

bool TakeFractionField(absl::string_view& rest, Clock& clock) {
  const std::optional<int64_t> nanoseconds = TakeFraction(rest, kNanoPlaces);
  clock.nanoseconds = nanoseconds.value_or(0);
  return nanoseconds.has_value();
}

bool TakeOffsetField(absl::string_view& rest, OffsetForm form, Clock& clock) {
  clock.offset = TakeOffset(rest, form);
  return clock.offset.has_value();
}

bool TakePart(const Part& part, absl::string_view& rest, Clock& clock) {
  const auto two_digits = [&] { return TakeDigits(rest, part.short_form ? 1 : 2, 2); };
  switch (part.field) {
    case Field::kLiteral:
      return TakeChar(rest, part.literal);
    case Field::kYear:
      return Store(TakeDigits(rest, 4, 4), kMinTimeYear, kMaxTimeYear, clock.year);
    case Field::kMonth:
      return Store(two_digits(), 1, 12, clock.month);
    case Field::kMonthName:
      return TakeMonthName(rest, clock.month);
    case Field::kDay:
      return Store(two_digits(), 1, 31, clock.day);
    case Field::kHour:
      return Store(two_digits(), 0, 23, clock.hour);
    case Field::kMinute:
      return Store(two_digits(), 0, 59, clock.minute);
    case Field::kSecond:
      return Store(two_digits(), 0, 60, clock.second);
    case Field::kFraction:
      return TakeFractionField(rest, clock);
    case Field::kOffset:
      return TakeOffsetField(rest, OffsetForm::kAny, clock);
    case Field::kDateTimeSeparator:
      return TakeSeparator(rest);
    case Field::kOptionalFraction:
      return !TakeChar(rest, '.') || TakeFractionField(rest, clock);
    case Field::kStrictOffset:
      return TakeOffsetField(rest, OffsetForm::kColon, clock);
  }
  return false;
}

// The beginning of a month in UTC, where leap seconds are put in.
bool BeginsMonth(absl::Time time) {
  const absl::CivilSecond utc = absl::ToCivilSecond(time, absl::UTCTimeZone());
  return absl::CivilSecond(absl::CivilMonth(utc)) == utc;
}

std::optional<absl::Time> TimeOf(const Clock& clock, absl::TimeZone zone) {
  const bool leap = clock.second == 60;
  const absl::CivilSecond civil(clock.year, clock.month, clock.day, clock.hour, clock.minute,
                                leap ? 59 : clock.second);
  if (civil.day() != clock.day) return std::nullopt;
  absl::Time time = clock.offset.has_value()
                        ? absl::FromCivil(civil, absl::UTCTimeZone()) - *clock.offset
                        : zone.At(civil).pre;
  if (leap) {
    time += absl::Seconds(1);
    if (!BeginsMonth(time)) return std::nullopt;
  }
  return time + absl::Nanoseconds(clock.nanoseconds);
}

status::Error Invalid(size_t at, status::Text text) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
                       std::move(text))
      .With("position", static_cast<int64_t>(at) + 1);
}

status::Error UnknownField(size_t at) {
  return Invalid(at,
                 {"Position {position}: behind `%` one of Y m b d H M S f z % is expected, or "
                  "`-` and one of m d H M S.",
                  "Position {position} : après `%`, l'un de Y m b d H M S f z % est attendu, ou "
                  "`-` et l'un de m d H M S."});
}

// Reads the field behind the `%` at `at`, and moves `at` to its last character.
absl::StatusOr<Part> FieldAt(absl::string_view pattern, size_t& at) {
  static constexpr absl::string_view kLetters = "YmdHMSfzb%";
  static constexpr std::array<Field, 10> kFields = {
      Field::kYear,   Field::kMonth,    Field::kDay,    Field::kHour,      Field::kMinute,
      Field::kSecond, Field::kFraction, Field::kOffset, Field::kMonthName, Field::kLiteral};
  const size_t begin = at++;
  Part part;
  part.literal = '%';
  part.short_form = absl::StartsWith(pattern.substr(at), "-");
  if (part.short_form) ++at;
  const size_t letter = at < pattern.size() ? kLetters.find(pattern[at]) : absl::string_view::npos;
  if (letter == absl::string_view::npos) return UnknownField(begin);
  part.field = kFields[letter];
  if (part.short_form && !absl::StrContains("mdHMS", kLetters.substr(letter, 1))) {
    return UnknownField(begin);
  }
  return part;
}

// Which parts of a time a pattern has, and where each of them stands.
class Fields {
 public:
  // False if it is there already.
  bool Add(Field field, size_t at) {
    size_t& place = at_[Slot(field)];
    if (place != kNowhere) return false;
    place = at;
    return true;
  }

  // The place of a field without the next larger one; the pattern's beginning if there is no year.
  std::optional<size_t> Orphan() const {
    if (at_[Slot(Field::kYear)] == kNowhere) return 0;
    for (size_t slot = Slot(Field::kMonth); slot <= Slot(Field::kFraction); ++slot) {
      if (at_[slot] != kNowhere && at_[slot - 1] == kNowhere) return at_[slot];
    }
    return std::nullopt;
  }

 private:
  static constexpr size_t kNowhere = static_cast<size_t>(-1);

  // From the year on, fields are numbered from the largest to the smallest.
  static size_t Slot(Field field) {
    return static_cast<size_t>(field == Field::kMonthName ? Field::kMonth : field);
  }

  std::array<size_t, 9> at_ = {kNowhere, kNowhere, kNowhere, kNowhere, kNowhere,
                               kNowhere, kNowhere, kNowhere, kNowhere};
};

bool Varies(const Part& part) {
  return part.short_form || part.field == Field::kFraction || part.field == Field::kOffset;
}

bool BeginsWithDigit(const Part& part) {
  if (part.field == Field::kLiteral) return absl::ascii_isdigit(part.literal);
  return part.field != Field::kMonthName && part.field != Field::kOffset;
}

absl::Status CheckWritten(absl::string_view pattern) {
  if (pattern.size() > kMaxTimePatternBytes) {
    return Invalid(kMaxTimePatternBytes,
                   {"Position {position}: a time pattern has at most {limit} bytes.",
                    "Position {position} : un modèle de date a au plus {limit} octets."})
        .With("limit", static_cast<int64_t>(kMaxTimePatternBytes));
  }
  if (!IsUtf8(pattern)) {
    return Invalid(0, {"The time pattern is not text in UTF-8.",
                       "Le modèle de date n'est pas du texte en UTF-8."});
  }
  for (size_t at = 0; at < pattern.size(); ++at) {
    if (absl::ascii_iscntrl(pattern[at])) {
      return Invalid(at, {"Position {position}: a control character is not allowed.",
                          "Position {position} : caractère de contrôle interdit."});
    }
  }
  if (!absl::StartsWith(pattern, " ") && !absl::EndsWith(pattern, " ")) return absl::OkStatus();
  return Invalid(absl::StartsWith(pattern, " ") ? 0 : pattern.size() - 1,
                 {"Position {position}: a time pattern has no space at its ends.",
                  "Position {position} : un modèle de date n'a pas d'espace à ses extrémités."});
}

}  // namespace

absl::StatusOr<TimePattern> TimePattern::Compile(absl::string_view pattern) {
  RETURN_IF_ERROR(CheckWritten(pattern));
  std::vector<Part> parts;
  Fields fields;
  for (size_t at = 0; at < pattern.size(); ++at) {
    const size_t begin = at;
    Part part{.literal = pattern[at]};
    if (pattern[at] == '%') {
      ASSIGN_OR_RETURN(part, FieldAt(pattern, at));
    }
    if (part.field != Field::kLiteral && !fields.Add(part.field, begin)) {
      return Invalid(begin, {"Position {position}: this field is there twice.",
                             "Position {position} : ce champ figure deux fois."});
    }
    if (!parts.empty() && Varies(parts.back()) && BeginsWithDigit(part)) {
      return Invalid(begin, {"Position {position}: a digit cannot follow a field whose length "
                             "varies.",
                             "Position {position} : un chiffre ne peut pas suivre un champ de "
                             "longueur variable."});
    }
    parts.push_back(part);
  }
  if (const std::optional<size_t> orphan = fields.Orphan()) {
    return Invalid(*orphan, {"Position {position}: a field needs the larger ones: %Y, then %m or "
                             "%b, %d, %H, %M, %S, %f.",
                             "Position {position} : un champ a besoin des plus grands : %Y, puis "
                             "%m ou %b, %d, %H, %M, %S, %f."});
  }
  return TimePattern(std::move(parts));
}

TimePattern TimePattern::Rfc3339() {
  return TimePattern({{Field::kYear},
                      {Field::kLiteral, '-'},
                      {Field::kMonth},
                      {Field::kLiteral, '-'},
                      {Field::kDay},
                      {Field::kDateTimeSeparator},
                      {Field::kHour},
                      {Field::kLiteral, ':'},
                      {Field::kMinute},
                      {Field::kLiteral, ':'},
                      {Field::kSecond},
                      {Field::kOptionalFraction},
                      {Field::kStrictOffset}});
}

std::optional<absl::Time> TimePattern::Read(absl::string_view text, absl::TimeZone zone) const {
  Clock clock;
  for (const Part& part : parts_) {
    if (!TakePart(part, text, clock)) return std::nullopt;
  }
  if (parts_.empty() || !text.empty()) return std::nullopt;
  return TimeOf(clock, zone);
}

}  // namespace palier::mapping
