// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/time_text.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

using Spellings = std::vector<TimeSpelling>;

absl::TimeZone Zone(absl::string_view name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

Spellings One(TimeFormat format) {
  return {{format, ""}};
}

Spellings Pattern(std::string pattern) {
  return {{TimeFormat::kPattern, std::move(pattern)}};
}

// The time in UTC, or "-" for INVALID_TIME.
std::string Read(const Spellings& spellings, absl::string_view text,
                 absl::string_view zone = "Europe/Paris") {
  const absl::StatusOr<TimeReader> reader = TimeReader::Make(spellings, Zone(zone));
  if (!reader.ok()) return reader.status().ToString();
  const absl::StatusOr<absl::Time> time = reader->Read(text);
  if (time.ok()) return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", *time, absl::UTCTimeZone());
  EXPECT_EQ(status::ReasonOf(time.status()), error::v1::INVALID_TIME);
  return "-";
}

struct Case {
  std::string text;
  std::string time;
};

void ExpectAll(const Spellings& spellings, const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(Read(spellings, c.text), c.time) << c.text;
}

TEST(TimeTextTest, Rfc3339) {
  ExpectAll(One(TimeFormat::kRfc3339),
            {
                {"2026-03-29T02:30:00Z", "2026-03-29T02:30:00Z"},
                {"2026-03-29t02:30:00z", "2026-03-29T02:30:00Z"},
                {"2026-03-29 02:30:00+01:00", "2026-03-29T01:30:00Z"},
                {"2026-01-01T00:00:00-23:59", "2026-01-01T23:59:00Z"},
                {"2026-01-01T00:00:00-00:00", "2026-01-01T00:00:00Z"},
                {"2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.5Z"},
                {"2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.123456789Z"},
                {"2026-01-01T00:00:00.123456789999999999Z", "2026-01-01T00:00:00.123456789Z"},
                {"2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z"},
                {"1900-01-01T00:00:00+01:00", "1899-12-31T23:00:00Z"},
                {"2200-12-31T23:59:59.999Z", "2200-12-31T23:59:59.999Z"},
                {"1899-12-31T23:59:59Z", "-"},
                {"2201-01-01T00:00:00Z", "-"},
                {"0000-01-01T00:00:00Z", "-"},
                {"9999-12-31T23:59:59Z", "-"},
                {"2023-02-29T12:00:00Z", "-"},
                {"2026-04-31T12:00:00Z", "-"},
                {"2026-00-10T12:00:00Z", "-"},
                {"2026-13-10T12:00:00Z", "-"},
                {"2026-01-00T12:00:00Z", "-"},
                {"2026-01-32T12:00:00Z", "-"},
                {"2026-01-01T24:00:00Z", "-"},
                {"2026-01-01T00:60:00Z", "-"},
                {"2026-01-01T00:00:61Z", "-"},
                {"2026-01-01T00:00:00+24:00", "-"},
                {"2026-01-01T00:00:00+01:60", "-"},
                {"2026-01-01T00:00:00+0100", "-"},
                {"2026-01-01T00:00:00+01", "-"},
                {"2026-01-01T00:00:00+1:00", "-"},
                {"2026-01-01T00:00:00", "-"},
                {"2026-01-01T00:00:00.Z", "-"},
                {"2026-01-01T00:00:00,5Z", "-"},
                {"2026-01-01T00:00Z", "-"},
                {"2026-01-01", "-"},
                {"2026-01-01_00:00:00Z", "-"},
                {"2026-1-1T00:00:00Z", "-"},
                {"26-01-01T00:00:00Z", "-"},
                {"12026-01-01T00:00:00Z", "-"},
                {"-2026-01-01T00:00:00Z", "-"},
                {"+2026-01-01T00:00:00Z", "-"},
                {" 2026-01-01T00:00:00Z", "-"},
                {"2026-01-01T00:00:00Z ", "-"},
                {"2026-01-01T00:00:00Z\n", "-"},
                {"2026-01-01T00:00:00ZZ", "-"},
                {"2026-01-01T 0:00:00Z", "-"},
                {"2026-01-01T00:00:-1Z", "-"},
                {"", "-"},
                {"T", "-"},
                {"\xFF\xFE", "-"},
                {std::string("2026-01-01T00:00:00Z\0", 21), "-"},
                {"٢٠٢٦-01-01T00:00:00Z", "-"},
                {"2026-01-01T00:00:00." + std::string(200, '1') + "Z", "-"},
                {std::string(1 << 20, '2'), "-"},
            });
}

TEST(TimeTextTest, LeapSeconds) {
  ExpectAll(One(TimeFormat::kRfc3339), {
                                           {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
                                           {"2015-06-30T23:59:60.5Z", "2015-07-01T00:00:00.5Z"},
                                           {"2017-01-01T00:59:60+01:00", "2017-01-01T00:00:00Z"},
                                           {"2016-12-30T23:59:60Z", "-"},
                                           {"2016-12-31T22:59:60Z", "-"},
                                           {"2016-12-31T23:58:60Z", "-"},
                                           {"2016-12-31T23:59:60+01:00", "-"},
                                       });
  EXPECT_EQ(Read(Pattern("%Y-%m-%d %H:%M:%S"), "2017-01-01 00:59:60"), "2017-01-01T00:00:00Z");
  EXPECT_EQ(Read(Pattern("%Y-%m-%d %H:%M:%S"), "2016-12-31 23:59:60"), "-");
}

TEST(TimeTextTest, UnixTimes) {
  ExpectAll(One(TimeFormat::kUnixSeconds),
            {
                {"1484901094", "2017-01-20T08:31:34Z"},
                {"1484901094.25", "2017-01-20T08:31:34.25Z"},
                {"1484901094.1234567899", "2017-01-20T08:31:34.123456789Z"},
                {"0", "1970-01-01T00:00:00Z"},
                {"-0", "1970-01-01T00:00:00Z"},
                {"0.5", "1970-01-01T00:00:00.5Z"},
                {"-1", "1969-12-31T23:59:59Z"},
                {"-0.5", "1969-12-31T23:59:59.5Z"},
                {"-1.25", "1969-12-31T23:59:58.75Z"},
                {"-2208988800", "1900-01-01T00:00:00Z"},
                {"-2208988800.000000001", "-"},
                {"7289654399.999", "2200-12-31T23:59:59.999Z"},
                {"7289654400", "-"},
                {"1484901094000", "-"},
                {"999999999999999999", "-"},
                {"-999999999999999999", "-"},
                {"9999999999999999999999999", "-"},
                {"", "-"},
                {"-", "-"},
                {"+1", "-"},
                {"--1", "-"},
                {"01", "-"},
                {"00", "-"},
                {".5", "-"},
                {"1.", "-"},
                {"1.-5", "-"},
                {"1,5", "-"},
                {"1e9", "-"},
                {"1.4849E+9", "-"},
                {"0x10", "-"},
                {" 1", "-"},
                {"1 ", "-"},
                {"1 000", "-"},
                {"NaN", "-"},
                {"inf", "-"},
                {"true", "-"},
            });
  ExpectAll(One(TimeFormat::kUnixMillis),
            {
                {"1484901094000", "2017-01-20T08:31:34Z"},
                {"1484901094001.5", "2017-01-20T08:31:34.0015Z"},
                {"1484901094001.1234567", "2017-01-20T08:31:34.001123456Z"},
                {"-1", "1969-12-31T23:59:59.999Z"},
                {"7289654399999.999999", "2200-12-31T23:59:59.999999999Z"},
                {"7289654400000", "-"},
                {"-2208988800001", "-"},
            });
  ExpectAll(One(TimeFormat::kUnixMicros),
            {
                {"1484901094000001", "2017-01-20T08:31:34.000001Z"},
                {"1484901094000001.25", "2017-01-20T08:31:34.00000125Z"},
                {"7289654400000000", "-"},
            });
}

TEST(TimeTextTest, MsJsonDates) {
  ExpectAll(One(TimeFormat::kMsJsonDate),
            {
                {"/Date(1484901094000)/", "2017-01-20T08:31:34Z"},
                {"/Date(1484901094001+0100)/", "2017-01-20T08:31:34.001Z"},
                {"/Date(1484901094000-0530)/", "2017-01-20T08:31:34Z"},
                {"/Date(-1)/", "1969-12-31T23:59:59.999Z"},
                {"/Date(0)/", "1970-01-01T00:00:00Z"},
                {"/Date(-62135596800000)/", "-"},
                {"/Date(253402300799999)/", "-"},
                {"/Date()/", "-"},
                {"/Date(-)/", "-"},
                {"/Date(1.5)/", "-"},
                {"/Date(01)/", "-"},
                {"/Date(1+1)/", "-"},
                {"/Date(1+01:00)/", "-"},
                {"/Date(1+01000)/", "-"},
                {"/Date(1+2400)/", "-"},
                {"/Date(1Z)/", "-"},
                {"/Date(1)", "-"},
                {"/Date(1)/ ", "-"},
                {" /Date(1)/", "-"},
                {"/date(1)/", "-"},
                {"\\/Date(1)\\/", "-"},
                {"Date(1)", "-"},
                {"1484901094000", "-"},
            });
}

TEST(TimeTextTest, Dates) {
  ExpectAll(One(TimeFormat::kDate), {
                                        {"2026-03-29", "2026-03-28T23:00:00Z"},
                                        {"2026-07-01", "2026-06-30T22:00:00Z"},
                                        {"1900-01-01", "1899-12-31T23:50:39Z"},
                                        {"2200-12-31", "2200-12-30T23:00:00Z"},
                                        {"1899-12-31", "-"},
                                        {"2201-01-01", "-"},
                                        {"2026-02-29", "-"},
                                        {"2026-2-9", "-"},
                                        {"20260209", "-"},
                                        {"2026-02-09T00:00:00Z", "-"},
                                        {"2026-02-09 ", "-"},
                                        {"TBD", "-"},
                                        {"", "-"},
                                    });
  // Days that begin with the change: midnight was skipped in the one, the whole day before in the
  // other.
  EXPECT_EQ(Read(One(TimeFormat::kDate), "2018-11-04", "America/Sao_Paulo"),
            "2018-11-04T03:00:00Z");
  EXPECT_EQ(Read(One(TimeFormat::kDate), "2011-12-30", "Pacific/Apia"), "2011-12-30T10:00:00Z");
  EXPECT_EQ(Read(One(TimeFormat::kDate), "2011-12-31", "Pacific/Apia"), "2011-12-30T10:00:00Z");
}

TEST(TimeTextTest, ChangesOfTheOffset) {
  ExpectAll(Pattern("%Y-%m-%d %H:%M:%S"), {
                                              // Spring: 02:00 to 03:00 are skipped.
                                              {"2026-03-29 01:59:59", "2026-03-29T00:59:59Z"},
                                              {"2026-03-29 02:00:00", "2026-03-29T01:00:00Z"},
                                              {"2026-03-29 02:30:00", "2026-03-29T01:30:00Z"},
                                              {"2026-03-29 02:59:59", "2026-03-29T01:59:59Z"},
                                              {"2026-03-29 03:00:00", "2026-03-29T01:00:00Z"},
                                              {"2026-03-29 03:30:00", "2026-03-29T01:30:00Z"},
                                              // Autumn: 02:00 to 03:00 occur twice.
                                              {"2026-10-25 01:59:59", "2026-10-24T23:59:59Z"},
                                              {"2026-10-25 02:00:00", "2026-10-25T00:00:00Z"},
                                              {"2026-10-25 02:30:00", "2026-10-25T00:30:00Z"},
                                              {"2026-10-25 02:59:59", "2026-10-25T00:59:59Z"},
                                              {"2026-10-25 03:00:00", "2026-10-25T02:00:00Z"},
                                          });
  // An offset in the text decides.
  ExpectAll(Pattern("%Y-%m-%d %H:%M %z"), {
                                              {"2026-10-25 02:30 +02:00", "2026-10-25T00:30:00Z"},
                                              {"2026-10-25 02:30 +01:00", "2026-10-25T01:30:00Z"},
                                              {"2026-03-29 02:30 +01:00", "2026-03-29T01:30:00Z"},
                                          });
}

TEST(TimeTextTest, Patterns) {
  struct PatternCase {
    std::string pattern;
    std::string text;
    std::string time;
  };
  const std::vector<PatternCase> cases = {
      {"%Y-%m-%dT%H:%M:%S.%f", "2026-07-01T10:20:30.25", "2026-07-01T10:20:30.25Z"},
      {"%Y-%m-%dT%H:%M:%S.%f", "2026-07-01T10:20:30", "-"},
      {"%d/%m/%Y", "01/07/2026", "2026-07-01T00:00:00Z"},
      {"%d/%m/%Y", "1/7/2026", "-"},
      {"%-d/%-m/%Y", "1/7/2026", "2026-07-01T00:00:00Z"},
      {"%-d/%-m/%Y", "01/07/2026", "2026-07-01T00:00:00Z"},
      {"%-d/%-m/%Y", "001/7/2026", "-"},
      {"%-d/%-m/%Y", "/7/2026", "-"},
      {"%m/%d/%Y %-H:%M", "07/31/2026 9:05", "2026-07-31T09:05:00Z"},
      {"%m/%d/%Y %-H:%M", "07/31/2026  9:05", "-"},
      {"%m/%d/%Y %-H:%M", "07/31/2026 9:5", "-"},
      {"%Y%m%d%H%M%S", "20260731235958", "2026-07-31T23:59:58Z"},
      {"%Y%m%d%H%M%S", "2026073123595", "-"},
      {"%d-%b-%Y", "05-Jan-2026", "2026-01-05T00:00:00Z"},
      {"%d-%b-%Y", "05-DEC-2026", "2026-12-05T00:00:00Z"},
      {"%d-%b-%Y", "05-sep-2026", "2026-09-05T00:00:00Z"},
      {"%d-%b-%Y", "05-Sept-2026", "-"},
      {"%d-%b-%Y", "05-anf-2026", "-"},
      {"%d-%b-%Y", "05-Ja", "-"},
      {"%d-%b-%Y", "05-01-2026", "-"},
      {"%Y-%m", "2026-07", "2026-07-01T00:00:00Z"},
      {"%Y", "2026", "2026-01-01T00:00:00Z"},
      {"%Y", "1899", "-"},
      {"%Y", "2201", "-"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00Z", "2026-07-01T10:00:00Z"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00+02:00", "2026-07-01T08:00:00Z"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00+0200", "2026-07-01T08:00:00Z"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00-05", "2026-07-01T15:00:00Z"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00", "-"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00+2", "-"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00+02:", "-"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00+020", "-"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00z", "-"},
      {"%Y-%m-%d %H:%M:%S%z", "2026-07-01 10:00:00 +02:00", "-"},
      {"%Y%%%m", "2026%07", "2026-07-01T00:00:00Z"},
      {"%Y 年 %-m 月", "2026 年 7 月", "2026-07-01T00:00:00Z"},
      {"%Y-%m-%d", "2026-07-01 ", "-"},
      {"%Y-%m-%d", "", "-"},
  };
  for (const PatternCase& c : cases) {
    EXPECT_EQ(Read(Pattern(c.pattern), c.text, "UTC"), c.time) << c.pattern << " of " << c.text;
  }
}

TEST(TimeTextTest, RefusesPatterns) {
  struct Refused {
    std::string pattern;
    int position;
    std::string says;
  };
  const std::vector<Refused> cases = {
      {"", 1, "%Y"},
      {"now", 1, "%Y"},
      {"%m", 1, "%Y"},
      {"%H:%M", 1, "%Y"},
      {"%Y-%d", 4, "needs the larger ones"},
      {"%Y-%m-%d %M", 10, "needs the larger ones"},
      {"%Y %f", 4, "needs the larger ones"},
      {"%Y-%m-%d %H:%M.%f", 16, "needs the larger ones"},
      {"%Y-%m-%y", 7, "behind `%`"},
      {"%Y-%m-%", 7, "behind `%`"},
      {"%Y-%m-%-", 7, "behind `%`"},
      {"%-Y", 1, "behind `%`"},
      {"%-%", 1, "behind `%`"},
      {"%Y-%-b", 4, "behind `%`"},
      {"%s", 1, "behind `%`"},
      {"%E4Y", 1, "behind `%`"},
      {"%Y-%Y", 4, "twice"},
      {"%Y-%m-%b", 7, "twice"},
      {"%Y%-m%d", 6, "a digit cannot follow"},
      {"%Y-%m-%-d1", 10, "a digit cannot follow"},
      {"%Y%z%m", 5, "a digit cannot follow"},
      {" %Y", 1, "no space at its ends"},
      {"%Y ", 3, "no space at its ends"},
      {"%Y\t%m", 3, "control character"},
      {"%Y\n", 3, "control character"},
      {"%Y\xFF", 1, "UTF-8"},
      {"%Y" + std::string(kMaxTimePatternBytes, '-'), 65, "at most 64"},
  };
  for (const Refused& c : cases) {
    const absl::Status status = TimeReader::Make(Pattern(c.pattern), absl::UTCTimeZone()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.pattern;
    EXPECT_TRUE(absl::StrContains(status.message(), c.says)) << c.pattern << status;
    const error::v1::ErrorDetail detail = status::DetailOf(status);
    EXPECT_EQ(detail.reason(), error::v1::INVALID_FIELDS);
    EXPECT_EQ(detail.metadata().at("position"), absl::StrCat(c.position)) << c.pattern << status;
    EXPECT_FALSE(detail.fr().empty() || absl::StrContains(detail.fr(), "{")) << detail.fr();
  }
}

TEST(TimeTextTest, AnyOfAListInItsOrder) {
  const Spellings unix = {
      {TimeFormat::kUnixSeconds, ""}, {TimeFormat::kUnixMillis, ""}, {TimeFormat::kUnixMicros, ""}};
  for (const char* text : {"1484901094", "1484901094000", "1484901094000000"}) {
    EXPECT_EQ(Read(unix, text), "2017-01-20T08:31:34Z") << text;
  }
  const Spellings american = {{TimeFormat::kPattern, "%m/%d/%Y"},
                              {TimeFormat::kPattern, "%d/%m/%Y"}};
  EXPECT_EQ(Read(american, "02/03/2026", "UTC"), "2026-02-03T00:00:00Z");
  EXPECT_EQ(Read(american, "13/03/2026", "UTC"), "2026-03-13T00:00:00Z");
  const Spellings mixed = {{TimeFormat::kRfc3339, ""},
                           {TimeFormat::kPattern, "%Y-%m-%d %H:%M:%S"},
                           {TimeFormat::kDate, ""},
                           {TimeFormat::kMsJsonDate, ""}};
  EXPECT_EQ(Read(mixed, "2026-07-01 10:00:00+00:00"), "2026-07-01T10:00:00Z");
  EXPECT_EQ(Read(mixed, "2026-07-01 10:00:00"), "2026-07-01T08:00:00Z");
  EXPECT_EQ(Read(mixed, "2026-07-01"), "2026-06-30T22:00:00Z");
  EXPECT_EQ(Read(mixed, "1484901094"), "-");
}

TEST(TimeTextTest, NumberOfSpellings) {
  const TimeSpelling date = {TimeFormat::kDate, ""};
  EXPECT_TRUE(TimeReader::Make(Spellings(kMaxTimeSpellings, date), absl::UTCTimeZone()).ok());
  for (const size_t count : {size_t{0}, kMaxTimeSpellings + 1}) {
    const absl::Status status =
        TimeReader::Make(Spellings(count, date), absl::UTCTimeZone()).status();
    EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_FIELDS);
    EXPECT_FALSE(status::DetailOf(status).fr().empty());
  }
}

TEST(TimeTextTest, ErrorsSayWhatWasExpected) {
  const Spellings spellings = {{TimeFormat::kRfc3339, ""}, {TimeFormat::kPattern, "%d/%m/%Y"}};
  const TimeReader reader = *TimeReader::Make(spellings, absl::UTCTimeZone());
  const absl::Status status = reader.Read("31/02/2026").status();
  EXPECT_EQ(
      status.message(),
      "The time \"31/02/2026\" is not written as its source declares (RFC 3339, %d/%m/%Y), or "
      "is no time of the calendar.");
  EXPECT_TRUE(absl::StrContains(status::DetailOf(status).fr(), "« 31/02/2026 »"));
  const std::vector<Case> shown = {{std::string(63, 'a') + "é", std::string(63, 'a')},
                                   {"\xFF", "\\xff"},
                                   {std::string(1 << 20, 'x'), std::string(64, 'x')}};
  for (const Case& c : shown) {
    const absl::Status long_text = reader.Read(c.text).status();
    EXPECT_EQ(status::DetailOf(long_text).metadata().at("time"), c.time);
  }
}

}  // namespace
}  // namespace palier::mapping
