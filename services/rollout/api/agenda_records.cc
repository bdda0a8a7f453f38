// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/agenda_records.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/check_in.pb.h"
#include "palier/rollout/v1/milestone.pb.h"
#include "palier/rollout/v1/review.pb.h"
#include "palier/rollout/v1/session_attendance.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/registry_view.h"
#include "rollout/api/wave_records.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

// Bounds what one question may read.
constexpr size_t kMaxEntriesRead = 200'000;

using google::protobuf::Message;
using resource::Session;

// From the stored resources of one roll-out to what is due.
class AgendaReader {
 public:
  AgendaReader(Session& session, const Types& types, absl::TimeZone zone, RolloutAgenda& to)
      : session_(session),
        types_(types),
        zone_(zone),
        today_(DayOf(session.now(), zone)),
        name_(to.rollout.name()),
        to_(to) {}

  absl::Status Read() {
    ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadWaves(session_, types_, name_));
    for (const v1::Wave& wave : waves) {
      to_.waves.push_back(SpanOf(wave));
      AddWave(wave);
      RETURN_IF_ERROR(AddSessions(wave));
      RETURN_IF_ERROR(AddCheckIns(wave));
    }
    RETURN_IF_ERROR(AddReviews());
    RETURN_IF_ERROR(AddMilestones());
    SortAgenda(to_.entries);
    return absl::OkStatus();
  }

 private:
  static bool IsRunning(const v1::Wave& wave) {
    return wave.state() == v1::Wave::ACTIVE || wave.state() == v1::Wave::PAUSED;
  }
  static bool IsOver(const v1::Wave& wave) {
    return wave.state() == v1::Wave::COMPLETED || wave.state() == v1::Wave::STOPPED;
  }

  WaveSpan SpanOf(const v1::Wave& wave) const {
    WaveSpan span = {wave.number(),          IsRunning(wave),
                     IsOver(wave),           ToDay(wave.start_date()),
                     ToDay(wave.end_date()), {}};
    if (wave.has_actual_start_time()) {
      span.actual_start = DayOf(resource::StandardTime(wave, "actual_start_time"), zone_);
    }
    return span;
  }

  AgendaEntry New(AgendaKind kind, absl::CivilDay day, const Message& from) const {
    AgendaEntry entry;
    entry.kind = kind;
    entry.day = day;
    entry.name = resource::NameOf(from);
    entry.rollout = name_;
    entry.rollout_label = to_.rollout.display_name();
    entry.uid = resource::StandardString(from, "uid");
    entry.revision = resource::RevisionOf(resource::StandardString(from, "etag"));
    entry.changed = resource::StandardTime(from, "update_time");
    return entry;
  }

  void Add(AgendaEntry entry, bool done, bool can_be_overdue = true) {
    entry.done = done;
    entry.overdue = can_be_overdue && !done && entry.day < today_;
    to_.entries.push_back(std::move(entry));
  }

  AgendaEntry OfWave(AgendaKind kind, absl::CivilDay day, const v1::Wave& wave) const {
    AgendaEntry entry = New(kind, day, wave);
    entry.wave = wave.name();
    entry.wave_number = wave.number();
    entry.people = wave.headcount();
    return entry;
  }

  void AddWave(const v1::Wave& wave) {
    const bool started = wave.has_actual_start_time();
    if (!started && to_.rollout.state() == v1::Rollout::STOPPED) return;
    AgendaEntry start = OfWave(AgendaKind::kWaveStart, ToDay(wave.start_date()), wave);
    absl::StrAppend(&start.uid, "-start");
    if (started) start.day = SpanOf(wave).actual_start;
    Add(std::move(start), started);
    AgendaEntry gate = OfWave(AgendaKind::kGate, ToDay(wave.gate_date()), wave);
    absl::StrAppend(&gate.uid, "-gate");
    Add(std::move(gate), wave.gate().decision() != v1::Wave::GATE_DECISION_UNSPECIFIED);
  }

  absl::Status AddSessions(const v1::Wave& wave) {
    if (!wave.has_actual_start_time() && to_.rollout.state() == v1::Rollout::STOPPED) {
      return absl::OkStatus();
    }
    std::vector<v1::SessionAttendance> attendances;
    RETURN_IF_ERROR(
        resource::ReadAll(session_, types_.session_attendance, wave.name(), attendances));
    std::set<std::pair<std::string, int>> held;
    for (const v1::SessionAttendance& one : attendances) {
      held.emplace(one.team(), one.session_number());
    }
    for (const v1::WaveTeam& team : wave.teams()) AddSessions(wave, team, held);
    return absl::OkStatus();
  }

  void AddSessions(const v1::Wave& wave, const v1::WaveTeam& team,
                   const std::set<std::pair<std::string, int>>& held) {
    for (int number = 1; number <= team.sessions_size(); ++number) {
      const v1::TrainingSession& session = team.sessions(number - 1);
      const bool done = held.contains({team.team(), number});
      if (!done && IsOver(wave)) continue;
      AgendaEntry entry = OfWave(AgendaKind::kTrainingSession, ToDay(session.date()), wave);
      SetTeam(team.team(), entry);
      entry.champion = session.champion();
      entry.people = session.people();
      absl::StrAppend(&entry.uid, "-", IdOf(team.team()), "-", number);
      Add(std::move(entry), done);
    }
  }

  absl::Status AddCheckIns(const v1::Wave& wave) {
    std::vector<v1::CheckIn> check_ins;
    RETURN_IF_ERROR(resource::ReadAll(session_, types_.check_in, wave.name(), check_ins));
    for (const v1::CheckIn& check_in : check_ins) {
      if (!check_in.has_done_time() && IsOver(wave)) continue;
      AgendaEntry entry = Timed(AgendaKind::kCheckIn, check_in);
      SetTeam(check_in.team(), entry);
      entry.wave = wave.name();
      entry.wave_number = wave.number();
      entry.week = check_in.week();
      Add(std::move(entry), check_in.has_done_time());
    }
    return absl::OkStatus();
  }

  absl::Status AddReviews() {
    std::vector<v1::Review> reviews;
    RETURN_IF_ERROR(resource::ReadAll(session_, types_.review, name_, reviews));
    for (const v1::Review& review : reviews) {
      const auto kind = static_cast<AgendaKind>(review.kind() - v1::Review::MONTHLY_REVIEW +
                                                static_cast<int>(AgendaKind::kMonthlyReview));
      Add(Timed(kind, review), review.has_done_time());
    }
    return absl::OkStatus();
  }

  absl::Status AddMilestones() {
    std::vector<v1::Milestone> milestones;
    RETURN_IF_ERROR(resource::ReadAll(session_, types_.milestone, name_, milestones));
    for (const v1::Milestone& milestone : milestones) {
      AgendaEntry entry = New(AgendaKind::kMilestone, ToDay(milestone.due_date()), milestone);
      entry.milestone_label = milestone.display_name();
      Add(std::move(entry), milestone.state() != v1::Milestone::OPEN, false);
    }
    return absl::OkStatus();
  }

  // Of what is due at a moment of its day.
  AgendaEntry Timed(AgendaKind kind, const Message& from) const {
    const absl::Time due = resource::StandardTime(from, "due_time");
    AgendaEntry entry = New(kind, DayOf(due, zone_), from);
    entry.due = due;
    return entry;
  }

  static void SetTeam(const std::string& team, AgendaEntry& entry) {
    entry.team = team;
    entry.team_label = IdOf(team);
  }

  Session& session_;
  const Types& types_;
  const absl::TimeZone zone_;
  const absl::CivilDay today_;
  const std::string name_;
  RolloutAgenda& to_;
};

