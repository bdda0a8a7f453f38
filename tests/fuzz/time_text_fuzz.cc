// SPDX-License-Identifier: Apache-2.0
// A pattern in the first line, a time in the rest. A time that is read is in its years, what other
// readers make of it, and has nothing around it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/mapping/time_text.h"
#include "common/status/error.h"
#include "tests/fuzz/check.h"

using namespace palier::mapping;  // NOLINT

namespace {

absl::TimeZone Paris() {
  absl::TimeZone zone;
  FUZZ_CHECK(absl::LoadTimeZone("Europe/Paris", &zone));
  return zone;
}

TimeReader Reader(TimeFormat format) {
  static const absl::TimeZone zone = Paris();
  return *TimeReader::Make({{format, ""}}, zone);
}

// Reads `text`, which must not be read with a space at an end of it.
absl::StatusOr<absl::Time> Read(const TimeReader& reader, absl::string_view text) {
  absl::StatusOr<absl::Time> time = reader.Read(text);
  if (!time.ok()) {
    FUZZ_CHECK(palier::status::ReasonOf(time.status()) == palier::error::v1::INVALID_TIME);
    return time;
  }
  FUZZ_CHECK(!reader.Read(absl::StrCat(text, " ")).ok());
  FUZZ_CHECK(!reader.Read(absl::StrCat(" ", text)).ok());
  // A day more at either end: offsets.
  FUZZ_CHECK(*time >= absl::FromCivil(absl::CivilDay(1899, 12, 31), absl::UTCTimeZone()));
  FUZZ_CHECK(*time < absl::FromCivil(absl::CivilDay(2201, 1, 2), absl::UTCTimeZone()));
  return time;
}

void CheckRfc3339(absl::string_view text) {
  static const TimeReader reader = Reader(TimeFormat::kRfc3339);
  const absl::StatusOr<absl::Time> time = Read(reader, text);
  if (!time.ok()) return;
  const std::string usual = absl::StrReplaceAll(text, {{" ", "T"}, {"t", "T"}, {"z", "Z"}});
  absl::Time other;
  FUZZ_CHECK(absl::ParseTime(absl::RFC3339_full, usual, &other, nullptr));
  FUZZ_CHECK(*time <= other && other - *time < absl::Nanoseconds(1));
  const std::string written = absl::FormatTime(absl::RFC3339_full, *time, absl::UTCTimeZone());
  const int year = absl::ToCivilSecond(*time, absl::UTCTimeZone()).year();
  if (year < kMinTimeYear || year > kMaxTimeYear) return;
  const absl::StatusOr<absl::Time> again = reader.Read(written);
  FUZZ_CHECK(again.ok() && *again == *time);
}

void CheckNumbers(absl::string_view text) {
  static const TimeReader seconds = Reader(TimeFormat::kUnixSeconds);
  static const TimeReader millis = Reader(TimeFormat::kUnixMillis);
  static const TimeReader micros = Reader(TimeFormat::kUnixMicros);
  static const TimeReader ms_json = Reader(TimeFormat::kMsJsonDate);
  const absl::StatusOr<absl::Time> s = Read(seconds, text);
  const absl::StatusOr<absl::Time> ms = Read(millis, text);
  const absl::StatusOr<absl::Time> us = Read(micros, text);
  int64_t whole = 0;
  const bool integer = absl::SimpleAtoi(text, &whole);
  if (s.ok()) FUZZ_CHECK(ms.ok() && (!integer || *s == absl::FromUnixSeconds(whole)));
  if (ms.ok()) FUZZ_CHECK(us.ok() && (!integer || *ms == absl::FromUnixMillis(whole)));
  if (us.ok() && integer) FUZZ_CHECK(*us == absl::FromUnixMicros(whole));
  Read(ms_json, text).IgnoreError();
  const absl::StatusOr<absl::Time> wrapped = ms_json.Read(absl::StrCat("/Date(", text, ")/"));
  if (ms.ok() && integer) FUZZ_CHECK(wrapped.ok() && *wrapped == *ms);
}

void CheckDate(absl::string_view text) {
  static const absl::TimeZone zone = Paris();
  static const TimeReader reader = Reader(TimeFormat::kDate);
  const absl::StatusOr<absl::Time> time = Read(reader, text);
  if (time.ok()) FUZZ_CHECK(absl::FormatTime("%Y-%m-%d", *time, zone) == text);
}

void CheckPattern(const std::string& pattern, absl::string_view text) {
  static const absl::TimeZone zone = Paris();
  const TimeSpelling spelling = {TimeFormat::kPattern, pattern};
  const absl::StatusOr<TimeReader> alone = TimeReader::Make({spelling}, zone);
  if (!alone.ok()) {
    FUZZ_CHECK(absl::IsInvalidArgument(alone.status()));
    FUZZ_CHECK(!palier::status::DetailOf(alone.status()).fr().empty());
    return;
  }
  const absl::StatusOr<absl::Time> time = Read(*alone, text);
  const TimeReader list = *TimeReader::Make({{TimeFormat::kRfc3339, ""}, spelling}, zone);
  const absl::StatusOr<absl::Time> rfc = Reader(TimeFormat::kRfc3339).Read(text);
  const absl::StatusOr<absl::Time> either = list.Read(text);
  FUZZ_CHECK(either.ok() == (time.ok() || rfc.ok()));
  if (either.ok()) FUZZ_CHECK(*either == (rfc.ok() ? *rfc : *time));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t cut = std::min(input.find('\n'), input.size());
  const absl::string_view text = input.substr(std::min(cut + 1, input.size()));
  CheckRfc3339(text);
  CheckNumbers(text);
  CheckDate(text);
  CheckPattern(std::string(input.substr(0, cut)), text);
  return 0;
}
