// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/closed_days.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "rollout/domain/ical_lines.h"
#include "rollout/domain/yearly_rule.h"

namespace palier::rollout {
namespace {

constexpr size_t kMaxFindings = 1000;
constexpr int kMaxEventDays = 366;

// `P3D` or `P2W`.
std::optional<int> DaysOf(absl::string_view duration) {
  absl::ConsumePrefix(&duration, "+");
  if (!absl::ConsumePrefix(&duration, "P") || duration.empty()) return std::nullopt;
  const char unit = duration.back();
  duration.remove_suffix(1);
  int number = 0;
  if (!absl::SimpleAtoi(duration, &number) || number < 1 || number > kMaxEventDays) {
    return std::nullopt;
  }
  if (unit == 'D') return number;
  if (unit == 'W') return 7 * number;
  return std::nullopt;
}

struct Event {
  int line = 0;
  std::optional<absl::CivilDay> start;
  std::optional<absl::CivilDay> end;  // the first day that is none of it
  int days = 1;
  std::optional<YearlyRule> rule;
  std::set<absl::CivilDay> except;
  bool cancelled = false;
  // Something about it was told as not understood: it is left out as a whole.
  bool broken = false;
};

class Reader {
 public:
  explicit Reader(const ClosedSpan& within) : within_(within) {}

  void Take(const CalendarLine& line) {
    if (line.name.empty()) {
      Tell(line, {"is no line of a calendar.", "n'est pas une ligne de calendrier."});
    } else if (line.name == "BEGIN") {
      Begin(line);
    } else if (line.name == "END") {
      End(line);
    } else if (inside_.size() == 2 && inside_.back() == "VEVENT") {
      TakeProperty(line);
    }
  }

  ClosedDays Finish(int last_line) {
    if (!inside_.empty()) {
      CalendarLine end;
      end.number = last_line;
      Tell(end, {absl::StrCat("the file ends inside ", inside_.back(), "."),
                 absl::StrCat("le fichier finit au milieu de ", inside_.back(), ".")});
    }
    found_.spans = NotYetClosed(spans_, {});
    std::stable_sort(found_.findings.begin(), found_.findings.end(),
                     [](const LineFinding& a, const LineFinding& b) { return a.line < b.line; });
    return std::move(found_);
  }

 private:
  void Tell(const CalendarLine& line, status::Text text) {
    if (found_.findings.size() < kMaxFindings) {
      found_.findings.push_back({line.number, std::move(text)});
    }
    event_.broken = true;
  }
  void TellValue(const CalendarLine& line) {
    Tell(line, {absl::StrCat(line.name, " is not understood; the event is left out."),
                absl::StrCat(line.name, " n'est pas compris ; l'événement est écarté.")});
  }

  void Begin(const CalendarLine& line) {
    const std::string what = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(line.value));
    inside_.push_back(what);
    if (inside_.size() != 2) return;
    event_ = Event();
    event_.line = line.number;
    if (what == "VTODO" || what == "VJOURNAL" || what == "VFREEBUSY") {
      Tell(line, {absl::StrCat(what, " is left out: closed days are read from VEVENT."),
                  absl::StrCat(what, " est écarté : les jours fermés se lisent dans VEVENT.")});
    }
  }

  void End(const CalendarLine& line) {
    const std::string what = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(line.value));
    if (inside_.empty() || inside_.back() != what) {
      Tell(line, {absl::StrCat("END:", what, " has no beginning."),
                  absl::StrCat("END:", what, " n'a pas de début.")});
      return;
    }
    inside_.pop_back();
    if (inside_.size() == 1 && what == "VEVENT") AddEvent();
  }

  void TakeProperty(const CalendarLine& line) {
    if (line.name == "DTSTART") {
      event_.start = DayIn(line);
    } else if (line.name == "DTEND") {
      event_.end = DayIn(line);
    } else if (line.name == "DURATION") {
      TakeDuration(line);
    } else if (line.name == "RRULE") {
      event_.rule = YearlyRule::Parse(line.value);
      if (!event_.rule) TellValue(line);
    } else if (line.name == "EXDATE") {
      TakeExceptions(line);
    } else if (line.name == "RDATE" || line.name == "RECURRENCE-ID" || line.name == "EXRULE") {
      TellValue(line);
    } else if (line.name == "STATUS") {
      event_.cancelled = absl::EqualsIgnoreCase(line.value, "CANCELLED");
    }
  }

