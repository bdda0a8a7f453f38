// SPDX-License-Identifier: Apache-2.0
// What is due when over all roll-outs, as a list and as a calendar.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/resource_name.h"
#include "common/resource/type.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "palier/rollout/v1/agenda_service.pb.h"
#include "rollout/api/agenda_records.h"
#include "rollout/api/context.h"
#include "rollout/domain/ical.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr int kMaxDays = 750;
constexpr absl::Duration kCheckInLength = absl::Minutes(30);
constexpr absl::Duration kReviewLength = absl::Hours(1);

struct Days {
  absl::CivilDay first;
  absl::CivilDay last;
};

// What is asked for, read.
struct View {
  absl::TimeZone zone;
  std::string zone_name;
  absl::CivilDay today;
  Days days;
  std::vector<RolloutAgenda> agendas;
};

absl::Status NoDay(const char* path) {
  return status::InvalidField(path, {"must be a day with year, month and day",
                                     "doit être un jour avec année, mois et jour"});
}

// The days of the request; `before` and `after` today where it names none.
template <typename Request>
absl::StatusOr<Days> DaysIn(const Request& request, absl::CivilDay first, int more) {
  Days days = {first, first};
  if (request.has_from_date()) {
    const auto day = time::DayOf(request.from_date());
    if (!day) return NoDay("from_date");
    days.first = *day;
  }
  days.last = days.first + more;
  if (request.has_to_date()) {
    const auto day = time::DayOf(request.to_date());
    if (!day) return NoDay("to_date");
    days.last = *day;
  }
  if (days.last < days.first || days.last - days.first >= kMaxDays) {
    return status::InvalidField(
        "to_date", {absl::StrCat("must be on from_date or up to ", kMaxDays - 1, " days after it"),
                    absl::StrCat("doit être from_date ou au plus ", kMaxDays - 1, " jours après")});
  }
  return days;
}

absl::Status CheckParent(const Types& types, const std::string& parent) {
  ASSIGN_OR_RETURN(const aip::ResourceName name, aip::ParseName(parent));
  if (name.pairs().size() == 1) return absl::OkStatus();
  return types.rollout.pattern().Parse(parent).status();
}

template <typename Request>
absl::StatusOr<View> Look(Context& context, const rpc::Call& call, const Request& request,
                          int before, int more) {
  RETURN_IF_ERROR(CheckParent(context.types, request.parent()));
  View view;
  ASSIGN_OR_RETURN(view.zone,
                   context.registry.ZoneOfOrganization(call.organization, call.deadline));
  view.zone_name = view.zone.name();
  view.today = DayOf(context.store.Now(), view.zone);
  ASSIGN_OR_RETURN(view.days, DaysIn(request, view.today - before, more));
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(view.agendas,
                     ReadAgendas(session, context.types, request.parent(), view.zone));
    return absl::OkStatus();
  }));
  return view;
}

// Those of the days asked for, and overdue ones before them if wanted.
absl::StatusOr<std::vector<AgendaEntry>> EntriesIn(const View& view, bool overdue) {
  std::vector<AgendaEntry> entries;
  for (const RolloutAgenda& agenda : view.agendas) {
    for (const AgendaEntry& entry : agenda.entries) {
      const bool inside = entry.day >= view.days.first && entry.day <= view.days.last;
      const bool late = overdue && entry.overdue && entry.day < view.days.first;
      if (inside || late) entries.push_back(entry);
    }
  }
  if (entries.size() > kMaxAgendaEntries) {
    return status::LimitExceeded({"More than {limit} {subject}: ask for fewer days.",
                                  "Plus de {limit} {subject} : demandez moins de jours."},
                                 "items", kMaxAgendaEntries);
  }
  SortAgenda(entries);
  return entries;
}

v1::AgendaItem ItemOf(const AgendaEntry& entry, rpc::Language language) {
  v1::AgendaItem item;
  item.set_kind(static_cast<v1::AgendaItem::Kind>(entry.kind));
  *item.mutable_date() = ToDate(entry.day);
  if (entry.due) resource::SetStandardTime(item, "due_time", *entry.due);
  item.set_state(entry.done      ? v1::AgendaItem::DONE
                 : entry.overdue ? v1::AgendaItem::OVERDUE
                                 : v1::AgendaItem::DUE);
  item.set_name(entry.name);
  item.set_rollout(entry.rollout);
  item.set_wave(entry.wave);
  item.set_team(entry.team);
  item.set_champion(entry.champion);
  item.set_people(entry.people);
  item.set_text(rpc::In(language, TextOf(entry)));
  return item;
}

