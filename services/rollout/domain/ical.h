// SPDX-License-Identifier: Apache-2.0
// iCalendar (RFC 5545): events written for other programs.
#ifndef PALIER_ROLLOUT_DOMAIN_ICAL_H_
#define PALIER_ROLLOUT_DOMAIN_ICAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace palier::rollout {

struct CalendarEvent {
  // The same for ever.
  std::string uid;
  // Grows with each change; shown modulo 2^31.
  int64_t sequence = 0;
  absl::Time changed;
  // All day, unless there is a time.
  absl::CivilDay day;
  std::optional<absl::Time> start;
  absl::Duration length;
  std::string summary;
  // Lines are separated by \n; may be empty.
  std::string description;
  std::string category;
};

// One VCALENDAR: times in UTC, so that no VTIMEZONE is needed; CRLF; lines of 75 octets at most,
// folded between characters. DTSTAMP is the last change, so that the same events give the same
// text.
std::string WriteCalendar(absl::string_view name, const std::vector<CalendarEvent>& events);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_ICAL_H_