  // Days, or times of which the day counts.
  void TakeExceptions(const CalendarLine& line) {
    for (const absl::string_view part : absl::StrSplit(line.value, ',')) {
      const absl::string_view value = absl::StripAsciiWhitespace(part);
      const auto day = ParseBasicDate(value.substr(0, 8));
      if (!day || (value.size() > 8 && value[8] != 'T')) return TellValue(line);
      event_.except.insert(*day);
    }
  }

  // None, and told, for what has a time of day.
  std::optional<absl::CivilDay> DayIn(const CalendarLine& line) {
    const absl::string_view value = absl::StripAsciiWhitespace(line.value);
    if (const auto day = ParseBasicDate(value)) return day;
    if (absl::StrContains(value, "T")) {
      if (!event_.broken) {
        Tell(line, {"the event has a time of day; only all-day events are closed days.",
                    "l'événement a une heure ; seuls les événements d'une journée entière "
                    "ferment des jours."});
      }
    } else {
      TellValue(line);
    }
    return std::nullopt;
  }

  void TakeDuration(const CalendarLine& line) {
    if (const auto days = DaysOf(absl::StripAsciiWhitespace(line.value))) {
      event_.days = *days;
    } else {
      TellValue(line);
    }
  }

  void AddEvent() {
    CalendarLine at;
    at.number = event_.line;
    if (event_.cancelled || event_.broken) return;
    if (!event_.start) {
      Tell(at, {"the event has no DTSTART.", "l'événement n'a pas de DTSTART."});
      return;
    }
    if (event_.end)
      event_.days = static_cast<int>(std::min<int64_t>(*event_.end - *event_.start, 10'000));
    if (event_.days < 1 || event_.days > kMaxEventDays) {
      Tell(at, {absl::StrCat("the event has no day, or more than ", kMaxEventDays, "."),
                absl::StrCat("l'événement n'a aucun jour, ou plus de ", kMaxEventDays, ".")});
      return;
    }
    ++found_.event_count;
    const std::vector<absl::CivilDay> starts =
        event_.rule ? event_.rule->DaysFrom(*event_.start, within_.last)
                    : std::vector<absl::CivilDay>{*event_.start};
    for (const absl::CivilDay start : starts) {
      const ClosedSpan span = {std::max(start, within_.first),
                               std::min(start + (event_.days - 1), within_.last)};
      if (span.first <= span.last && !event_.except.contains(start)) spans_.push_back(span);
    }
  }

  const ClosedSpan within_;
  std::vector<std::string> inside_;
  Event event_;
  std::vector<ClosedSpan> spans_;
  ClosedDays found_;
};

// By day, those that touch or overlap as one.
std::vector<ClosedSpan> Joined(std::vector<ClosedSpan> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const ClosedSpan& a, const ClosedSpan& b) { return a.first < b.first; });
  std::vector<ClosedSpan> joined;
  for (const ClosedSpan& span : spans) {
    if (!joined.empty() && span.first <= joined.back().last + 1) {
      joined.back().last = std::max(joined.back().last, span.last);
    } else {
      joined.push_back(span);
    }
  }
  return joined;
}

}  // namespace

std::vector<ClosedSpan> NotYetClosed(const std::vector<ClosedSpan>& wanted,
                                     std::vector<ClosedSpan> closed) {
  closed = Joined(std::move(closed));
  std::vector<ClosedSpan> left;
  for (ClosedSpan span : Joined(wanted)) {
    for (const ClosedSpan& gone : closed) {
      if (gone.last < span.first || gone.first > span.last) continue;
      if (gone.first > span.first) left.push_back({span.first, gone.first - 1});
      span.first = gone.last + 1;
    }
    if (span.first <= span.last) left.push_back(span);
  }
  return left;
}

absl::StatusOr<ClosedDays> ReadClosedDays(absl::string_view content, const ClosedSpan& within) {
  const std::vector<CalendarLine> lines = ReadCalendarLines(content);
  const bool calendar = !lines.empty() && lines[0].name == "BEGIN" &&
                        absl::EqualsIgnoreCase(lines[0].value, "VCALENDAR");
  if (!calendar) {
    return status::InvalidField(
        "content", {"is no iCalendar: it does not begin with BEGIN:VCALENDAR.",
                    "n'est pas un iCalendar : il ne commence pas par BEGIN:VCALENDAR."});
  }
  Reader reader(within);
  for (const CalendarLine& line : lines) reader.Take(line);
  return reader.Finish(lines.back().number);
}

}  // namespace palier::rollout
