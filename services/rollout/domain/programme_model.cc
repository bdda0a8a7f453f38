// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_model.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/domain/programme_check.h"
#include "rollout/domain/programme_values.h"

namespace palier::rollout {
namespace {

constexpr int kDaysOfTraining = 5;
// More sessions than anybody holds.
constexpr int kNoLimit = 1'000'000;

int WeeksOf(int days) {
  return (days + 6) / 7;
}
int CeilDiv(int a, int b) {
  return (a + b - 1) / b;
}

absl::CivilDay MondayOf(absl::CivilDay day) {
  return day - static_cast<int>(absl::GetWeekday(day));
}

class Compiler {
 public:
  explicit Compiler(const Programme& programme) : programme_(programme), values_(programme) {}

  absl::StatusOr<ProgrammeModel> Run() {
    RETURN_IF_ERROR(CheckProgramme(programme_));
    for (size_t k = 0; k < programme_.tools.size(); ++k) {
      tools_[programme_.tools[k].id] = static_cast<int>(k);
    }
    made_.first_monday = MondayOf(programme_.start + 6);
    made_.model.horizon = programme_.weeks;
    if (programme_.it_capacity) {
      it_ = AddResource({*programme_.it_capacity}, ProgrammeLimit::kItCapacity, "");
    }
    for (size_t k = 0; k < programme_.tools.size(); ++k) {
      AddTool(static_cast<int>(k));
    }
    AddOrders();
    AddBudget();
    RETURN_IF_ERROR(errors_.ToStatus());
    RETURN_IF_ERROR(schedule::Validate(made_.model));
    return std::move(made_);
  }

 private:
  int AddResource(std::vector<int> capacity, ProgrammeLimit limit, const std::string& of) {
    made_.model.resources.push_back({std::move(capacity)});
    made_.resources.push_back({limit, of});
    return static_cast<int>(made_.resources.size()) - 1;
  }

  // Monday of a week.
  absl::CivilDay Monday(int week) const { return made_.first_monday + 7 * week; }
  int WeekOf(absl::CivilDay day) const {
    const int64_t days = MondayOf(day) - made_.first_monday;
    return static_cast<int>(std::clamp<int64_t>(days / 7, 0, schedule::kMaxHorizon));
  }

  // Weeks in which no day is open.
  std::vector<bool> Closed(const WorkCalendar& calendar, const std::vector<DayRange>& absences) {
    const auto in = [](const std::vector<DayRange>& ranges, absl::CivilDay day) {
      return std::any_of(ranges.begin(), ranges.end(), [&](const DayRange& range) {
        return day >= range.start && day < range.end;
      });
    };
    std::vector<bool> closed;
    for (int week = 0; week < programme_.weeks; ++week) {
      bool open = false;
      for (int i = 0; i < 7; ++i) {
        const absl::CivilDay day = Monday(week) + i;
        open =
            open || (calendar.working_days[static_cast<size_t>(i)] && !in(calendar.holidays, day) &&
                     !in(calendar.blackouts, day) && !in(absences, day));
      }
      closed.push_back(!open);
    }
    return closed;
  }

  std::vector<int> OpenCapacity(const std::vector<bool>& closed, int capacity) {
    std::vector<int> by_week;
    for (const bool shut : closed) by_week.push_back(shut ? 0 : capacity);
    return by_week;
  }

  void AddTool(int position) {
    const ProgrammeTool& tool = programme_.tools[static_cast<size_t>(position)];
    const Limits& limits = tool.model.limits;
    Of of;
    of.tool = position;
    of.support = WeeksOf(limits.hypercare_days);
    of.review = WeeksOf(limits.gate_review_days);
    of.closed = Closed(tool.model.calendar, {});
    const int sessions = limits.sessions_per_week > 0 ? limits.sessions_per_week : kNoLimit;
    of.trainers =
        AddResource(OpenCapacity(of.closed, sessions), ProgrammeLimit::kTrainers, tool.id);
    if (limits.users_per_champion > 0) {
      int certified = 0;
      for (const Champion& champion : tool.model.champions) certified += champion.certified ? 1 : 0;
      of.champions =
          AddResource({certified * limits.users_per_champion}, ProgrammeLimit::kChampions, tool.id);
    }
    made_.model.growths.push_back({{}, limits.pilot_size, limits.growth_permille});
    made_.growths.push_back(tool.id);
    for (const Deployment& deployment : tool.model.deployments) {
      const auto team = std::find_if(tool.model.teams.begin(), tool.model.teams.end(),
                                     [&](const Team& one) { return one.id == deployment.team; });
      if (team == tool.model.teams.end()) continue;
      AddActivity(of, deployment, *team);
    }
  }

  struct Of {
    int tool = 0;
    int support = 0;
    int review = 0;
    std::vector<bool> closed;
    int trainers = 0;
    std::optional<int> champions;
  };

