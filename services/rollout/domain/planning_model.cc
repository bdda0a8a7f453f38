// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/planning_model.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::rollout {
namespace {

constexpr int kMaxFindings = 20;
constexpr int kMaxIdBytes = 300;
// Of one champion in one week, however many plans book it.
constexpr int kMaxBookedMinutes = 1'000'000;
constexpr int64_t kMaxMoney = 1'000'000'000'000;
constexpr int kMaxPeople = 10'000'000;

// Collects violations until there are enough to answer.
class Fields {
 public:
  void Add(absl::string_view path, absl::string_view en, absl::string_view fr) {
    if (++count_ > kMaxFindings) return;
    errors_.Add(path, {std::string(en), std::string(fr)});
  }
  void Range(absl::string_view path, int64_t value, int64_t low, int64_t high) {
    if (value >= low && value <= high) return;
    Add(path, absl::StrCat("is ", value, "; must be ", low, " to ", high, "."),
        absl::StrCat("vaut ", value, " ; doit être entre ", low, " et ", high, "."));
  }
  void Id(absl::string_view path, const std::string& id, std::set<std::string>& seen) {
    Range(absl::StrCat(path, ".length"), static_cast<int64_t>(id.size()), 1, kMaxIdBytes);
    if (!seen.insert(id).second) Add(path, "is given twice.", "est donné deux fois.");
  }
  void Known(absl::string_view path, const std::string& id, const std::set<std::string>& known) {
    if (known.contains(id)) return;
    Add(path, "names nothing in the model.", "ne désigne rien dans le modèle.");
  }
  void Day(absl::string_view path, absl::CivilDay day) {
    if (day.year() >= 1970 && day.year() <= 2200) return;
    Add(path, "must be from 1970 to 2200.", "doit être entre 1970 et 2200.");
  }
  void Days(absl::string_view path, const DayRange& range) {
    Day(absl::StrCat(path, ".start"), range.start);
    Day(absl::StrCat(path, ".end"), range.end);
    if (range.start < range.end) return;
    Add(path, "must end after it starts.", "doit finir après son début.");
  }
  // False when there are too many, or too few, to look at one by one.
  bool Count(absl::string_view path, size_t size, int64_t low, int64_t high) {
    Range(absl::StrCat(path, ".size"), static_cast<int64_t>(size), low, high);
    return static_cast<int64_t>(size) >= low && static_cast<int64_t>(size) <= high;
  }
  void Ranges(absl::string_view path, const std::vector<DayRange>& ranges) {
    if (!Count(path, ranges.size(), 0, kMaxRanges)) return;
    for (size_t i = 0; i < ranges.size(); ++i) Days(absl::StrCat(path, "[", i, "]"), ranges[i]);
  }
  bool full() const { return count_ >= kMaxFindings; }
  absl::Status ToStatus() const { return errors_.ToStatus(); }

