// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_model.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::rollout {
namespace {

constexpr int kRampWeeks = 12;
// Use is counted for a year beyond the last week, or the last tools would be worth nothing.
constexpr int kWeeksBeyond = 52;
constexpr int64_t kBillion = 1'000'000'000;
constexpr int64_t kMaxAmount = 1'000'000'000;
// Without values a person and week counts so much, that whole numbers are fine enough.
constexpr int64_t kPersonWeek = 1000;
constexpr int kDaysOfTraining = 5;

int WeeksOf(int days) {
  return (days + 6) / 7;
}
int CeilDiv(int a, int b) {
  return (a + b - 1) / b;
}

absl::CivilDay MondayOf(absl::CivilDay day) {
  return day - static_cast<int>(absl::GetWeekday(day));
}

// (1 + r)^(-weeks/52) in billionths, by whole numbers: the yearly rate, compounded by week.
std::vector<int64_t> DiscountsOf(int permille, int weeks) {
  // The weekly factor f with f^52 = 1 + r, by bisection on f in billionths.
  const auto yearly = [](int64_t weekly) {
    absl::int128 factor = kBillion;
    for (int i = 0; i < 52; ++i) factor = factor * weekly / kBillion;
    return static_cast<int64_t>(factor);
  };
  int64_t low = kBillion, high = kBillion + kBillion / 10;
  const int64_t wanted = kBillion + kBillion / 1000 * permille;
  while (low < high) {
    const int64_t middle = (low + high) / 2;
    yearly(middle) < wanted ? low = middle + 1 : high = middle;
  }
  std::vector<int64_t> discounts = {kBillion};
  for (int week = 1; week <= weeks; ++week) {
    discounts.push_back(static_cast<int64_t>(absl::int128(discounts.back()) * kBillion / low));
  }
  return discounts;
}

class Compiler {
 public:
  explicit Compiler(const Programme& programme) : programme_(programme) {}

  absl::StatusOr<ProgrammeModel> Run() {
    RETURN_IF_ERROR(Check());
    made_.first_monday = MondayOf(programme_.start + 6);
    made_.model.horizon = programme_.weeks;
    discounts_ = DiscountsOf(programme_.discount_permille, programme_.weeks + kWeeksBeyond);
    for (const ProgrammeTool& tool : programme_.tools) {
      any_value_ = any_value_ || tool.value_per_user_week > 0;
    }
    if (programme_.it_capacity) {
      it_ = AddResource({*programme_.it_capacity}, ProgrammeLimit::kItCapacity, "");
    }
    for (size_t k = 0; k < programme_.tools.size(); ++k) {
      RETURN_IF_ERROR(AddTool(static_cast<int>(k)));
    }
    AddOrders();
    AddBudget();
    RETURN_IF_ERROR(errors_.ToStatus());
    RETURN_IF_ERROR(schedule::Validate(made_.model));
    return std::move(made_);
  }

 private:
  absl::Status Check() {
    const auto range = [&](const std::string& path, int64_t value, int64_t least, int64_t most) {
      if (value >= least && value <= most) return;
      errors_.Add(path, {absl::StrCat("must be ", least, " to ", most, "."),
                         absl::StrCat("doit être entre ", least, " et ", most, ".")});
    };
    range("weeks", programme_.weeks, 1, kMaxProgrammeWeeks);
    range("tools.size", static_cast<int64_t>(programme_.tools.size()), 1, kMaxProgrammeTools);
    range("changes_per_team", programme_.changes_per_team, 1, 100);
    range("discount_permille", programme_.discount_permille, 0, 1000);
    if (programme_.it_capacity) range("it_capacity", *programme_.it_capacity, 0, 1'000'000);
    range("budget.size", static_cast<int64_t>(programme_.budget.size()), 0, 500);
    for (const BudgetStep& step : programme_.budget) {
      range("budget.amount", step.amount, 0, kMaxAmount * kMaxAmount);
    }
    size_t activities = 0;
    for (size_t k = 0; k < programme_.tools.size(); ++k) {
      const ProgrammeTool& tool = programme_.tools[k];
      const std::string path = absl::StrCat("tools[", k, "]");
      if (!tools_.try_emplace(tool.id, static_cast<int>(k)).second) {
        errors_.Add(path + ".id", {"is given twice.", "est donné deux fois."});
      }
      range(path + ".prepare_weeks", tool.prepare_weeks, 0, 52);
      range(path + ".it_units", tool.it_units, 0, 1'000'000);
      range(path + ".value_per_user_week", tool.value_per_user_week, 0, kMaxAmount);
      range(path + ".cost_per_team", tool.cost_per_team, 0, kMaxAmount);
      range(path + ".cost_per_user", tool.cost_per_user, 0, kMaxAmount);
      activities += tool.model.deployments.size();
    }
    for (size_t k = 0; k < programme_.tools.size(); ++k) {
      const std::string& after = programme_.tools[k].after;
      if (after.empty() || tools_.contains(after)) continue;
      errors_.Add(absl::StrCat("tools[", k, "].after"),
                  {"names no tool of the programme.", "ne désigne aucun outil du programme."});
    }
    range("tools.teams.size", static_cast<int64_t>(activities), 1, kMaxProgrammeActivities);
    return errors_.ToStatus();
  }

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

