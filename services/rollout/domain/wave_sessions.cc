// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_sessions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

// One day of training: who of each team is in a session.
class TrainingDay {
 public:
  TrainingDay(const CompiledModel& model, int day, std::map<int, int> in_training,
              ChampionPool& pool, SessionsByWeek& held)
      : model_(model), day_(day), pool_(pool), held_(held), in_training_(std::move(in_training)) {}

  // Holds sessions for up to `left` people; returns how many are left, and what stopped it.
  std::pair<int, std::optional<RuleFinding>> Train(TrainingCourse& course, int left) {
    std::optional<RuleFinding> stop;
    while (left > 0) {
      const int room = model_.TrainingCap(course.team) - in_training_[course.team];
      stop = Obstacle(course, left, room);
      if (stop) break;
      std::string champion;
      if (model_.limits().users_per_champion > 0) {
        const std::optional<int> booked = pool_.BookSession(course.shares, day_);
        if (!booked) {
          stop = RuleFinding{Rule::kChampionHours, "", {{"week", model_.WeekText(day_)}}};
          break;
        }
        champion = model_.champions()[*booked].person;
      }
      const int people = std::min({left, room, model_.limits().session_size});
      course.training.sessions.push_back({model_.DayAt(day_), people, champion});
      in_training_[course.team] += people;
      ++held_[model_.WeekOf(day_)];
      left -= people;
    }
    return {left, std::move(stop)};
  }

 private:
  std::optional<RuleFinding> Obstacle(const TrainingCourse& course, int left, int room) {
    if (!model_.Open(course.team, day_)) {
      return RuleFinding{Rule::kCalendar, "", {{"day", model_.DayText(day_)}}};
    }
    if (room == 0) {
      const int cap = model_.TrainingCap(course.team);
      return RuleFinding{Rule::kTeamCapacity,
                         "",
                         {{"team", model_.teams()[course.team].id},
                          {"people", absl::StrCat(cap + left)},
                          {"limit", absl::StrCat(cap)}}};
    }
    const int limit = model_.limits().sessions_per_week;
    if (limit == 0 || held_[model_.WeekOf(day_)] < limit) return std::nullopt;
    return RuleFinding{Rule::kSessionsPerWeek,
                       "",
                       {{"week", model_.WeekText(day_)}, {"limit", absl::StrCat(limit)}}};
  }

  const CompiledModel& model_;
  const int day_;
  ChampionPool& pool_;
  SessionsByWeek& held_;
  // By team.
  std::map<int, int> in_training_;
};

void Finish(const CompiledModel& model, int last_session, TrainingCourse& course) {
  course.training.start = course.training.sessions.front().day;
  course.go_live = model.NextOpen(course.team, last_session + 1);
  if (course.go_live) {
    course.training.go_live = model.DayAt(*course.go_live);
  } else {
    course.delay = RuleFinding{Rule::kCalendar, "", {{"day", model.DayText(model.days() - 1)}}};
  }
}

}  // namespace

std::vector<TrainingCourse> PlaceSessions(const CompiledModel& model, int start,
                                          std::vector<TrainingCourse> courses, ChampionPool& pool,
                                          SessionsByWeek& held) {
  std::vector<int> left;
  // By day and team, of the courses that stay as they are.
  std::map<int, std::map<int, int>> given;
  size_t open = 0;
  for (const TrainingCourse& course : courses) {
    const bool stays = !course.training.sessions.empty();
    left.push_back(stays ? 0 : course.training.people);
    open += stays ? 0 : 1;
    for (const TrainingSession& session : course.training.sessions) {
      given[model.OffsetOf(session.day)][course.team] += session.people;
    }
  }
  for (int day = start; day < model.days() && open > 0; ++day) {
    const auto others = given.find(day);
    TrainingDay today(model, day, others == given.end() ? std::map<int, int>() : others->second,
                      pool, held);
    for (size_t i = 0; i < courses.size(); ++i) {
      if (left[i] == 0) continue;
      auto [rest, stop] = today.Train(courses[i], left[i]);
      const bool never = rest > 0 && day == model.days() - 1;
      // A weekend on the way is not what holds a course back.
      const bool on_the_way = courses[i].delay && model.RestDay(day);
      if ((courses[i].training.sessions.empty() || never) && !on_the_way) {
        courses[i].delay = std::move(stop);
      }
      left[i] = rest;
      if (rest > 0) continue;
      --open;
      Finish(model, day, courses[i]);
    }
  }
  return courses;
}

}  // namespace palier::rollout
