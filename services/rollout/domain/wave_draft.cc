// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_draft.h"

#include <algorithm>
#include <climits>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

int At(const std::map<int, int>& counts, int key) {
  const auto at = counts.find(key);
  return at == counts.end() ? 0 : at->second;
}

int ShareOf(int64_t whole, int64_t permille) {
  return static_cast<int>(std::min<int64_t>(whole * permille / 1000, INT_MAX));
}

}  // namespace

WaveDraft::WaveDraft(const CompiledModel& model, int number, int live, ChampionPool& pool)
    : model_(model), number_(number), live_(live), pool_(pool) {
  pool_.OpenWave();
}

int WaveDraft::HeadcountWith(const Group& group) const {
  return headcount_ + std::max(0, group.people - At(people_, group.team));
}

int WaveDraft::SizeLimit() const {
  const Limits& limits = model_.limits();
  const int share = ShareOf(model_.model().population, limits.max_wave_permille);
  if (!limits.wave_sizes.empty()) return std::min(share, limits.wave_sizes[number_ - 1]);
  return std::min(share, number_ == 1 ? limits.pilot_size : ShareOf(live_, limits.growth_permille));
}

std::optional<RuleFinding> WaveDraft::SizeObstacle(int people) const {
  const Limits& limits = model_.limits();
  const auto over = [&](Rule rule, int limit, const char* key, int value) {
    return RuleFinding{rule,
                       "",
                       {{"people", absl::StrCat(people)},
                        {"limit", absl::StrCat(limit)},
                        {key, absl::StrCat(value)}}};
  };
  const int limit = SizeLimit();
  if (people <= limit) return std::nullopt;
  // The tightest limit is the one that binds.
  if (limit == ShareOf(model_.model().population, limits.max_wave_permille)) {
    return over(Rule::kWaveShare, limit, "population", model_.model().population);
  }
  if (!limits.wave_sizes.empty()) return over(Rule::kWaveSize, limit, "wave", number_);
  if (number_ == 1) return over(Rule::kPilotSize, limit, "wave", 1);
  return over(Rule::kGrowth, limit, "live", live_);
}

std::optional<RuleFinding> WaveDraft::DepartmentObstacle(const Group& group) const {
  const int limit = model_.limits().max_departments;
  const int more = departments_.contains(model_.teams()[group.team].department) ? 0 : 1;
  const int departments = static_cast<int>(departments_.size()) + more;
  if (limit == 0 || departments <= limit) return std::nullopt;
  return RuleFinding{Rule::kDepartments,
                     "",
                     {{"departments", absl::StrCat(departments)}, {"limit", absl::StrCat(limit)}}};
}

std::optional<RuleFinding> WaveDraft::SaturationObstacle(const Group& group) const {
  const Team& team = model_.teams()[group.team];
  const int changes = At(changes_, group.team) + static_cast<int>(group.deployments.size());
  if (changes <= team.saturation) return std::nullopt;
  return RuleFinding{Rule::kSaturation,
                     "",
                     {{"team", team.id},
                      {"changes", absl::StrCat(changes)},
                      {"limit", absl::StrCat(team.saturation)}}};
}

std::optional<RuleFinding> WaveDraft::RoomObstacle(int group) const {
  const Group& candidate = model_.groups()[group];
  std::optional<RuleFinding> obstacle = SizeObstacle(HeadcountWith(candidate));
  if (!obstacle) obstacle = DepartmentObstacle(candidate);
  if (!obstacle) obstacle = SaturationObstacle(candidate);
  if (obstacle) obstacle->subject = model_.deployments()[candidate.deployments.front()].id;
  return obstacle;
}

std::optional<RuleFinding> WaveDraft::Obstacle(int group) const {
  const Group& candidate = model_.groups()[group];
  std::optional<RuleFinding> obstacle = RoomObstacle(group);
  if (obstacle) return obstacle;
  obstacle = pool_.Shortage(candidate.team, candidate.users);
  if (obstacle) obstacle->subject = model_.deployments()[candidate.deployments.front()].id;
  return obstacle;
}

void WaveDraft::Add(int group) {
  const Group& added = model_.groups()[group];
  std::vector<ChampionPool::Shares> shares;
  for (const int deployment : added.deployments) {
    shares.push_back(pool_.Take(added.team, model_.deployments()[deployment].people));
  }
  Add(group, std::move(shares));
}

void WaveDraft::Add(int group, std::vector<ChampionPool::Shares> shares) {
  const Group& added = model_.groups()[group];
  headcount_ = HeadcountWith(added);
  people_[added.team] = std::max(At(people_, added.team), added.people);
  changes_[added.team] += static_cast<int>(added.deployments.size());
  departments_.insert(model_.teams()[added.team].department);
  for (size_t i = 0; i < shares.size(); ++i) {
    shares_[added.deployments[i]] = std::move(shares[i]);
  }
  groups_.push_back(group);
}

}  // namespace palier::rollout
