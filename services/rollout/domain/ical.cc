// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/ical.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace palier::rollout {
namespace {

constexpr size_t kMaxLineOctets = 75;

bool ContinuesCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// RFC 5545 3.1.
void AddLine(absl::string_view line, std::string& to) {
  size_t room = kMaxLineOctets;
  while (line.size() > room) {
    size_t cut = room;
    while (cut > 0 && ContinuesCharacter(line[cut])) --cut;
    // Nothing that is UTF-8 has so long a character.
    if (cut == 0) cut = room;
    absl::StrAppend(&to, line.substr(0, cut), "\r\n ");
    line.remove_prefix(cut);
    room = kMaxLineOctets - 1;  // the space counts
  }
  absl::StrAppend(&to, line, "\r\n");
}

// RFC 5545 3.3.11; other control characters are not allowed in a text.
std::string Escaped(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      escaped += '\\';
      escaped += c;
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      escaped += c;
    }
  }
  return escaped;
}

std::string Utc(absl::Time time) {
  return absl::FormatTime("%Y%m%dT%H%M%SZ", time, absl::UTCTimeZone());
}

std::string Date(absl::CivilDay day) {
  return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
}

void AddEvent(const CalendarEvent& event, std::string& to) {
  AddLine("BEGIN:VEVENT", to);
  AddLine(absl::StrCat("UID:", Escaped(event.uid)), to);
  AddLine(absl::StrCat("SEQUENCE:", event.sequence & 0x7FFFFFFF), to);
  AddLine(absl::StrCat("DTSTAMP:", Utc(event.changed)), to);
  AddLine(absl::StrCat("LAST-MODIFIED:", Utc(event.changed)), to);
  if (event.start) {
    AddLine(absl::StrCat("DTSTART:", Utc(*event.start)), to);
    AddLine(absl::StrCat("DURATION:PT", absl::ToInt64Minutes(event.length), "M"), to);
  } else {
    AddLine(absl::StrCat("DTSTART;VALUE=DATE:", Date(event.day)), to);
    AddLine(absl::StrCat("DTEND;VALUE=DATE:", Date(event.day + 1)), to);
    AddLine("TRANSP:TRANSPARENT", to);
  }
  AddLine(absl::StrCat("SUMMARY:", Escaped(event.summary)), to);
  if (!event.description.empty()) {
    AddLine(absl::StrCat("DESCRIPTION:", Escaped(event.description)), to);
  }
  AddLine(absl::StrCat("CATEGORIES:", Escaped(event.category)), to);
  AddLine("END:VEVENT", to);
}

}  // namespace

std::string WriteCalendar(absl::string_view name, const std::vector<CalendarEvent>& events) {
  std::string text;
  AddLine("BEGIN:VCALENDAR", text);
  AddLine("VERSION:2.0", text);
  AddLine("PRODID:-//Palier//Rollout 1//EN", text);
  AddLine("CALSCALE:GREGORIAN", text);
  AddLine("METHOD:PUBLISH", text);
  AddLine(absl::StrCat("X-WR-CALNAME:", Escaped(name)), text);
  for (const CalendarEvent& event : events) AddEvent(event, text);
  AddLine("END:VCALENDAR", text);
  return text;
}

}  // namespace palier::rollout
