// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/big_bang.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "rollout/api/explanations.h"

namespace palier::rollout {
namespace {

bool IsBigBang(const v1::Explanation& explanation) {
  return explanation.rule() == kBigBang;
}

int DepartmentsOf(const v1::Wave& wave, const PlanInputs& inputs) {
  std::set<std::string> departments;
  for (const v1::WaveTeam& team : wave.teams()) {
    const auto known = inputs.teams.find(team.team());
    if (known != inputs.teams.end()) departments.insert(known->second.department());
  }
  return static_cast<int>(departments.size());
}

}  // namespace

void ExplainBigBang(const PlanInputs& inputs, int population, int frozen,
                    v1::PlanRevision& revision) {
  const Limits limits = LimitsOf(inputs.rollout.limits());
  const int64_t most = int64_t{population} * limits.max_wave_permille / 1000;
  int beyond = 0;
  for (v1::Wave& wave : *revision.mutable_waves()) {
    if (wave.number() <= frozen) continue;
    // Of the plan that is taken up again.
    auto& said = *wave.mutable_explanations();
    said.erase(std::remove_if(said.begin(), said.end(), IsBigBang), said.end());
    const int departments = DepartmentsOf(wave, inputs);
    const bool reaches_more = limits.max_departments > 0 && departments > limits.max_departments;
    const bool within = wave.headcount() <= most && !reaches_more;
    if (within || inputs.big_bang_waiver.empty()) continue;
    ++beyond;
    *said.Add() = WarningOf(Warning::kBigBang, absl::StrCat("wave ", wave.number()),
                            {{"people", absl::StrCat(wave.headcount())},
                             {"departments", absl::StrCat(departments)},
                             {"waiver", inputs.big_bang_waiver}});
  }
  if (beyond == 0) return;
  *revision.add_warnings() =
      WarningOf(Warning::kBigBangPlan, inputs.rollout.name(),
                {{"waves", absl::StrCat(beyond)}, {"waiver", inputs.big_bang_waiver}});
}

absl::Status AddUnwaived(Context& context, const rpc::Call& call, const WaveRecord& record,
                         Conditions& unmet) {
  const auto& explanations = record.wave.explanations();
  if (std::none_of(explanations.begin(), explanations.end(), IsBigBang)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string waiver,
                   context.registry.WaiverInForce(call, record.rollout.project(), kBigBang));
  if (!waiver.empty()) return absl::OkStatus();
  unmet.push_back({kBigBang,
                   record.rollout.project(),
                   {"The wave goes beyond the big-bang guard, and the waiver it was planned under "
                    "is over: ask for a new one of BIG_BANG, or plan smaller waves.",
                    "La vague dépasse la garde contre le big-bang, et la dérogation sous laquelle "
                    "elle a été planifiée est terminée : demandez-en une nouvelle pour BIG_BANG, "
                    "ou planifiez des vagues plus petites."}});
  return absl::OkStatus();
}

}  // namespace palier::rollout