  void AddActivity(const Of& of, const Deployment& deployment, const Team& team) {
    const ProgrammeTool& tool = programme_.tools[static_cast<size_t>(of.tool)];
    const Limits& limits = tool.model.limits;
    const int a_day =
        std::min(limits.session_size, team.headcount * team.max_training_permille / 1000);
    if (a_day < 1) {
      errors_.Add(absl::StrCat("tools[", of.tool, "].teams"),
                  {absl::StrCat(team.id,
                                " is so small that nobody of it may be in training: raise "
                                "its share."),
                   absl::StrCat(team.id,
                                " est si petite que personne ne peut y être en formation : "
                                "augmentez sa part.")});
      return;
    }
    ProgrammeActivity what{of.tool,
                           team.id,
                           deployment.people,
                           deployment.pilot,
                           tool.prepare_weeks,
                           CeilDiv(deployment.people, a_day * kDaysOfTraining),
                           of.support};
    const int taught = what.prepare + what.train;
    schedule::Activity activity;
    activity.duration = taught + what.support;
    if (it_ && tool.it_units > 0) {
      activity.demands.push_back({*it_, 0, what.prepare, tool.it_units});
    }
    const int sessions = CeilDiv(CeilDiv(what.people, a_day), what.train);
    activity.demands.push_back({of.trainers, what.prepare, taught, sessions});
    if (of.champions) {
      activity.demands.push_back({*of.champions, what.prepare, activity.duration, what.people});
      int learnt = 0;
      for (const Champion& champion : tool.model.champions) {
        learnt += champion.team == team.id && !champion.certified ? 1 : 0;
      }
      if (learnt > 0) {
        activity.supplies.push_back(
            {*of.champions, activity.duration + of.review, learnt * limits.users_per_champion});
      }
    }
    const TeamResources& resources = ResourcesOf(team);
    activity.demands.push_back({resources.changes, what.prepare, activity.duration, 1});
    activity.demands.push_back({resources.training, what.prepare, taught, 1});
    if (deployment.release_day) activity.release = WeekOf(*deployment.release_day + 6);
    if (deployment.deadline) {
      activity.deadline = WeekOf(*deployment.deadline) + 1 + what.support;
    }
    activity.cost = tool.cost_per_team + tool.cost_per_user * what.people;
    made_.model.growths.back().members.push_back(
        {static_cast<int>(made_.activities.size()), what.people, activity.duration + of.review});
    made_.values.push_back(values_.Of(tool, what.people, taught, activity.cost));
    std::vector<int> closed;
    for (size_t week = 0; week < of.closed.size(); ++week) {
      if (of.closed[week]) closed.push_back(static_cast<int>(week));
    }
    made_.model.closed_starts.push_back(std::move(closed));
    made_.model.activities.push_back(std::move(activity));
    positions_[{of.tool, team.id}] = static_cast<int>(made_.activities.size());
    made_.activities.push_back(std::move(what));
  }

  struct TeamResources {
    int changes = 0;
    int training = 0;
  };
  // The same of all tools: a team is away whichever tool says so.
  const TeamResources& ResourcesOf(const Team& team) {
    const auto [entry, fresh] = teams_.try_emplace(team.id);
    if (fresh) {
      entry->second.changes =
          AddResource({programme_.changes_per_team}, ProgrammeLimit::kSaturation, team.id);
      entry->second.training =
          AddResource(std::vector<int>(static_cast<size_t>(programme_.weeks), 1),
                      ProgrammeLimit::kTeamTraining, team.id);
    }
    const std::vector<bool> away = Closed(WorkCalendar(), team.absences);
    std::vector<int>& capacity =
        made_.model.resources[static_cast<size_t>(entry->second.training)].capacity;
    for (size_t week = 0; week < away.size(); ++week) {
      if (away[week]) capacity[week] = 0;
    }
    return entry->second;
  }

  // Prerequisites, tools that follow others, and pilots.
  void AddOrders() {
    for (size_t k = 0; k < programme_.tools.size(); ++k) {
      const ProgrammeTool& tool = programme_.tools[k];
      const int position = static_cast<int>(k);
      for (const Deployment& deployment : tool.model.deployments) {
        const auto here = positions_.find({position, deployment.team});
        if (here == positions_.end()) continue;
        for (const Prerequisite& need : deployment.prerequisites) {
          const auto before = positions_.find({position, TeamOf(tool, need.deployment)});
          if (before == positions_.end()) continue;
          const ProgrammeActivity& first = made_.activities[static_cast<size_t>(before->second)];
          // Its training begins when the other is live.
          const int lag = first.prepare + first.train + WeeksOf(need.lag_days) - tool.prepare_weeks;
          made_.model.arcs.push_back({before->second, here->second, std::max(1, lag)});
        }
        if (tool.after.empty()) continue;
        const auto before = positions_.find({tools_.at(tool.after), deployment.team});
        if (before == positions_.end()) continue;
        made_.model.arcs.push_back(
            {before->second, here->second,
             std::max(1, made_.model.activities[static_cast<size_t>(before->second)].duration -
                             tool.prepare_weeks)});
      }
      AddPilots(position);
    }
  }
  static std::string TeamOf(const ProgrammeTool& tool, const std::string& deployment) {
    for (const Deployment& one : tool.model.deployments) {
      if (one.id == deployment) return one.team;
    }
    return "";
  }

