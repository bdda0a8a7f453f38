// SPDX-License-Identifier: Apache-2.0
// Ambassadors, what to celebrate, and the calendar of acculturation.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/communication.pb.h"
#include "palier/rollout/v1/demonstration.pb.h"
#include "palier/rollout/v1/learning_assignment.pb.h"
#include "palier/rollout/v1/people_service.pb.h"
#include "palier/rollout/v1/session_attendance.pb.h"
#include "palier/rollout/v1/upskilling_plan.pb.h"
#include "rollout/api/certificates.h"
#include "rollout/api/condition_messages.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using registry::v1::Entry;
using resource::Session;

constexpr int kMaxEvents = 2000;
constexpr int kMaxCalendarDays = 400;
constexpr int kDaysBefore = 30;
constexpr int kDaysAfter = 90;

absl::StatusOr<absl::CivilDay> Today(const Context& context, const rpc::Call& call) {
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  return DayOf(context.store.Now(), zone);
}

struct AmbassadorRecords {
  v1::Rollout rollout;
  std::vector<v1::Champion> champions;
  std::vector<v1::SessionAttendance> attendances;
  std::vector<v1::Demonstration> demonstrations;
};

absl::StatusOr<AmbassadorRecords> ReadAmbassadors(Context& context, const rpc::Call& call,
                                                  const std::string& rollout) {
  const Types& types = context.types;
  AmbassadorRecords records;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    records = {};
    RETURN_IF_ERROR(session.Get(types.rollout, rollout, &records.rollout));
    RETURN_IF_ERROR(
        resource::ReadAll(session, types.champion, resource::ParentOf(rollout), records.champions));
    RETURN_IF_ERROR(resource::ReadAll(session, types.session_attendance,
                                      absl::StrCat(rollout, "/waves/-"), records.attendances));
    return resource::ReadAll(session, types.demonstration, rollout, records.demonstrations);
  }));
  return records;
}

// What each champion did in the roll-out, by name.
std::map<std::string, v1::Ambassador> DeedsOf(const AmbassadorRecords& records,
                                              absl::CivilDay today) {
  std::map<std::string, v1::Ambassador> deeds;
  for (const v1::Champion& champion : records.champions) {
    v1::Ambassador& one = deeds[champion.name()];
    one.set_champion(champion.name());
    one.set_team(champion.team());
    one.set_certified(IsCertified(champion, today));
  }
  for (const v1::SessionAttendance& attendance : records.attendances) {
    const auto one = deeds.find(attendance.champion());
    if (one == deeds.end()) continue;
    one->second.set_held_session_count(one->second.held_session_count() + 1);
    one->second.set_held_minutes(one->second.held_minutes() + attendance.minutes());
    one->second.set_trained_count(one->second.trained_count() + attendance.attended_count());
  }
  for (const v1::Demonstration& demonstration : records.demonstrations) {
    const auto one = deeds.find(demonstration.champion());
    if (one == deeds.end()) continue;
    v1::Ambassador& to = one->second;
    to.set_demonstration_count(to.demonstration_count() + 1);
    to.set_demonstration_attendee_count(to.demonstration_attendee_count() +
                                        demonstration.attendee_count());
  }
  return deeds;
}

bool DidSomething(const v1::Ambassador& one) {
  return one.held_session_count() + one.demonstration_count() > 0;
}

bool IsOfRollout(const v1::Rollout& rollout, const std::string& team) {
  return std::any_of(rollout.teams().begin(), rollout.teams().end(),
                     [&](const v1::TeamDeployment& one) { return one.team() == team; });
}

absl::StatusOr<v1::QueryAmbassadorsResponse> QueryAmbassadors(
    Context& context, const rpc::Call& call, const v1::QueryAmbassadorsRequest& request) {
  ASSIGN_OR_RETURN(const AmbassadorRecords records,
                   ReadAmbassadors(context, call, request.parent()));
  ASSIGN_OR_RETURN(const absl::CivilDay today, Today(context, call));
  v1::QueryAmbassadorsResponse response;
  for (const auto& [name, one] : DeedsOf(records, today)) {
    if (IsOfRollout(records.rollout, one.team()) || DidSomething(one)) {
      *response.add_ambassadors() = one;
    }
  }
  return response;
}

