// SPDX-License-Identifier: Apache-2.0
// Sessions as they were held, and the load they are.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/resource/mutation.h"
#include "common/resource/read_all.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/champion.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/training_service.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/support.h"
#include "rollout/domain/training_load.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr int kPresetWeeks = 12;
constexpr int kPresetDailyPermille = 150;
// Longest id of a resource.
constexpr size_t kMaxIdBytes = 63;

std::string SessionId(const std::string& team, int number) {
  const std::string id = absl::StrCat("session-", number, "-", IdOf(team));
  if (id.size() <= kMaxIdBytes) return id;
  return absl::StrCat("session-", number, "-", digest::Sha256Hex(team).substr(0, 32));
}

absl::Status CheckStarted(const v1::Wave& wave) {
  if (wave.state() != v1::Wave::PLANNED) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is {state}: its sessions begin with it.",
                        "{resource} est dans l'état {state} : ses sessions commencent avec elle."})
      .With("resource", wave.name())
      .With("state", v1::Wave::State_Name(wave.state()));
}

// The session of the plan that the request names.
absl::StatusOr<v1::TrainingSession> SessionOf(const v1::Wave& wave,
                                              const v1::RecordAttendanceRequest& request) {
  const auto team =
      std::find_if(wave.teams().begin(), wave.teams().end(),
                   [&](const v1::WaveTeam& one) { return one.team() == request.team(); });
  if (team == wave.teams().end()) {
    return status::InvalidField("team",
                                {"is no team of this wave", "n'est pas une équipe de cette vague"});
  }
  if (request.session_number() > team->sessions_size()) {
    return status::InvalidField(
        "session_number",
        {absl::StrCat("the team has ", team->sessions_size(), " sessions in this wave"),
         absl::StrCat("l'équipe a ", team->sessions_size(), " sessions dans cette vague")});
  }
  return team->sessions(request.session_number() - 1);
}

absl::Status WriteAttendance(Session& session, const Types& types, const rpc::Call& call,
                             const v1::RecordAttendanceRequest& request,
                             v1::SessionAttendance& attendance) {
  v1::Wave wave;
  v1::Rollout rollout;
  RETURN_IF_ERROR(session.Get(types.wave, request.parent(), &wave));
  RETURN_IF_ERROR(session.Get(types.rollout, resource::ParentOf(wave.name()), &rollout));
  RETURN_IF_ERROR(CheckStarted(wave));
  ASSIGN_OR_RETURN(const v1::TrainingSession planned, SessionOf(wave, request));
  status::FieldErrors errors;
  CheckPastDate("session_number", planned.date(), session.now(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  const std::string champion = request.champion().empty() ? planned.champion() : request.champion();
  if (!request.champion().empty()) {
    v1::Champion known;
    RETURN_IF_ERROR(session.Get(types.champion, champion, &known));
  }
  const std::string name = absl::StrCat(wave.name(), "/attendances/",
                                        SessionId(request.team(), request.session_number()));
  v1::SessionAttendance before;
  ASSIGN_OR_RETURN(const bool known, session.Find(types.session_attendance, name, &before));
  attendance = before;
  if (known && before.attended_count() == request.attended_count() &&
      before.champion() == champion) {
    return absl::OkStatus();
  }
  attendance.set_name(name);
  attendance.set_team(request.team());
  attendance.set_session_number(request.session_number());
  *attendance.mutable_session_date() = planned.date();
  attendance.set_planned_count(planned.people());
  attendance.set_attended_count(request.attended_count());
  attendance.set_champion(champion);
  attendance.set_minutes(LimitsOf(rollout.limits()).session_minutes);
  attendance.set_recorder(call.caller.subject());
  if (known) return session.Replace(types.session_attendance, before, attendance).status();
  return session.Insert(types.session_attendance, attendance);
}

absl::StatusOr<v1::SessionAttendance> RecordAttendance(Context& context, const rpc::Call& call,
                                                       const v1::RecordAttendanceRequest& request) {
  RETURN_IF_ERROR(context.types.wave.pattern().Parse(request.parent()).status());
  if (!request.champion().empty()) {
    status::FieldErrors errors;
    CheckReference("champion", request.champion(), "champions", request.parent(), errors);
    RETURN_IF_ERROR(errors.ToStatus());
  }
  return resource::MutateTo<v1::SessionAttendance>(
      context.store, call, context.types.session_attendance, request,
      [&](Session& session, v1::SessionAttendance& attendance) {
        return WriteAttendance(session, context.types, call, request, attendance);
      });
}

struct TrainingRecords {
  std::map<std::string, v1::Rollout> rollouts;
  std::vector<v1::Wave> waves;
  std::vector<v1::Champion> champions;
  // By the name that the attendance has or would have.
  std::map<std::string, v1::SessionAttendance> attendances;
};

absl::StatusOr<TrainingRecords> ReadTraining(Context& context, const rpc::Call& call,
                                             const std::string& organization) {
  const Types& types = context.types;
  const std::string all = absl::StrCat(organization, "/rollouts/-");
  TrainingRecords records;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    records = {};
    std::vector<v1::Rollout> rollouts;
    RETURN_IF_ERROR(resource::ReadAll(session, types.rollout, organization, rollouts));
    for (v1::Rollout& rollout : rollouts) records.rollouts[rollout.name()] = std::move(rollout);
    RETURN_IF_ERROR(resource::ReadAll(session, types.wave, all, records.waves));
    RETURN_IF_ERROR(resource::ReadAll(session, types.champion, organization, records.champions));
    std::vector<v1::SessionAttendance> attendances;
    RETURN_IF_ERROR(resource::ReadAll(session, types.session_attendance, all, attendances));
    for (v1::SessionAttendance& one : attendances) records.attendances[one.name()] = one;
    return absl::OkStatus();
  }));
  return records;
}

