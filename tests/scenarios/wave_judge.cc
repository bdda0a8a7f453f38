// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/wave_judge.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace palier::scenarios {
namespace {

using api::v1::Change;
using rollout::v1::CheckIn;
using rollout::v1::Review;
using rollout::v1::Wave;

// What a roll-out says when it says nothing (rollout.proto).
constexpr int kSessionSize = 12;
constexpr int kUsersPerChampion = 15;
constexpr int kTrainingPermille = 150;
constexpr int kSessionMinutes = 120;
constexpr int kDrillAge = 90;
constexpr size_t kCheckIns = 4;

std::string Above(const std::string& name) {
  const size_t collection = name.rfind('/', name.rfind('/') - 1);
  return name.substr(0, collection);
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

template <typename Resource>
bool Has(const google::protobuf::Any& any, Resource& resource) {
  return any.Is<Resource>() && any.UnpackTo(&resource);
}

std::string TeamsOf(const Wave& wave) {
  Wave only;
  *only.mutable_teams() = wave.teams();
  return only.SerializeAsString();
}

}  // namespace

void WaveJudge::Blame(const std::string& resource, const std::string& what) {
  faults_.push_back(absl::StrCat(resource, " at ", sequence_, ": ", what));
}

void WaveJudge::See(const Change& change) {
  if (change.sequence() != sequence_ + 1) Blame(change.resource(), "the log has a gap");
  sequence_ = change.sequence();
  CheckIn check_in;
  Review review;
  rollout::v1::PlanRevision revision;
  rollout::v1::Rollout rollout;
  if (change.after().Is<Wave>() || change.before().Is<Wave>()) {
    SeeWave(change);
  } else if (Has(change.after(), check_in)) {
    check_ins_[Above(check_in.name())][check_in.name()] = check_in;
  } else if (Has(change.after(), review)) {
    reviews_[Above(review.name())][review.name()] = review;
  } else if (Has(change.after(), revision)) {
    ++revisions_;
    planned_[revision.name()] = revision.rollout();
  } else if (Has(change.after(), rollout)) {
    rollouts_[rollout.name()] = rollout;
  } else if (Has(change.before(), review)) {
    reviews_[Above(review.name())].erase(review.name());
  }
}

void WaveJudge::SeeWave(const Change& change) {
  Wave before, after;
  const bool was = Has(change.before(), before), is = Has(change.after(), after);
  if (!is) {
    if (was && before.state() != Wave::PLANNED) Blame(before.name(), "a started wave went away");
    waves_.erase(change.resource());
    return;
  }
  if (!was && after.state() != Wave::PLANNED) Blame(after.name(), "it began as started");
  if (was && before.state() != Wave::PLANNED && TeamsOf(before) != TeamsOf(after))
    Blame(after.name(), "its teams changed after it had started");
  if (was && before.state() == Wave::PLANNED && after.state() != Wave::PLANNED)
    JudgeStart(before, after, change);
  waves_[after.name()] = after;
}

void WaveJudge::JudgeStart(const Wave& before, const Wave& after, const Change& change) {
  ++starts_;
  const std::string rollout = Above(after.name());
  if (after.state() != Wave::ACTIVE) Blame(after.name(), "it left PLANNED for another state");
  if (TeamsOf(before) != TeamsOf(after)) Blame(after.name(), "it started with other teams");
  if (after.starter() == rollouts_[rollout].plan().planner())
    Blame(after.name(), "who planned it started it");
  JudgePrevious(after);
  JudgeCapacity(after);
  JudgeChampions(after);
  const absl::Time now = TimeOf(change.time());
  JudgeDrills(after, now);
  JudgeReviews(after, now);
}

void WaveJudge::JudgeDrills(const Wave& wave, absl::Time now) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(wave.time_zone(), &zone))
    return Blame(wave.name(), "it has no time zone");
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  const bool tried = std::any_of(drills_.lower_bound(today - kDrillAge), drills_.upper_bound(today),
                                 [&](const auto& drill) { return drill.second <= now; });
  if (!tried) Blame(wave.name(), "the manual way was not tried out in time");
}

void WaveJudge::JudgeReviews(const Wave& wave, absl::Time now) {
  const Review* last = nullptr;
  for (const auto& [name, review] : reviews_[Above(wave.name())]) {
    if (review.kind() != Review::MONTHLY_REVIEW) continue;
    if (review.has_done_time()) {
      if (last == nullptr || DayOf(last->due_date()) < DayOf(review.due_date())) last = &review;
    } else if (TimeOf(review.overdue_time()) <= now) {
      Blame(wave.name(), absl::StrCat("a review was overdue: ", name));
    }
  }
  if (last != nullptr && (last->decision() == Review::PAUSE || last->decision() == Review::STOP))
    Blame(wave.name(), "the last review said to wait");
}