  absl::Status AddTool(int position) {
    const ProgrammeTool& tool = programme_.tools[static_cast<size_t>(position)];
    const Limits& limits = tool.model.limits;
    Of of;
    of.tool = position;
    of.support = WeeksOf(limits.hypercare_days);
    of.review = WeeksOf(limits.gate_review_days);
    of.closed = Closed(tool.model.calendar, {});
    if (limits.sessions_per_week > 0) {
      of.trainers = AddResource(OpenCapacity(of.closed, limits.sessions_per_week),
                                ProgrammeLimit::kTrainers, tool.id);
    }
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
    return absl::OkStatus();
  }

  struct Of {
    int tool = 0;
    int support = 0;
    int review = 0;
    std::vector<bool> closed;
    std::optional<int> trainers, champions;
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
    if (of.trainers) {
      const int sessions = CeilDiv(CeilDiv(what.people, a_day), what.train);
      activity.demands.push_back({*of.trainers, what.prepare, taught, sessions});
    }
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
    const TeamResources& resources = ResourcesOf(tool, team);
    activity.demands.push_back({resources.changes, what.prepare, activity.duration, 1});
    activity.demands.push_back({resources.training, what.prepare, taught, 1});
    if (deployment.release_day) activity.release = WeekOf(*deployment.release_day + 6);
    if (deployment.deadline) {
      activity.deadline = WeekOf(*deployment.deadline) + 1 + what.support;
    }
    activity.cost = tool.cost_per_team + tool.cost_per_user * what.people;
    made_.model.growths.back().members.push_back(
        {static_cast<int>(made_.activities.size()), what.people, activity.duration + of.review});
    made_.values.push_back(ValuesOf(tool, what, activity.cost));
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
  // The same of all tools; absences are those of the first tool that names the team.
  const TeamResources& ResourcesOf(const ProgrammeTool& tool, const Team& team) {
    const auto [entry, fresh] = teams_.try_emplace(team.id);
    if (fresh) {
      entry->second.changes =
          AddResource({programme_.changes_per_team}, ProgrammeLimit::kSaturation, team.id);
      entry->second.training =
          AddResource(OpenCapacity(Closed(tool.model.calendar, team.absences), 1),
                      ProgrammeLimit::kTeamTraining, team.id);
    }
    return entry->second;
  }

  std::vector<int64_t> ValuesOf(const ProgrammeTool& tool, const ProgrammeActivity& what,
                                int64_t cost) const {
    const int64_t weekly = what.people * (any_value_ ? tool.value_per_user_week : kPersonWeek);
    const int end = programme_.weeks + kWeeksBeyond;
    // Of a week at full use from each week on; then the ramp takes its part away.
    std::vector<absl::int128> from(static_cast<size_t>(end) + 1, 0);
    for (int week = end; week-- > 0;) {
      from[week] = from[week + 1] + (any_value_ ? discounts_[week] : kBillion);
    }
    std::vector<int64_t> values;
    for (int start = 0; start <= programme_.weeks; ++start) {
      const int live = start + what.prepare + what.train;
      absl::int128 use = live <= end ? from[live] * kRampWeeks : 0;
      for (int i = 0; i < kRampWeeks - 1 && live + i < end; ++i) {
        use -= absl::int128(any_value_ ? discounts_[live + i] : kBillion) * (kRampWeeks - 1 - i);
      }
      const absl::int128 worth = use * weekly / kRampWeeks / kBillion;
      const absl::int128 spent = any_value_ ? absl::int128(cost) * discounts_[start] / kBillion : 0;
      values.push_back(static_cast<int64_t>(worth - spent));
    }
    return values;
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
  ProgrammeModel made_;
  status::FieldErrors errors_;
  std::map<std::string, int> tools_;
  std::map<std::pair<int, std::string>, int> positions_;
  std::map<std::string, TeamResources> teams_;
  std::vector<int64_t> discounts_;
  std::optional<int> it_;
  bool any_value_ = false;
};

// Weeks without any capacity to train are those of a calendar.
bool IsFrozen(const schedule::Resource& resource, ProgrammeLimit limit, int week) {
  if (limit != ProgrammeLimit::kTrainers && limit != ProgrammeLimit::kTeamTraining) return false;
  return resource.capacity[std::min(static_cast<size_t>(week), resource.capacity.size() - 1)] == 0;
}

}  // namespace

absl::StatusOr<ProgrammeModel> ModelOf(const Programme& programme) {
  return Compiler(programme).Run();
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