absl::StatusOr<std::vector<v1::Rollout>> RolloutsBelow(Session& session, const Types& types,
                                                       const std::string& parent) {
  std::vector<v1::Rollout> rollouts;
  if (!types.rollout.pattern().Parse(parent).ok()) {
    RETURN_IF_ERROR(resource::ReadAll(session, types.rollout, parent, rollouts));
    return rollouts;
  }
  RETURN_IF_ERROR(session.Get(types.rollout, parent, &rollouts.emplace_back()));
  return rollouts;
}

}  // namespace

absl::StatusOr<std::vector<RolloutAgenda>> ReadAgendas(Session& session, const Types& types,
                                                       const std::string& parent,
                                                       absl::TimeZone zone) {
  ASSIGN_OR_RETURN(std::vector<v1::Rollout> rollouts, RolloutsBelow(session, types, parent));
  std::vector<RolloutAgenda> agendas;
  size_t read = 0;
  for (v1::Rollout& rollout : rollouts) {
    RolloutAgenda& agenda = agendas.emplace_back();
    agenda.rollout = std::move(rollout);
    RETURN_IF_ERROR(AgendaReader(session, types, zone, agenda).Read());
    read += agenda.entries.size();
    if (read > kMaxEntriesRead) {
      return status::LimitExceeded({"There are more than {limit} {subject}: ask for one roll-out.",
                                    "Il y a plus de {limit} {subject} : demandez un déploiement."},
                                   "items", kMaxEntriesRead);
    }
  }
  return agendas;
}

}  // namespace palier::rollout
