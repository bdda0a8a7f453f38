// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/replan_checker.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rollout/domain/plan_checker.h"

namespace palier::rollout {
namespace {

std::string MondayText(absl::CivilDay day) {
  return absl::FormatCivilTime(absl::PrevWeekday(day + 1, absl::Weekday::monday));
}

std::string NameOf(const PlannedWave& wave) {
  return absl::StrCat("wave ", wave.number);
}

// What the waves that are not frozen use, to tell what only frozen ones break.
class Share {
 public:
  Share(const PlanInForce& in_force, const Plan& plan) {
    const auto frozen = std::min<size_t>(in_force.frozen, plan.waves.size());
    for (size_t i = 0; i < frozen; ++i) {
      frozen_.insert(NameOf(plan.waves[i]));
      for (const PlannedDeployment& planned : plan.waves[i].deployments) {
        frozen_.insert(planned.deployment);
      }
    }
    for (size_t i = frozen; i < plan.waves.size(); ++i) {
      for (const PlannedDeployment& planned : plan.waves[i].deployments) Add(planned);
    }
  }

  // Whether the finding is about frozen waves only.
  bool IsOfFrozen(const RuleFinding& finding) const {
    switch (finding.rule) {
      case Rule::kTeamCapacity:
        return !uses_.contains({finding.subject, NumberOf(finding, "day")});
      case Rule::kSessionsPerWeek:
        return !weeks_.contains(NumberOf(finding, "week"));
      case Rule::kChampionHours:
        return !uses_.contains({finding.subject, NumberOf(finding, "week")});
      case Rule::kChampionShortage:
        return frozen_.contains(absl::StrCat("wave ", NumberOf(finding, "wave")));
      case Rule::kSaturation:
      case Rule::kTeamHours:
        return !uses_.contains({finding.subject, ""});
      default:
        return frozen_.contains(finding.subject);
    }
  }

 private:
  void Add(const PlannedDeployment& planned) {
    uses_.insert({planned.team, ""});
    for (const TrainingSession& session : planned.sessions) {
      const std::string week = MondayText(session.day);
      uses_.insert({planned.team, absl::FormatCivilTime(session.day)});
      weeks_.insert(week);
      uses_.insert({session.champion, week});
    }
  }
  static std::string NumberOf(const RuleFinding& finding, const std::string& key) {
    const auto at = finding.numbers.find(key);
    return at == finding.numbers.end() ? "" : at->second;
  }

  // Waves and deployments.
  std::set<std::string> frozen_;
  // A team or a champion, and the day, the Monday of the week, or nothing.
  std::set<std::pair<std::string, std::string>> uses_;
  // Mondays.
  std::set<std::string> weeks_;
};

// As if what is frozen were asked for just so.
PlanningModel AskedAsFrozen(PlanningModel model, const PlanInForce& in_force) {
  for (int i = 0; i < in_force.frozen; ++i) {
    for (const PlannedDeployment& planned : in_force.waves[i].deployments) {
      for (Deployment& asked : model.deployments) {
        if (asked.id != planned.deployment) continue;
        asked.team = planned.team;
        asked.application = planned.application;
        asked.people = planned.people;
      }
    }
  }
  return model;
}

}  // namespace

std::vector<RuleFinding> CheckReplan(const PlanningModel& model, const PlanInForce& in_force,
                                     const Plan& plan) {
  std::vector<RuleFinding> broken;
  Plan explained = plan;
  for (size_t i = 0; i < static_cast<size_t>(in_force.frozen); ++i) {
    if (i >= plan.waves.size() || plan.waves[i] != in_force.waves[i]) {
      broken.push_back({Rule::kFrozen, NameOf(in_force.waves[i]), {}});
    }
    for (const PlannedDeployment& planned : in_force.waves[i].deployments) {
      explained.explanations.push_back({Rule::kFrozen, planned.deployment, {}});
    }
  }
  for (size_t i = static_cast<size_t>(in_force.frozen); i < plan.waves.size(); ++i) {
    if (plan.waves[i].start >= in_force.first) continue;
    broken.push_back(
        {Rule::kNotice, NameOf(plan.waves[i]), {{"day", absl::FormatCivilTime(in_force.first)}}});
  }
  const Share share(in_force, plan);
  for (RuleFinding& finding : CheckPlan(AskedAsFrozen(model, in_force), explained)) {
    if (!share.IsOfFrozen(finding)) broken.push_back(std::move(finding));
  }
  return broken;
}

}  // namespace palier::rollout