  void AddPilots(int tool) {
    const int review =
        WeeksOf(programme_.tools[static_cast<size_t>(tool)].model.limits.gate_review_days);
    for (size_t pilot = 0; pilot < made_.activities.size(); ++pilot) {
      if (made_.activities[pilot].tool != tool || !made_.activities[pilot].pilot) continue;
      for (size_t other = 0; other < made_.activities.size(); ++other) {
        if (made_.activities[other].tool != tool || made_.activities[other].pilot) continue;
        // IT may prepare meanwhile.
        const int lag =
            made_.model.activities[pilot].duration + review - made_.activities[other].prepare;
        made_.model.arcs.push_back(
            {static_cast<int>(pilot), static_cast<int>(other), std::max(1, lag)});
      }
    }
  }

  void AddBudget() {
    if (programme_.budget.empty()) return;
    std::vector<int64_t> released(static_cast<size_t>(programme_.weeks) + 1, 0);
    for (const BudgetStep& step : programme_.budget) {
      for (size_t week = 0; week < released.size(); ++week) {
        if (Monday(static_cast<int>(week)) + 6 >= step.from) released[week] += step.amount;
      }
    }
    made_.model.budget = std::move(released);
  }

  const Programme& programme_;
  const ProgrammeValues values_;
  ProgrammeModel made_;
  status::FieldErrors errors_;
  std::map<std::string, int> tools_;
  std::map<std::pair<int, std::string>, int> positions_;
  std::map<std::string, TeamResources> teams_;
  std::optional<int> it_;
};

// Weeks without any capacity to train are those of a calendar.
bool IsFrozen(const schedule::Resource& resource, ProgrammeLimit limit, int week) {
  if (limit != ProgrammeLimit::kTrainers && limit != ProgrammeLimit::kTeamTraining) return false;
  return resource.capacity[std::min(static_cast<size_t>(week), resource.capacity.size() - 1)] == 0;
}

}  // namespace

absl::StatusOr<ProgrammeModel> ModelOf(const Programme& programme) {
  ASSIGN_OR_RETURN(ProgrammeModel model, Compiler(programme).Run());
  CapacityClaims claims;
  for (const ProgrammeTool& tool : programme.tools) claims.Add(tool.model);
  const std::vector<RuleFinding> exceeded = ExceededBy(claims, programme.shared);
  if (!exceeded.empty()) return NoPlanFound(exceeded.front().subject, /*proven=*/true, exceeded);
  return model;
}

ProgrammeReason ReasonOf(const ProgrammeModel& model, const Programme& programme,
                         const schedule::Violation& violation) {
  using Rule = schedule::Violation::Rule;
  const auto tool_of = [&](int activity) {
    return programme.tools[static_cast<size_t>(model.activities[activity].tool)].id;
  };
  ProgrammeReason reason;
  reason.week = model.first_monday + 7 * violation.period;
  reason.shortage = violation.excess;
  switch (violation.rule) {
    case Rule::kRelease:
    case Rule::kEnd:
      reason.limit = ProgrammeLimit::kRelease;
      break;
    case Rule::kClosed:
      reason.limit = ProgrammeLimit::kFreeze;
      break;
    case Rule::kArc: {
      const ProgrammeActivity& before = model.activities[violation.other];
      const ProgrammeActivity& after = model.activities[violation.activity];
      if (before.tool != after.tool) {
        reason = {ProgrammeLimit::kPrerequisite, tool_of(violation.other), reason.week,
                  violation.excess};
      } else if (before.pilot && !after.pilot) {
        reason = {ProgrammeLimit::kPilotFirst, tool_of(violation.other), reason.week,
                  violation.excess};
      } else {
        reason = {ProgrammeLimit::kPrerequisite, before.team, reason.week, violation.excess};
      }
      break;
    }
    case Rule::kResource:
      std::tie(reason.limit, reason.of) = model.resources[violation.other];
      if (IsFrozen(model.model.resources[violation.other], reason.limit, violation.period)) {
        reason.limit = ProgrammeLimit::kFreeze;
      }
      break;
    case Rule::kGrowth:
      reason.limit = ProgrammeLimit::kGrowth;
      reason.of = model.growths[violation.other];
      reason.shortage = (violation.excess + 999) / 1000;
      break;
    case Rule::kBudget:
      reason.limit = ProgrammeLimit::kBudget;
      break;
  }
  return reason;
}

}  // namespace palier::rollout
