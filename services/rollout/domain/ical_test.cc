// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/ical.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace palier::rollout {
namespace {

using ::testing::HasSubstr;

CalendarEvent CheckIn() {
  CalendarEvent event;
  event.uid = "7f3c@palier";
  event.sequence = 12;
  event.changed = absl::FromUnixSeconds(1773043200);  // 2026-03-09 08:00 UTC
  event.day = absl::CivilDay(2026, 3, 30);
  // Nine o'clock in Paris, the day after the clocks went forward.
  event.start = absl::FromCivil(absl::CivilHour(2026, 3, 30, 7), absl::UTCTimeZone());
  event.length = absl::Minutes(30);
  event.summary = "Check-in, week 3";
  event.category = "CHECK_IN";
  return event;
}

TEST(IcalTest, ATimedAndAnAllDayEvent) {
  CalendarEvent gate = CheckIn();
  gate.uid = "7f3c-gate@palier";
  gate.start.reset();
  gate.day = absl::CivilDay(2026, 12, 31);
  gate.summary = "Decision; wave 1\\2";
  gate.description = "One\nTwo\r\t\x01";
  gate.category = "GATE";
  EXPECT_EQ(absl::StrReplaceAll(WriteCalendar("Devis", {CheckIn(), gate}), {{"\r\n", "|"}}),
            "BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//Palier//Rollout 1//EN|CALSCALE:GREGORIAN|"
            "METHOD:PUBLISH|X-WR-CALNAME:Devis|"
            "BEGIN:VEVENT|UID:7f3c@palier|SEQUENCE:12|DTSTAMP:20260309T080000Z|"
            "LAST-MODIFIED:20260309T080000Z|DTSTART:20260330T070000Z|DURATION:PT30M|"
            "SUMMARY:Check-in\\, week 3|CATEGORIES:CHECK_IN|END:VEVENT|"
            "BEGIN:VEVENT|UID:7f3c-gate@palier|SEQUENCE:12|DTSTAMP:20260309T080000Z|"
            "LAST-MODIFIED:20260309T080000Z|DTSTART;VALUE=DATE:20261231|DTEND;VALUE=DATE:20270101|"
            "TRANSP:TRANSPARENT|SUMMARY:Decision\\; wave 1\\\\2|DESCRIPTION:One\\nTwo|"
            "CATEGORIES:GATE|END:VEVENT|END:VCALENDAR|");
}

TEST(IcalTest, LinesAreFoldedBetweenCharacters) {
  for (int shift = 0; shift < 4; ++shift) {
    CalendarEvent event = CheckIn();
    event.summary = std::string(shift, 'a');
    for (int i = 0; i < 60; ++i) event.summary += "é€😀";
    const std::string text = WriteCalendar("Été", {event});
    for (const absl::string_view line : absl::StrSplit(text, "\r\n")) {
      EXPECT_LE(line.size(), 75u) << line;
      const size_t first = line.empty() || line[0] != ' ' ? 0 : 1;
      if (line.size() > first) {
        EXPECT_NE(static_cast<unsigned char>(line[first]) & 0xC0, 0x80) << line;
      }
    }
    EXPECT_THAT(absl::StrReplaceAll(text, {{"\r\n ", ""}}), HasSubstr("SUMMARY:" + event.summary));
  }
}

TEST(IcalTest, SequenceStaysAnInteger) {
  CalendarEvent event = CheckIn();
  event.sequence = (int64_t{1} << 31) + 5;
  EXPECT_THAT(WriteCalendar("a", {event}), HasSubstr("SEQUENCE:5\r\n"));
}

}  // namespace
}  // namespace palier::rollout
