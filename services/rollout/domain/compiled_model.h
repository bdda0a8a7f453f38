// SPDX-License-Identifier: Apache-2.0
// The planning model as the planner walks it.
#ifndef PALIER_ROLLOUT_DOMAIN_COMPILED_MODEL_H_
#define PALIER_ROLLOUT_DOMAIN_COMPILED_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "rollout/domain/planning_model.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

// Deployments that go into one wave: a cluster of a team, or one deployment alone.
struct Group {
  std::vector<int> deployments;
  int team = 0;
  // People, each once; and users to train, once for each application.
  int people = 0;
  int users = 0;
  bool pilot = false;
  int readiness = 100;
  int release = 0;
  // What it waits for until then, as Deployment.waits_for.
  std::string waits_for;
  // Last day of the horizon for none.
  int deadline = 0;
  int64_t value_per_week = 0;
  // Positions of deployments of other groups, with their lags; or of its own, which makes a cycle.
  struct Need {
    int deployment = 0;
    int lag_days = 0;
  };
  std::vector<Need> needs;
};

// The lists of a valid model sorted by id, names replaced by positions in them, days by their
// distance from the start of the horizon. Immutable once built.
class CompiledModel {
 public:
  // `model` passes ValidateModel.
  explicit CompiledModel(const PlanningModel& model);

  const Limits& limits() const { return model_.limits; }
  const PlanningModel& model() const { return model_; }
  const std::vector<Team>& teams() const { return model_.teams; }
  const std::vector<Deployment>& deployments() const { return model_.deployments; }
  const std::vector<Champion>& champions() const { return model_.champions; }
  const std::vector<Group>& groups() const { return groups_; }
  int TeamOfChampion(int champion) const { return champion_teams_[champion]; }
  int GroupOf(int deployment) const { return group_of_[deployment]; }
  int TeamAt(const std::string& id) const;

  int days() const { return days_; }
  int OffsetOf(absl::CivilDay day) const { return static_cast<int>(day - model_.horizon.start); }
  absl::CivilDay DayAt(int offset) const { return model_.horizon.start + offset; }
  std::string DayText(int offset) const { return absl::FormatCivilTime(DayAt(offset)); }
  // Weeks run from Monday to Sunday; the first day lies in week 0.
  int WeekOf(int day) const { return (day + first_weekday_) / 7; }
  std::string WeekText(int day) const;

  bool Open(int team, int day) const { return open_[day] && !absent_[team][day]; }
  // True on the weekdays on which nobody works, whatever the holidays.
  bool RestDay(int day) const;
  // The first day from `day` on which a wave may start; none when the horizon ends before.
  std::optional<int> NextWaveStart(int day) const;
  // The first day from `day` on which the team is open; none when the horizon ends before.
  std::optional<int> NextOpen(int team, int day) const;

  // That the period has no room for the subject: HORIZON.
  RuleFinding NoRoom(const std::string& subject) const;
  // What the group's release is, as a rule about its first deployment: RELEASE_DAY or DEPENDENCY.
  RuleFinding ReleaseOf(const Group& group) const;

  // How many people of the team may be in training on one day.
  int TrainingCap(int team) const;
  // Sessions the champion can hold in a week without others; and in this one, beside those of other
  // plans.
  int SessionsPerWeek(int champion) const;
  int SessionsIn(int champion, int week) const;
  bool Speaks(int champion, int team) const;

  // Ids of deployments along a cycle of prerequisites; empty when there is none.
  std::vector<std::string> FindCycle() const;

 private:
  void MakeCalendar();
  void MakeGroups();
  void AddToGroup(int deployment, Group& group);
  std::vector<std::string> CycleAmong(const std::vector<bool>& done) const;

  PlanningModel model_;
  int days_ = 0;
  int first_weekday_ = 0;
  std::vector<bool> open_;
  std::vector<std::vector<bool>> absent_;
  std::vector<int> champion_teams_;
  std::vector<int> group_of_;
  std::vector<Group> groups_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_COMPILED_MODEL_H_
