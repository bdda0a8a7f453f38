// SPDX-License-Identifier: Apache-2.0
#include "reporting/registers/register_progress.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "common/aip/text.h"

namespace palier::reporting {
namespace {

using registry::v1::Project;

constexpr absl::string_view kOnTheWay[] = {"IDEA", "BUILD", "PILOT", "PRODUCTION"};

// -1 for a stage that is not on the way.
int PlaceOf(absl::string_view stage) {
  const auto found = std::find(std::begin(kOnTheWay), std::end(kOnTheWay), stage);
  return found == std::end(kOnTheWay) ? -1 : static_cast<int>(found - std::begin(kOnTheWay));
}

std::string StageOf(const Project& project) {
  const auto stage = project.origin().attributes().find("register_stage");
  return stage == project.origin().attributes().end() ? "UNKNOWN" : stage->second;
}

// Projects of a register by folded name.
using Register = std::map<std::string, std::vector<const Project*>>;

Register Read(const PortfolioModel& model, const std::string& profile, int& count) {
  Register projects;
  for (const auto& [name, dossier] : model.dossiers) {
    const Project& project = dossier->project;
    if (project.origin().profile() != profile) continue;
    projects[aip::FoldText(project.display_name())].push_back(&project);
    ++count;
  }
  return projects;
}

// How far it moved: production from an idea is the longest way.
int Distance(const FollowedProject& project) {
  return PlaceOf(project.later_stage) - PlaceOf(project.earlier_stage);
}

}  // namespace

RegisterStep StepBetween(absl::string_view earlier, absl::string_view later) {
  const int from = PlaceOf(earlier);
  const int to = PlaceOf(later);
  if (earlier == "UNKNOWN" || later == "UNKNOWN") return RegisterStep::kNotComparable;
  if (earlier == later) return RegisterStep::kSameStage;
  if (from >= 0 && to >= 0) return from < to ? RegisterStep::kAdvanced : RegisterStep::kWentBack;
  // One of them has ended, or had.
  if (to >= 0) return RegisterStep::kWentBack;
  if (earlier == "PRODUCTION") return RegisterStep::kLeftProduction;
  return from >= 0 ? RegisterStep::kStoppedBefore : RegisterStep::kNotComparable;
}

RegisterProgress CompareRegisters(const PortfolioModel& model, const std::string& earlier_profile,
                                  const std::string& later_profile) {
  RegisterProgress progress;
  const Register earlier = Read(model, earlier_profile, progress.earlier_count);
  const Register later = Read(model, later_profile, progress.later_count);
  for (const auto& [name, projects] : earlier) {
    const auto there = later.find(name);
    if (there == later.end()) {
      progress.gone += static_cast<int>(projects.size());
      continue;
    }
    if (projects.size() > 1 || there->second.size() > 1) {
      progress.ambiguous += static_cast<int>(projects.size());
      continue;
    }
    const Project& before = *projects[0];
    const Project& after = *there->second[0];
    FollowedProject one{before.name(),   after.name(),   after.display_name(),
                        StageOf(before), StageOf(after), RegisterStep::kNotComparable};
    one.step = StepBetween(one.earlier_stage, one.later_stage);
    ++progress.transitions[{one.earlier_stage, one.later_stage}];
    const int place = PlaceOf(one.earlier_stage);
    if (place >= 0 && one.earlier_stage != "PRODUCTION") {
      ++progress.reached.whole;
      progress.reached.part += one.later_stage == "PRODUCTION";
    }
    progress.followed.push_back(std::move(one));
  }
  for (const auto& [name, projects] : later)
    if (earlier.count(name) == 0) progress.fresh += static_cast<int>(projects.size());
  std::sort(progress.followed.begin(), progress.followed.end(), [](const auto& a, const auto& b) {
    const int a_moved = -Distance(a), b_moved = -Distance(b);
    return std::tie(a.step, a_moved, a.display_name, a.earlier) <
           std::tie(b.step, b_moved, b.display_name, b.earlier);
  });
  return progress;
}

}  // namespace palier::reporting