// What was held is as recorded; what is to come as planned, unless it was stopped.
std::vector<LoadSession> SessionsOf(const TrainingRecords& records) {
  std::vector<LoadSession> sessions;
  for (const v1::Wave& wave : records.waves) {
    const auto rollout = records.rollouts.find(resource::ParentOf(wave.name()));
    if (rollout == records.rollouts.end()) continue;
    const bool to_come = wave.state() != v1::Wave::STOPPED && IsUnderWay(rollout->second);
    const int minutes = LimitsOf(rollout->second.limits()).session_minutes;
    for (const v1::WaveTeam& team : wave.teams()) {
      for (int i = 0; i < team.sessions_size(); ++i) {
        const v1::TrainingSession& planned = team.sessions(i);
        const auto held = records.attendances.find(
            absl::StrCat(wave.name(), "/attendances/", SessionId(team.team(), i + 1)));
        const bool was_held = held != records.attendances.end();
        if (!to_come && !was_held) continue;
        sessions.push_back(
            {rollout->first, team.team(), was_held ? held->second.champion() : planned.champion(),
             ToDay(planned.date()), was_held ? held->second.attended_count() : planned.people(),
             was_held ? held->second.minutes() : minutes, was_held});
      }
    }
  }
  return sessions;
}

// Of several roll-outs that are planned or under way, the smallest share counts.
std::map<std::string, TeamRoom> RoomsOf(const TrainingRecords& records,
                                        const std::map<std::string, registry::v1::Team>& teams) {
  std::map<std::string, TeamRoom> rooms;
  for (const auto& [name, team] : teams) rooms[name].headcount = team.headcount();
  for (const auto& [name, rollout] : records.rollouts) {
    if (!IsUnderWay(rollout)) continue;
    for (const v1::TeamDeployment& team : rollout.teams()) {
      const int permille =
          team.max_training_permille() > 0 ? team.max_training_permille() : kPresetDailyPermille;
      int& least = rooms[team.team()].daily_permille;
      least = least == 0 ? permille : std::min(least, permille);
    }
  }
  return rooms;
}

void Write(const TrainingLoad& load, const std::map<std::string, TeamRoom>& rooms,
           const std::map<std::string, int>& weekly_minutes,
           v1::QueryTrainingLoadResponse& response) {
  for (const auto& [key, week] : load.teams) {
    v1::TeamWeekLoad& to = *response.add_teams();
    to.set_team(key.first);
    *to.mutable_monday_date() = ToDate(key.second);
    to.set_people_count(week.people);
    to.set_session_count(week.sessions);
    to.set_busiest_day_people_count(week.busiest_day_people);
    to.set_headcount(rooms.contains(key.first) ? rooms.at(key.first).headcount : 0);
    if (week.saturation_permille) to.set_saturation_permille(*week.saturation_permille);
    to.mutable_rollouts()->Add(week.rollouts.begin(), week.rollouts.end());
  }
  for (const auto& [key, week] : load.champions) {
    v1::ChampionWeekLoad& to = *response.add_champions();
    to.set_champion(key.first);
    *to.mutable_monday_date() = ToDate(key.second);
    to.set_session_count(week.sessions);
    to.set_session_minutes(week.minutes);
    to.set_available_minutes(weekly_minutes.contains(key.first) ? weekly_minutes.at(key.first) : 0);
    if (week.saturation_permille) to.set_saturation_permille(*week.saturation_permille);
    to.mutable_rollouts()->Add(week.rollouts.begin(), week.rollouts.end());
    to.set_held_session_count(week.held_sessions);
  }
}

absl::StatusOr<v1::QueryTrainingLoadResponse> QueryTrainingLoad(
    Context& context, const rpc::Call& call, const v1::QueryTrainingLoadRequest& request) {
  status::FieldErrors errors;
  CheckDate("start_date", request.has_start_date(), request.start_date(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  ASSIGN_OR_RETURN(const TrainingRecords records, ReadTraining(context, call, request.parent()));
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  const std::vector<LoadSession> sessions = SessionsOf(records);
  std::set<std::string> names;
  for (const LoadSession& session : sessions) names.insert(session.team);
  ASSIGN_OR_RETURN(const auto teams, context.registry.Teams(call, names));
  const std::map<std::string, TeamRoom> rooms = RoomsOf(records, teams);
  std::map<std::string, int> weekly_minutes;
  for (const v1::Champion& champion : records.champions) {
    weekly_minutes[champion.name()] = champion.hours_per_week() * 60;
  }
  const absl::CivilDay first = request.has_start_date()
                                   ? ToDay(request.start_date())
                                   : MondayOf(DayOf(context.store.Now(), zone));
  const int weeks = request.week_count() > 0 ? request.week_count() : kPresetWeeks;
  v1::QueryTrainingLoadResponse response;
  Write(LoadOf(sessions, rooms, weekly_minutes, first, MondayOf(first) + 7 * weeks), rooms,
        weekly_minutes, response);
  return response;
}

}  // namespace

void AddTraining(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache,
                               context.types.session_attendance, "SessionAttendances",
                               resource::MethodSet{.get = true, .list = true});
  table.Unary<v1::RecordAttendanceRequest, v1::SessionAttendance>(
      "RecordAttendance", [&context](const rpc::Call& call, const auto& request) {
        return RecordAttendance(context, call, request);
      });
  table.Unary<v1::QueryTrainingLoadRequest, v1::QueryTrainingLoadResponse>(
      "QueryTrainingLoad", [&context](const rpc::Call& call, const auto& request) {
        return QueryTrainingLoad(context, call, request);
      });
}

}  // namespace palier::rollout