 private:
  int count_ = 0;
  status::FieldErrors errors_;
};

struct Ids {
  std::set<std::string> teams, deployments, champions, sponsors;
  std::map<std::string, int> headcounts;
};

void CheckLimits(const Limits& limits, Fields& fields) {
  fields.Range("limits.session_size", limits.session_size, 1, 1000);
  fields.Range("limits.session_minutes", limits.session_minutes, 15, 480);
  fields.Range("limits.sessions_per_week", limits.sessions_per_week, 0, 100'000);
  fields.Range("limits.users_per_champion", limits.users_per_champion, 0, 100'000);
  fields.Range("limits.hypercare_days", limits.hypercare_days, 0, 365);
  fields.Range("limits.gate_review_days", limits.gate_review_days, 0, 90);
  fields.Range("limits.max_wave_permille", limits.max_wave_permille, 1, 1000);
  fields.Range("limits.max_departments", limits.max_departments, 0, kMaxTeams);
  fields.Range("limits.pilot_size", limits.pilot_size, 1, kMaxPeople);
  fields.Range("limits.growth_permille", limits.growth_permille, 1, 100'000);
  if (!fields.Count("limits.wave_sizes", limits.wave_sizes.size(), 0, kMaxWaves)) return;
  for (size_t i = 0; i < limits.wave_sizes.size(); ++i) {
    fields.Range(absl::StrCat("limits.wave_sizes[", i, "]"), limits.wave_sizes[i], 1, kMaxPeople);
  }
}

void CheckTeams(const PlanningModel& model, Ids& ids, Fields& fields) {
  for (size_t i = 0; i < model.teams.size() && !fields.full(); ++i) {
    const Team& team = model.teams[i];
    const std::string path = absl::StrCat("teams[", i, "]");
    fields.Id(path + ".id", team.id, ids.teams);
    fields.Range(path + ".headcount", team.headcount, 1, 100'000);
    fields.Range(path + ".max_training_permille", team.max_training_permille, 1, 1000);
    fields.Range(path + ".saturation", team.saturation, 1, 100);
    fields.Ranges(path + ".absences", team.absences);
    if (team.training_hours) {
      fields.Range(path + ".training_hours", *team.training_hours, 0, kMaxMoney);
    }
    ids.headcounts[team.id] = team.headcount;
  }
}

void CheckChampions(const PlanningModel& model, Ids& ids, Fields& fields) {
  for (size_t i = 0; i < model.champions.size() && !fields.full(); ++i) {
    const Champion& champion = model.champions[i];
    const std::string path = absl::StrCat("champions[", i, "]");
    fields.Id(path + ".person", champion.person, ids.champions);
    fields.Known(path + ".team", champion.team, ids.teams);
    fields.Range(path + ".hours_per_week", champion.hours_per_week, 0, 60);
    for (const auto& [monday, minutes] : champion.booked_minutes) {
      fields.Range(path + ".booked_minutes", minutes, 0, kMaxBookedMinutes);
    }
    fields.Count(path + ".languages", champion.languages.size(), 0, 20);
  }
}

void CheckSponsors(const PlanningModel& model, Ids& ids, Fields& fields) {
  for (size_t i = 0; i < model.sponsors.size() && !fields.full(); ++i) {
    const std::string path = absl::StrCat("sponsors[", i, "]");
    fields.Id(path + ".id", model.sponsors[i].id, ids.sponsors);
    fields.Range(path + ".active_elsewhere", model.sponsors[i].active_elsewhere, 0, 10'000);
    fields.Range(path + ".max_active", model.sponsors[i].max_active, 0, 10'000);
  }
}

void CheckPrerequisites(const Deployment& deployment, const std::string& path, const Ids& ids,
                        Fields& fields) {
  const std::vector<Prerequisite>& all = deployment.prerequisites;
  if (!fields.Count(path + ".prerequisites", all.size(), 0, kMaxPrerequisites)) return;
  for (size_t i = 0; i < all.size(); ++i) {
    const std::string at = absl::StrCat(path, ".prerequisites[", i, "]");
    fields.Known(at + ".deployment", all[i].deployment, ids.deployments);
    fields.Range(at + ".lag_days", all[i].lag_days, 0, 730);
  }
}

void CheckDeployment(const Deployment& deployment, const std::string& path, const Ids& ids,
                     Fields& fields) {
  fields.Known(path + ".team", deployment.team, ids.teams);
  if (const auto team = ids.headcounts.find(deployment.team); team != ids.headcounts.end()) {
    fields.Range(path + ".people", deployment.people, 1, team->second);
  }
  CheckPrerequisites(deployment, path, ids, fields);
  if (deployment.release_day) fields.Day(path + ".release_day", *deployment.release_day);
  if (deployment.deadline) fields.Day(path + ".deadline", *deployment.deadline);
  fields.Range(path + ".readiness", deployment.readiness, 0, 100);
  fields.Range(path + ".value_per_week", deployment.value_per_week, 0, kMaxMoney);
  fields.Range(path + ".cost", deployment.cost, 0, kMaxMoney);
  if (!deployment.sponsor.empty())
    fields.Known(path + ".sponsor", deployment.sponsor, ids.sponsors);
}

void CheckDeployments(const PlanningModel& model, Ids& ids, Fields& fields) {
  std::set<std::pair<std::string, std::string>> pairs;
  std::map<std::pair<std::string, std::string>, bool> pilot_of_cluster;
  for (size_t i = 0; i < model.deployments.size(); ++i) {
    fields.Id(absl::StrCat("deployments[", i, "].id"), model.deployments[i].id, ids.deployments);
  }
  for (size_t i = 0; i < model.deployments.size() && !fields.full(); ++i) {
    const Deployment& deployment = model.deployments[i];
    const std::string path = absl::StrCat("deployments[", i, "]");
    CheckDeployment(deployment, path, ids, fields);
    if (!pairs.insert({deployment.team, deployment.application}).second) {
      fields.Add(path + ".application", "is deployed twice to the team.",
                 "est déployée deux fois dans l'équipe.");
    }
    if (deployment.cluster.empty()) continue;
    const auto [first, added] =
        pilot_of_cluster.insert({{deployment.team, deployment.cluster}, deployment.pilot});
    if (!added && first->second != deployment.pilot) {
      fields.Add(path + ".pilot", "must be the same in the whole cluster of the team.",
                 "doit être identique dans tout le groupe de l'équipe.");
    }
  }
}

bool CountsFit(const PlanningModel& model, Fields& fields) {
  const bool teams = fields.Count("teams", model.teams.size(), 1, kMaxTeams);
  const bool deployments =
      fields.Count("deployments", model.deployments.size(), 1, kMaxDeployments);
  const bool champions = fields.Count("champions", model.champions.size(), 0, kMaxChampions);
  const bool sponsors = fields.Count("sponsors", model.sponsors.size(), 0, kMaxSponsors);
  return teams && deployments && champions && sponsors;
}

void CheckPopulation(const PlanningModel& model, Fields& fields) {
  int64_t everybody = 0;
  for (const Team& team : model.teams) everybody += team.headcount;
  fields.Range("population", model.population, 1, kMaxPeople);
  if (everybody <= model.population) return;
  fields.Add("population", "is less than the headcounts of the teams together.",
             "est inférieure à la somme des effectifs des équipes.");
}

}  // namespace

absl::Status ValidateModel(const PlanningModel& model) {
  Fields fields;
  if (!CountsFit(model, fields)) return fields.ToStatus();
  fields.Days("horizon", model.horizon);
  fields.Range("horizon.days", model.horizon.end - model.horizon.start, 1, kMaxHorizonDays);
  CheckPopulation(model, fields);
  CheckLimits(model.limits, fields);
  fields.Ranges("calendar.holidays", model.calendar.holidays);
  fields.Ranges("calendar.blackouts", model.calendar.blackouts);
  if (model.budget) fields.Range("budget", *model.budget, 0, kMaxMoney * kMaxDeployments);
  Ids ids;
  CheckTeams(model, ids, fields);
  CheckChampions(model, ids, fields);
  CheckSponsors(model, ids, fields);
  CheckDeployments(model, ids, fields);
  return fields.ToStatus();
}

}  // namespace palier::rollout