v1::Success SuccessOf(const Entry& entry, absl::CivilDay today) {
  const registry::v1::QuickWin& win = entry.quick_win();
  v1::Success success;
  success.set_entry(entry.name());
  success.set_display_name(entry.display_name());
  success.set_expected(win.expected());
  success.set_achieved(win.achieved());
  if (win.has_expected_date()) *success.mutable_expected_date() = win.expected_date();
  if (entry.has_event_date()) *success.mutable_event_date() = entry.event_date();
  const bool late = win.has_expected_date() && IsWholeDate(win.expected_date()) &&
                    ToDay(win.expected_date()) < today;
  success.set_state(!win.achieved().empty()
                        ? (win.published() ? v1::Success::PUBLISHED : v1::Success::ACHIEVED)
                        : (late ? v1::Success::LATE : v1::Success::EXPECTED));
  return success;
}

std::vector<v1::Success> SuccessesOf(const std::vector<Entry>& entries, absl::CivilDay today) {
  std::vector<v1::Success> successes;
  for (const Entry& entry : entries) successes.push_back(SuccessOf(entry, today));
  const auto key = [](const v1::Success& one) {
    const absl::CivilDay day =
        one.has_expected_date() ? ToDay(one.expected_date()) : absl::CivilDay::max();
    return std::make_tuple(day, one.entry());
  };
  std::sort(successes.begin(), successes.end(),
            [&](const v1::Success& a, const v1::Success& b) { return key(a) < key(b); });
  return successes;
}

void AddFinding(const v1::Success& success, rpc::Language language,
                v1::QuerySuccessesResponse& response) {
  if (success.state() == v1::Success::ACHIEVED) {
    *response.add_findings() = ExplanationOf(
        {"QUICK_WIN_NOT_PUBLISHED",
         success.entry(),
         {"It was achieved and nobody was told.", "C'est atteint, et personne ne le sait."}},
        language);
  } else if (success.state() == v1::Success::LATE) {
    const std::string day = absl::FormatCivilTime(ToDay(success.expected_date()));
    *response.add_findings() = ExplanationOf({"QUICK_WIN_LATE",
                                              success.entry(),
                                              {absl::StrCat("It was expected by ", day, "."),
                                               absl::StrCat("C'était attendu pour le ", day, ".")}},
                                             language);
  }
}

// Nobody is named who did not ask for it.
std::vector<v1::Ambassador> RecognisedOf(const AmbassadorRecords& records, absl::CivilDay today) {
  const std::map<std::string, v1::Ambassador> deeds = DeedsOf(records, today);
  std::vector<v1::Ambassador> recognised;
  for (const v1::Champion& champion : records.champions) {
    const v1::Ambassador& one = deeds.at(champion.name());
    if (champion.recognition_opt_in() && DidSomething(one)) recognised.push_back(one);
  }
  const auto reached = [](const v1::Ambassador& one) {
    return one.trained_count() + one.demonstration_attendee_count();
  };
  std::stable_sort(recognised.begin(), recognised.end(),
                   [&](const auto& a, const auto& b) { return reached(a) > reached(b); });
  return recognised;
}

absl::StatusOr<v1::QuerySuccessesResponse> QuerySuccesses(
    Context& context, const rpc::Call& call, const v1::QuerySuccessesRequest& request) {
  ASSIGN_OR_RETURN(const AmbassadorRecords records,
                   ReadAmbassadors(context, call, request.parent()));
  ASSIGN_OR_RETURN(const absl::CivilDay today, Today(context, call));
  ASSIGN_OR_RETURN(const std::vector<Entry> entries,
                   context.registry.Entries(call, records.rollout.project(), "quick_win"));
  v1::QuerySuccessesResponse response;
  for (const v1::Success& success : SuccessesOf(entries, today)) {
    AddFinding(success, call.language, response);
    *response.add_quick_wins() = success;
  }
  for (const v1::Ambassador& one : RecognisedOf(records, today)) {
    *response.add_recognised() = one;
  }
  return response;
}

// Events of a calendar while it is gathered.
class Calendar {
 public:
  Calendar(absl::CivilDay first, absl::CivilDay last) : first_(first), last_(last) {}

  template <typename Resource>
  void Add(v1::AcculturationEvent::Kind kind, const Resource& of, const google::type::Date& date,
           bool done) {
    if (!IsWholeDate(date) || ToDay(date) < first_ || last_ < ToDay(date)) return;
    v1::AcculturationEvent& event = events_.emplace_back();
    *event.mutable_event_date() = date;
    event.set_kind(kind);
    event.set_source(of.name());
    event.set_display_name(of.display_name());
    event.set_done(done);
  }

