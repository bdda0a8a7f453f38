// SPDX-License-Identifier: Apache-2.0
// The supply of champions while a plan is made: who may train, how many users are left to carry,
// which hours are left.
#ifndef PALIER_ROLLOUT_DOMAIN_CHAMPION_POOL_H_
#define PALIER_ROLLOUT_DOMAIN_CHAMPION_POOL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rollout/domain/compiled_model.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

// Copyable, not thread-safe. The model must outlive it.
class ChampionPool {
 public:
  // Champion position and users.
  using Shares = std::vector<std::pair<int, int>>;

  explicit ChampionPool(const CompiledModel& model);

  // Makes the champions of the team eligible, from the next wave on.
  void FinishWaveOf(int team);
  // Champions that FinishWaveOf(team) would add.
  int Yield(int team) const;
  // Gives each eligible champion all its users back.
  void OpenWave();

  // CHAMPION_SHORTAGE if `users` of the team cannot be carried in this wave; the subject is empty.
  std::optional<RuleFinding> Shortage(int team, int users) const;
  // Books `users` on champions; there is no shortage.
  Shares Take(int team, int users);

  // Whether the champion may train the team and has users left for it in this wave.
  bool CanCarry(int champion, int team, int users) const;
  // Books users and a session on a given champion.
  void Carry(int champion, int users);
  void HoldSession(int champion, int day);
  int SessionsLeft(int champion, int day) const;

  // Books a session on `day` with the one of `shares` who has most hours left in that week; none
  // has any: nothing.
  std::optional<int> BookSession(const Shares& shares, int day);

 private:
  // What the eligible champions of one language can still carry in this wave.
  struct Supply {
    int64_t eligible = 0;
    int64_t users = 0;
  };

  bool Usable(int champion, int team) const;
  const Supply& SupplyFor(int team) const;

  const CompiledModel& model_;
  std::vector<bool> eligible_;
  std::vector<int> users_left_;
  // By language of the team, kept until a booking changes it: every candidate of a wave asks.
  mutable std::map<std::string, Supply> supplies_;
  // By week, then champion.
  std::map<std::pair<int, int>, int> sessions_held_;
  // Who speaks fewest languages first, so that the versatile are left for those who need them.
  std::vector<int> order_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_CHAMPION_POOL_H_