void WaveJudge::JudgePrevious(const Wave& wave) {
  if (wave.number() == 1) return;
  const std::string name = absl::StrCat(Above(wave.name()), "/waves/wave-", wave.number() - 1);
  const auto found = waves_.find(name);
  if (found == waves_.end()) return Blame(wave.name(), "there is no wave before it");
  const Wave& previous = found->second;
  if (previous.state() != Wave::COMPLETED) Blame(wave.name(), "the wave before was not completed");
  if (previous.gate().decision() != Wave::CONTINUE)
    Blame(wave.name(), "the gate before was not decided CONTINUE");
  using Evaluation = rollout::v1::WaveGateEvaluation;
  const Evaluation::Verdict verdict = previous.gate().verdict();
  const bool waived_figures =
      verdict == Evaluation::NOT_ENOUGH_DATA && !previous.gate().evidence_waiver().empty();
  if (verdict != Evaluation::CONTINUE && verdict != Evaluation::ADJUST && !waived_figures)
    Blame(wave.name(), "the gate before was decided against its figures");
  const std::set<std::string> waived(previous.gate().waived_check_ins().begin(),
                                     previous.gate().waived_check_ins().end());
  for (const auto& [check_in, state] : check_ins_[name]) {
    if (!state.has_done_time() && !waived.contains(check_in))
      Blame(wave.name(), absl::StrCat("a check-in was open: ", check_in));
  }
}

void WaveJudge::JudgeCapacity(const Wave& wave) {
  const rollout::v1::Rollout& planned = planned_[wave.revision()];
  const rollout::v1::Limits& limits = planned.limits();
  const int session_size = limits.has_session_size() ? limits.session_size() : kSessionSize;
  const int per_champion =
      limits.has_users_per_champion() ? limits.users_per_champion() : kUsersPerChampion;
  std::map<std::string, int> permille, people, carried;
  for (const auto& team : planned.teams()) {
    permille[team.team()] =
        team.max_training_permille() > 0 ? team.max_training_permille() : kTrainingPermille;
    people[team.team()] = team.people();
  }
  for (const rollout::v1::WaveTeam& team : wave.teams()) {
    const int headcount = headcounts_.at(team.team());
    std::map<absl::CivilDay, int> by_day;
    int trained = 0, users = 0;
    for (const rollout::v1::TrainingSession& session : team.sessions()) {
      by_day[DayOf(session.date())] += session.people();
      trained += session.people();
      if (session.people() > session_size) Blame(wave.name(), "a session is too large");
    }
    for (const auto& [day, count] : by_day) {
      if (count * 1000 > headcount * permille[team.team()])
        Blame(wave.name(), absl::StrCat("too many of ", team.team(), " in training on one day"));
    }
    const int wanted = people[team.team()] > 0 ? people[team.team()] : headcount;
    if (trained != wanted || team.people() != wanted)
      Blame(wave.name(), absl::StrCat("not everybody of ", team.team(), " is trained once"));
    for (const rollout::v1::ChampionShare& share : team.champions()) {
      carried[share.champion()] += share.users();
      users += share.users();
    }
    if (per_champion > 0 && users != wanted)
      Blame(wave.name(), absl::StrCat("champions do not carry ", team.team()));
  }
  for (const auto& [champion, users] : carried) {
    if (users > per_champion) Blame(wave.name(), absl::StrCat("too many users for ", champion));
  }
}

void WaveJudge::JudgeChampions(const Wave& wave) {
  std::map<std::pair<std::string, absl::CivilDay>, int> minutes;
  const auto add = [&](const Wave& one, int each) {
    for (const rollout::v1::WaveTeam& team : one.teams()) {
      for (const rollout::v1::TrainingSession& session : team.sessions()) {
        if (session.champion().empty()) continue;
        const absl::CivilDay day = DayOf(session.date());
        const int since_monday = static_cast<int>(absl::GetWeekday(day));
        minutes[{session.champion(), day - since_monday}] += each;
      }
    }
  };
  for (const auto& [name, other] : waves_) {
    const rollout::v1::Rollout& rollout = rollouts_[Above(name)];
    const bool over = other.state() == Wave::COMPLETED || other.state() == Wave::STOPPED;
    if (over || rollout.has_delete_time() || rollout.state() == rollout::v1::Rollout::STOPPED)
      continue;
    const int each = rollout.limits().session_minutes();
    add(other, each > 0 ? each : kSessionMinutes);
  }
  for (const rollout::v1::WaveTeam& team : wave.teams()) {
    for (const rollout::v1::TrainingSession& session : team.sessions()) {
      const absl::CivilDay day = DayOf(session.date());
      const absl::CivilDay monday = day - static_cast<int>(absl::GetWeekday(day));
      const int booked = minutes[{session.champion(), monday}];
      const auto hours = champion_hours_.find(session.champion());
      if (hours != champion_hours_.end() && booked > hours->second * 60)
        Blame(wave.name(), absl::StrCat("too many sessions a week for ", session.champion()));
    }
  }
}

void WaveJudge::End() {
  for (const auto& [name, wave] : waves_) {
    const size_t wanted =
        wave.state() == Wave::PLANNED ? 0 : kCheckIns * static_cast<size_t>(wave.teams_size());
    if (check_ins_[name].size() != wanted)
      Blame(name, absl::StrCat(check_ins_[name].size(), " check-ins, not ", wanted));
  }
}

}  // namespace palier::scenarios
