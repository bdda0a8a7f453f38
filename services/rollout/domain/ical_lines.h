// SPDX-License-Identifier: Apache-2.0
// The lines of an iCalendar (RFC 5545 3.1).
#ifndef PALIER_ROLLOUT_DOMAIN_ICAL_LINES_H_
#define PALIER_ROLLOUT_DOMAIN_ICAL_LINES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace palier::rollout {

// One unfolded content line: `DTSTART;VALUE=DATE:20261225`.
struct CalendarLine {
  // Of its first line in the file, from 1.
  int number = 0;
  // In upper case; empty for a line that is none.
  std::string name;
  // Each as it stands: `VALUE=DATE`.
  std::vector<std::string> parameters;
  std::string value;
};

// Lines end with CRLF or LF; empty ones are left out. A byte-order mark is none of the text.
std::vector<CalendarLine> ReadCalendarLines(absl::string_view content);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_ICAL_LINES_H_