v1::RolloutPosition PositionMessage(const RolloutAgenda& agenda, absl::CivilDay today,
                                    rpc::Language language) {
  const Position position = PositionOf(agenda.waves, agenda.entries, today);
  v1::RolloutPosition to;
  to.set_rollout(agenda.rollout.name());
  to.set_display_name(agenda.rollout.display_name());
  to.set_wave(position.wave);
  to.set_wave_count(position.wave_count);
  to.set_day(position.day);
  to.set_day_count(position.day_count);
  if (position.next) *to.mutable_next() = ItemOf(*position.next, language);
  to.set_overdue_count(position.overdue_count);
  to.set_text(rpc::In(language, position.text));
  return to;
}

bool GoesOn(const v1::Rollout& rollout) {
  return rollout.state() == v1::Rollout::PLANNED || rollout.state() == v1::Rollout::ACTIVE;
}

absl::StatusOr<v1::QueryAgendaResponse> QueryAgenda(Context& context, const rpc::Call& call,
                                                    const v1::QueryAgendaRequest& request) {
  constexpr int kFourWeeks = 27;
  ASSIGN_OR_RETURN(const View view, Look(context, call, request, 0, kFourWeeks));
  ASSIGN_OR_RETURN(const auto entries, EntriesIn(view, request.overdue()));
  v1::QueryAgendaResponse response;
  for (const AgendaEntry& entry : entries) *response.add_items() = ItemOf(entry, call.language);
  for (const RolloutAgenda& agenda : view.agendas) {
    if (!GoesOn(agenda.rollout)) continue;
    *response.add_positions() = PositionMessage(agenda, view.today, call.language);
  }
  *response.mutable_today_date() = ToDate(view.today);
  response.set_time_zone(view.zone_name);
  return response;
}

CalendarEvent EventOf(const AgendaEntry& entry, rpc::Language language) {
  CalendarEvent event;
  event.uid = absl::StrCat(entry.uid, "@palier");
  event.sequence = entry.revision;
  event.changed = entry.changed;
  event.day = entry.day;
  event.start = entry.due;
  event.length = entry.kind == AgendaKind::kCheckIn ? kCheckInLength : kReviewLength;
  event.summary = absl::StrCat(entry.rollout_label, rpc::In(language, {": ", " : "}),
                               rpc::In(language, TextOf(entry)));
  std::vector<std::string> lines = {entry.name};
  if (entry.done) lines.push_back(rpc::In(language, {"Done.", "Fait."}));
  if (!entry.champion.empty()) {
    lines.push_back(absl::StrCat(rpc::In(language, {"Champion: ", "Champion : "}), entry.champion));
  }
  event.description = absl::StrJoin(lines, "\n");
  event.category = v1::AgendaItem::Kind_Name(static_cast<v1::AgendaItem::Kind>(entry.kind));
  return event;
}

absl::StatusOr<v1::ExportCalendarResponse> ExportCalendar(
    Context& context, const rpc::Call& call, const v1::ExportCalendarRequest& request) {
  constexpr int kBefore = 31;
  ASSIGN_OR_RETURN(const View view, Look(context, call, request, kBefore, kBefore + 365));
  ASSIGN_OR_RETURN(const auto entries, EntriesIn(view, false));
  std::vector<CalendarEvent> events;
  for (const AgendaEntry& entry : entries) events.push_back(EventOf(entry, call.language));
  const bool one = view.agendas.size() == 1 && view.agendas[0].rollout.name() == request.parent();
  v1::ExportCalendarResponse response;
  response.set_content(
      WriteCalendar(one ? view.agendas[0].rollout.display_name()
                        : rpc::In(call.language, {"Palier: roll-outs", "Palier : déploiements"}),
                    events));
  response.set_content_type("text/calendar; charset=utf-8");
  response.set_event_count(static_cast<int>(events.size()));
  return response;
}

}  // namespace

void AddAgenda(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryAgendaRequest, v1::QueryAgendaResponse>(
      "QueryAgenda", [&context](const rpc::Call& call, const auto& request) {
        return QueryAgenda(context, call, request);
      });
  table.Unary<v1::ExportCalendarRequest, v1::ExportCalendarResponse>(
      "ExportCalendar", [&context](const rpc::Call& call, const auto& request) {
        return ExportCalendar(context, call, request);
      });
}

}  // namespace palier::rollout
