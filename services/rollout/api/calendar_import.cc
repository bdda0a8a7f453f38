// SPDX-License-Identifier: Apache-2.0
// Closed days of a roll-out or a team, out of a calendar.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/resource/mutation.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "palier/rollout/v1/agenda_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/domain/closed_days.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;
using Ranges = google::protobuf::RepeatedPtrField<v1::DateRange>;

constexpr int kMaxDays = 1830;
constexpr int kTwoYears = 730;
constexpr int kMaxRanges = 200;

absl::Status InvalidDay(const char* path, status::Text text) {
  return status::InvalidField(path, std::move(text));
}

absl::StatusOr<ClosedSpan> SpanIn(const v1::ImportCalendarRequest& request, absl::CivilDay today) {
  const status::Text no_day = {"must be a day with year, month and day",
                               "doit être un jour avec année, mois et jour"};
  ClosedSpan span = {today, today};
  if (request.has_from_date()) {
    const auto day = time::DayOf(request.from_date());
    if (!day) return InvalidDay("from_date", no_day);
    span.first = *day;
  }
  span.last = std::max(today, span.first) + kTwoYears;
  if (request.has_to_date()) {
    const auto day = time::DayOf(request.to_date());
    if (!day) return InvalidDay("to_date", no_day);
    span.last = *day;
  }
  if (span.last < span.first || span.last - span.first >= kMaxDays) {
    return InvalidDay(
        "to_date", {absl::StrCat("must be on from_date or up to ", kMaxDays - 1, " days after it"),
                    absl::StrCat("doit être from_date ou au plus ", kMaxDays - 1, " jours après")});
  }
  return span;
}

std::vector<ClosedSpan> SpansOf(const Ranges& ranges) {
  std::vector<ClosedSpan> spans;
  for (const v1::DateRange& range : ranges) {
    spans.push_back({ToDay(range.start_date()), ToDay(range.end_date())});
  }
  return spans;
}

// The closed days that are asked for: the roll-out's, or a team's.
absl::StatusOr<Ranges*> RangesOf(const std::string& team, v1::Rollout& rollout) {
  if (team.empty()) return rollout.mutable_blackouts();
  for (v1::TeamDeployment& one : *rollout.mutable_teams()) {
    if (one.team() == team) return one.mutable_blackouts();
  }
  return status::InvalidField(
      "team", {"is no team of this roll-out", "n'est pas une équipe de ce déploiement"});
}

absl::StatusOr<std::vector<ClosedSpan>> Close(const std::vector<ClosedSpan>& wanted,
                                              Ranges& ranges) {
  std::vector<ClosedSpan> added = NotYetClosed(wanted, SpansOf(ranges));
  for (const ClosedSpan& span : added) {
    v1::DateRange& range = *ranges.Add();
    *range.mutable_start_date() = ToDate(span.first);
    *range.mutable_end_date() = ToDate(span.last);
  }
  if (ranges.size() <= kMaxRanges) return added;
  return status::LimitExceeded({"There are at most {limit} {subject}: import fewer days.",
                                "Il y a au plus {limit} {subject} : importez moins de jours."},
                               "blackouts", kMaxRanges);
}

v1::ImportCalendarResponse ResponseOf(const ClosedDays& read, const std::vector<ClosedSpan>& added,
                                      const std::string& etag, rpc::Language language) {
  v1::ImportCalendarResponse response;
  for (const ClosedSpan& span : added) {
    v1::DateRange& range = *response.add_added();
    *range.mutable_start_date() = ToDate(span.first);
    *range.mutable_end_date() = ToDate(span.last);
  }
  for (const LineFinding& finding : read.findings) {
    v1::CalendarFinding& to = *response.add_findings();
    to.set_line(finding.line);
    to.set_text(rpc::In(language, finding.text));
  }
  response.set_event_count(read.event_count);
  response.set_etag(etag);
  return response;
}

absl::StatusOr<v1::ImportCalendarResponse> ImportCalendar(
    Context& context, const rpc::Call& call, const v1::ImportCalendarRequest& request) {
  const resource::Type& type = context.types.rollout;
  RETURN_IF_ERROR(type.pattern().Parse(request.name()).status());
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOfOrganization(call.organization, call.deadline));
  ASSIGN_OR_RETURN(const ClosedSpan within, SpanIn(request, DayOf(context.store.Now(), zone)));
  ASSIGN_OR_RETURN(const ClosedDays read, ReadClosedDays(request.content(), within));
  std::vector<ClosedSpan> added;
  ASSIGN_OR_RETURN(const v1::Rollout after,
                   resource::ChangeOne<v1::Rollout>(
                       context.store, call, type, request,
                       [&](Session&, const v1::Rollout&, v1::Rollout& rollout) -> absl::Status {
                         ASSIGN_OR_RETURN(Ranges * ranges, RangesOf(request.team(), rollout));
                         ASSIGN_OR_RETURN(added, Close(read.spans, *ranges));
                         return absl::OkStatus();
                       }));
  return ResponseOf(read, added, after.etag(), call.language);
}

}  // namespace

void AddCalendarImport(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ImportCalendarRequest, v1::ImportCalendarResponse>(
      "ImportCalendar", [&context](const rpc::Call& call, const auto& request) {
        return ImportCalendar(context, call, request);
      });
}

}  // namespace palier::rollout
