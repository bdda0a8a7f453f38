// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/closed_days.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const ClosedSpan kTwoYears = {CivilDay(2026, 3, 9), CivilDay(2028, 3, 9)};

ClosedDays Read(const std::string& body) {
  const auto read =
      ReadClosedDays(absl::StrCat("BEGIN:VCALENDAR\r\n", absl::StrReplaceAll(body, {{"|", "\r\n"}}),
                                  "END:VCALENDAR\r\n"),
                     kTwoYears);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *read : ClosedDays();
}

std::string Text(const std::vector<ClosedSpan>& spans) {
  return absl::StrJoin(spans, " ", [](std::string* out, const ClosedSpan& span) {
    absl::StrAppend(out, absl::FormatCivilTime(span.first));
    if (span.last != span.first) absl::StrAppend(out, "..", absl::FormatCivilTime(span.last));
  });
}

std::vector<int> Lines(const ClosedDays& days) {
  std::vector<int> lines;
  for (const LineFinding& finding : days.findings) lines.push_back(finding.line);
  return lines;
}

TEST(ClosedDaysTest, AllDayEvents) {
  const struct {
    const char* name;
    const char* event;
    const char* days;
  } cases[] = {
      {"one day", "DTSTART;VALUE=DATE:20260714|", "2026-07-14"},
      {"the end is the day after", "DTSTART;VALUE=DATE:20260801|DTEND;VALUE=DATE:20260816|",
       "2026-08-01..2026-08-15"},
      {"without VALUE", "DTSTART:20260714|", "2026-07-14"},
      {"a duration", "DTSTART;VALUE=DATE:20260714|DURATION:P1W|", "2026-07-14..2026-07-20"},
      {"before the span", "DTSTART;VALUE=DATE:20260301|DTEND;VALUE=DATE:20260311|",
       "2026-03-09..2026-03-10"},
      {"every year", "DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY|", "2026-12-25 2027-12-25"},
      {"but one", "DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20261225|",
       "2027-12-25"},
      {"but two, with a blank between",
       "DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20251225, 20261225|",
       "2027-12-25"},
      {"but one, given as a time",
       "DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY|EXDATE:20261225T000000Z|", "2027-12-25"},
      {"a day of a month",
       "DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25|",
       "2026-12-25 2027-12-25"},
      {"every second year", "DTSTART;VALUE=DATE:20211225|RRULE:FREQ=YEARLY;INTERVAL=2|",
       "2027-12-25"},
      {"until", "DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY;UNTIL=20270101|", "2026-12-25"},
      {"counted from the first", "DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY;COUNT=7|",
       "2026-12-25"},
      {"leap years only", "DTSTART;VALUE=DATE:20200229|RRULE:FREQ=YEARLY|", "2028-02-29"},
      {"fourth Thursday of November",
       "DTSTART;VALUE=DATE:20201126|RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH|",
       "2026-11-26 2027-11-25"},
      {"last Monday of May", "DTSTART;VALUE=DATE:20200525|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO|",
       "2026-05-25 2027-05-31"},
      {"cancelled", "DTSTART;VALUE=DATE:20260714|STATUS:CANCELLED|", ""},
      {"a colon in quotes", "DTSTART;X-A=\"a;b:c\";VALUE=DATE:20260714|", "2026-07-14"},
  };
  for (const auto& c : cases) {
    const ClosedDays read = Read(absl::StrCat("BEGIN:VEVENT|UID:1|", c.event, "END:VEVENT|"));
    EXPECT_EQ(Text(read.spans), c.days) << c.name;
    if (std::string(c.days) != "") {
      EXPECT_THAT(read.findings, IsEmpty()) << c.name << read.findings[0].text.en;
      EXPECT_EQ(read.event_count, 1) << c.name;
    }
  }
}

TEST(ClosedDaysTest, ALineMayBeFoldedAnywhere) {
  const ClosedDays read = Read(
      "BEGIN:VEVENT|SUMMARY:Fermeture de l'at|  elier|DTSTART;VALUE=D| "
      "ATE:2026|\t0714|END:VEVENT|");
  EXPECT_EQ(Text(read.spans), "2026-07-14");
  EXPECT_THAT(read.findings, IsEmpty());
}

