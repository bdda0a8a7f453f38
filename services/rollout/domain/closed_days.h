// SPDX-License-Identifier: Apache-2.0
// Closed days out of an iCalendar (RFC 5545). Not libical: it keeps no line numbers, so that what
// it does not understand could not be told by line, and it is a large C parser for what strangers
// send; of the format only dates of all-day events and yearly rules are needed.
#ifndef PALIER_ROLLOUT_DOMAIN_CLOSED_DAYS_H_
#define PALIER_ROLLOUT_DOMAIN_CLOSED_DAYS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/status/error.h"

namespace palier::rollout {

// Days from the first to the last, both included.
struct ClosedSpan {
  absl::CivilDay first;
  absl::CivilDay last;
  friend bool operator==(const ClosedSpan&, const ClosedSpan&) = default;
};

// Something that was not understood, and left out. Lines from 1, as in the file.
struct LineFinding {
  int line = 0;
  status::Text text;
};

struct ClosedDays {
  // By day; spans that touch or overlap are one.
  std::vector<ClosedSpan> spans;
  // All-day events that were understood, each once.
  int event_count = 0;
  // By line, the first 1,000.
  std::vector<LineFinding> findings;
};

// Reads VEVENTs with a date for their start; what has a time of day is left out, as are cancelled
// ones. Understands DTEND, DURATION in days and weeks, EXDATE, and RRULE with FREQ=YEARLY and
// INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY (one of each; BYDAY as `4TH` or `-1MO`). Only
// days in `within`, which spans at most 1,830 days. INVALID_ARGUMENT (INVALID_FIELDS, `content`)
// when it is no iCalendar.
absl::StatusOr<ClosedDays> ReadClosedDays(absl::string_view content, const ClosedSpan& within);

// The days of `wanted` that are in none of `closed`, as spans by day.
std::vector<ClosedSpan> NotYetClosed(const std::vector<ClosedSpan>& wanted,
                                     std::vector<ClosedSpan> closed);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_CLOSED_DAYS_H_
