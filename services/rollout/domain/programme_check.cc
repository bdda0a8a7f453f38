// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_check.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"

namespace palier::rollout {
namespace {

constexpr int64_t kMaxAmount = 1'000'000'000;
constexpr int64_t kMaxBudget = kMaxAmount * kMaxAmount;
constexpr int kMaxUnits = 1'000'000;

class Fields {
 public:
  void Range(const std::string& path, int64_t value, int64_t least, int64_t most) {
    if (value >= least && value <= most) return;
    errors_.Add(path, {absl::StrCat("must be ", least, " to ", most, "."),
                       absl::StrCat("doit être entre ", least, " et ", most, ".")});
  }
  void Add(const std::string& path, status::Text text) { errors_.Add(path, std::move(text)); }
  absl::Status ToStatus() const { return errors_.ToStatus(); }

 private:
  status::FieldErrors errors_;
};

void CheckTools(const Programme& programme, Fields& fields) {
  std::set<std::string> ids;
  int64_t activities = 0;
  for (size_t k = 0; k < programme.tools.size(); ++k) {
    const ProgrammeTool& tool = programme.tools[k];
    const std::string path = absl::StrCat("tools[", k, "]");
    if (!ids.insert(tool.id).second) {
      fields.Add(path + ".id", {"is given twice.", "est donné deux fois."});
    }
    fields.Range(path + ".prepare_weeks", tool.prepare_weeks, 0, 52);
    fields.Range(path + ".it_units", tool.it_units, 0, kMaxUnits);
    fields.Range(path + ".value_per_user_week", tool.value_per_user_week, 0, kMaxAmount);
    fields.Range(path + ".cost_per_team", tool.cost_per_team, 0, kMaxAmount);
    fields.Range(path + ".cost_per_user", tool.cost_per_user, 0, kMaxAmount);
    activities += static_cast<int64_t>(tool.model.deployments.size());
  }
  for (size_t k = 0; k < programme.tools.size(); ++k) {
    const std::string& after = programme.tools[k].after;
    if (after.empty() || ids.contains(after)) continue;
    fields.Add(absl::StrCat("tools[", k, "].after"),
               {"names no tool of the programme.", "ne désigne aucun outil du programme."});
  }
  fields.Range("tools.teams.size", activities, 1, kMaxProgrammeActivities);
}

}  // namespace

absl::Status CheckProgramme(const Programme& programme) {
  Fields fields;
  fields.Range("weeks", programme.weeks, 1, kMaxProgrammeWeeks);
  fields.Range("tools.size", static_cast<int64_t>(programme.tools.size()), 1, kMaxProgrammeTools);
  fields.Range("changes_per_team", programme.changes_per_team, 1, 100);
  fields.Range("discount_permille", programme.discount_permille, 0, 1000);
  if (programme.it_capacity) fields.Range("it_capacity", *programme.it_capacity, 0, kMaxUnits);
  fields.Range("budget.size", static_cast<int64_t>(programme.budget.size()), 0, 500);
  for (const BudgetStep& step : programme.budget) {
    fields.Range("budget.amount", step.amount, 0, kMaxBudget);
  }
  CheckTools(programme, fields);
  return fields.ToStatus();
}

}  // namespace palier::rollout