  v1::QueryAcculturationResponse Take() {
    const auto key = [](const v1::AcculturationEvent& event) {
      return std::make_tuple(ToDay(event.event_date()), event.source());
    };
    std::sort(events_.begin(), events_.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
    if (events_.size() > kMaxEvents) events_.resize(kMaxEvents);
    v1::QueryAcculturationResponse response;
    response.mutable_events()->Add(events_.begin(), events_.end());
    return response;
  }

 private:
  const absl::CivilDay first_, last_;
  std::vector<v1::AcculturationEvent> events_;
};

absl::Status Gather(Session& session, const Types& types, const std::string& parent,
                    Calendar& calendar) {
  ASSIGN_OR_RETURN(const std::set<std::string> rollouts, RolloutsNamed(session, types, parent));
  const auto counts = [&](const std::string& name) {
    return rollouts.contains(resource::ParentOf(name));
  };
  std::vector<v1::Communication> communications;
  RETURN_IF_ERROR(resource::ReadAll(session, types.communication, parent, communications));
  for (const v1::Communication& one : communications) {
    if (!counts(one.name())) continue;
    calendar.Add(v1::AcculturationEvent::COMMUNICATION, one, one.planned_date(),
                 one.state() == v1::Communication::PUBLISHED);
  }
  std::vector<v1::Demonstration> demonstrations;
  RETURN_IF_ERROR(resource::ReadAll(session, types.demonstration, parent, demonstrations));
  for (const v1::Demonstration& one : demonstrations) {
    if (!counts(one.name())) continue;
    calendar.Add(v1::AcculturationEvent::DEMONSTRATION, one, one.event_date(), true);
  }
  std::vector<v1::LearningAssignment> assignments;
  RETURN_IF_ERROR(resource::ReadAll(session, types.learning_assignment, parent, assignments));
  for (const v1::LearningAssignment& one : assignments) {
    if (!counts(one.name())) continue;
    calendar.Add(v1::AcculturationEvent::LEARNING_DUE, one, one.due_date(), false);
  }
  std::vector<v1::UpskillingPlan> plans;
  RETURN_IF_ERROR(resource::ReadAll(session, types.upskilling_plan, parent, plans));
  for (const v1::UpskillingPlan& one : plans) {
    if (!counts(one.name())) continue;
    calendar.Add(v1::AcculturationEvent::UPSKILLING_END, one, one.end_date(), false);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::QueryAcculturationResponse> QueryAcculturation(
    Context& context, const rpc::Call& call, const v1::QueryAcculturationRequest& request) {
  RETURN_IF_ERROR(
      context.types.rollout.pattern().Parse(request.parent(), aip::Wildcard::kAllowed).status());
  status::FieldErrors errors;
  CheckDate("start_date", request.has_start_date(), request.start_date(), errors);
  CheckDate("end_date", request.has_end_date(), request.end_date(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  ASSIGN_OR_RETURN(const absl::CivilDay today, Today(context, call));
  const absl::CivilDay first =
      request.has_start_date() ? ToDay(request.start_date()) : today - kDaysBefore;
  const absl::CivilDay last =
      request.has_end_date() ? ToDay(request.end_date()) : today + kDaysAfter;
  if (last < first || last - first >= kMaxCalendarDays) {
    return status::InvalidField(
        "end_date",
        {absl::StrCat("must be 0 to ", kMaxCalendarDays - 1, " days after start_date"),
         absl::StrCat("doit suivre start_date de 0 à ", kMaxCalendarDays - 1, " jours")});
  }
  v1::QueryAcculturationResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    Calendar calendar(first, last);
    RETURN_IF_ERROR(Gather(session, context.types, request.parent(), calendar));
    response = calendar.Take();
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace

void AddPeople(rpc::ServiceTable& table, Context& context) {
  AddWavePeople(table, context);
  table.Unary<v1::QueryAmbassadorsRequest, v1::QueryAmbassadorsResponse>(
      "QueryAmbassadors", [&context](const rpc::Call& call, const auto& request) {
        return QueryAmbassadors(context, call, request);
      });
  table.Unary<v1::QuerySuccessesRequest, v1::QuerySuccessesResponse>(
      "QuerySuccesses", [&context](const rpc::Call& call, const auto& request) {
        return QuerySuccesses(context, call, request);
      });
  table.Unary<v1::QueryAcculturationRequest, v1::QueryAcculturationResponse>(
      "QueryAcculturation", [&context](const rpc::Call& call, const auto& request) {
        return QueryAcculturation(context, call, request);
      });
}

}  // namespace palier::rollout