TEST(ClosedDaysTest, WhatIsNotUnderstoodIsToldWithItsLine) {
  const struct {
    const char* name;
    const char* body;
    int line;
    const char* en;
  } cases[] = {
      {"a time of day", "BEGIN:VEVENT|DTSTART:20260714T090000Z|DTEND:20260714T100000Z|END:VEVENT|",
       3, "time of day"},
      {"every week", "BEGIN:VEVENT|DTSTART:20260714|RRULE:FREQ=WEEKLY|END:VEVENT|", 4, "RRULE"},
      {"a list of months",
       "BEGIN:VEVENT|DTSTART:20260714|RRULE:FREQ=YEARLY;BYMONTH=1,2|END:VEVENT|", 4, "RRULE"},
      {"that day of every month",
       "BEGIN:VEVENT|DTSTART:20260714|RRULE:FREQ=YEARLY;BYMONTHDAY=14|END:VEVENT|", 4, "RRULE"},
      {"the fourth Thursday of the year",
       "BEGIN:VEVENT|DTSTART:20260122|RRULE:FREQ=YEARLY;BYDAY=4TH|END:VEVENT|", 4, "RRULE"},
      {"an exception that is no day",
       "BEGIN:VEVENT|DTSTART:20260714|EXDATE:20270714,2028-07-14|END:VEVENT|", 4, "EXDATE"},
      {"an exception with more than a day",
       "BEGIN:VEVENT|DTSTART:20260714|EXDATE:202707140|END:VEVENT|", 4, "EXDATE"},
      {"no such day", "BEGIN:VEVENT|DTSTART:20260230|END:VEVENT|", 3, "DTSTART"},
      {"more dates", "BEGIN:VEVENT|DTSTART:20260714|RDATE:20260715|END:VEVENT|", 4, "RDATE"},
      {"it ends before it starts", "BEGIN:VEVENT|DTSTART:20260714|DTEND:20260714|END:VEVENT|", 2,
       "no day"},
      {"no start", "BEGIN:VEVENT|SUMMARY:a|END:VEVENT|", 2, "no DTSTART"},
      {"hours", "BEGIN:VEVENT|DTSTART:20260714|DURATION:PT2H|END:VEVENT|", 4, "DURATION"},
      {"a task", "BEGIN:VTODO|DTSTART:20260714|END:VTODO|", 2, "VTODO"},
      {"rubbish", "what is this|", 2, "no line of a calendar"},
      {"never begun", "END:VEVENT|", 2, "END:VEVENT"},
  };
  for (const auto& c : cases) {
    const ClosedDays read = Read(c.body);
    EXPECT_THAT(read.spans, IsEmpty()) << c.name;
    ASSERT_EQ(read.findings.size(), 1u) << c.name;
    EXPECT_EQ(read.findings[0].line, c.line) << c.name;
    EXPECT_THAT(read.findings[0].text.en, HasSubstr(c.en)) << c.name;
    EXPECT_NE(read.findings[0].text.fr, read.findings[0].text.en) << c.name;
  }
}

TEST(ClosedDaysTest, OneBadEventKeepsNoOtherOut) {
  const ClosedDays read = Read(
      "BEGIN:VEVENT|DTSTART:20260714T090000|END:VEVENT|BEGIN:VEVENT|DTSTART:20260715|"
      "BEGIN:VALARM|TRIGGER:-PT15M|DURATION:PT1H|END:VALARM|END:VEVENT|"
      "BEGIN:VEVENT|DTSTART:20260716|END:VEVENT|");
  EXPECT_EQ(Text(read.spans), "2026-07-15..2026-07-16");
  EXPECT_EQ(read.event_count, 2);
  EXPECT_THAT(Lines(read), ElementsAre(3));
}

TEST(ClosedDaysTest, AFileThatStopsInTheMiddle) {
  const auto read = ReadClosedDays(
      "\xEF\xBB\xBF"
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260714\n",
      kTwoYears);
  ASSERT_TRUE(read.ok());
  EXPECT_THAT(read->spans, IsEmpty());
  EXPECT_THAT(Lines(*read), ElementsAre(3));
  for (const char* none : {"", "hello", "BEGIN:VCARD\r\n"}) {
    EXPECT_EQ(status::ReasonOf(ReadClosedDays(none, kTwoYears).status()),
              error::v1::INVALID_FIELDS);
  }
}

TEST(ClosedDaysTest, DaysThatAreClosedAlreadyAreNotAddedAgain) {
  const auto day = [](int number) { return CivilDay(2026, 7, number); };
  const std::vector<ClosedSpan> wanted = {{day(10), day(20)}, {day(12), day(22)}};
  EXPECT_EQ(Text(NotYetClosed(wanted, {})), "2026-07-10..2026-07-22");
  EXPECT_EQ(Text(NotYetClosed(wanted, {{day(1), day(11)}, {day(14), day(14)}, {day(22), day(30)}})),
            "2026-07-12..2026-07-13 2026-07-15..2026-07-21");
  EXPECT_THAT(NotYetClosed(wanted, {{day(1), day(30)}}), IsEmpty());
}

}  // namespace
}  // namespace palier::rollout
