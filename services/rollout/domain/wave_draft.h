// SPDX-License-Identifier: Apache-2.0
// A wave while its teams are chosen: says which rule keeps a group out.
#ifndef PALIER_ROLLOUT_DOMAIN_WAVE_DRAFT_H_
#define PALIER_ROLLOUT_DOMAIN_WAVE_DRAFT_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rollout/domain/champion_pool.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

// Not thread-safe. Model and pool must outlive it.
class WaveDraft {
 public:
  // Wave `number` from 1, `live` people in earlier waves. Opens the wave in the pool.
  WaveDraft(const CompiledModel& model, int number, int live, ChampionPool& pool);

  // The first rule that keeps the group out, with its numbers; none when it fits. Dates are not
  // looked at.
  std::optional<RuleFinding> Obstacle(int group) const;
  // The same without asking for champions.
  std::optional<RuleFinding> RoomObstacle(int group) const;
  // The group fits.
  void Add(int group);
  // The same with champions that are booked already, one list for each of its deployments.
  void Add(int group, std::vector<ChampionPool::Shares> shares);

  // The most people this wave may hold by the size rules.
  int SizeLimit() const;
  const std::vector<int>& groups() const { return groups_; }
  int headcount() const { return headcount_; }
  // Champions of each deployment of the wave, by position.
  const std::map<int, ChampionPool::Shares>& shares() const { return shares_; }

 private:
  int HeadcountWith(const Group& group) const;
  std::optional<RuleFinding> SizeObstacle(int people) const;
  std::optional<RuleFinding> DepartmentObstacle(const Group& group) const;
  std::optional<RuleFinding> SaturationObstacle(const Group& group) const;

  const CompiledModel& model_;
  const int number_;
  const int live_;
  ChampionPool& pool_;
  std::vector<int> groups_;
  int headcount_ = 0;
  // People and changes by team.
  std::map<int, int> people_;
  std::map<int, int> changes_;
  std::set<std::string> departments_;
  std::map<int, ChampionPool::Shares> shares_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_WAVE_DRAFT_H_
