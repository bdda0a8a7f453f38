// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/champion_pool.h"

#include <algorithm>
#include <climits>

#include "absl/strings/str_cat.h"

namespace palier::rollout {

ChampionPool::ChampionPool(const CompiledModel& model)
    : model_(model), users_left_(model.champions().size(), 0) {
  for (int i = 0; i < static_cast<int>(model.champions().size()); ++i) {
    eligible_.push_back(model.champions()[i].certified);
    if (model.SessionsPerWeek(i) > 0) order_.push_back(i);
  }
  const auto breadth = [&](int champion) {
    const size_t languages = model.champions()[champion].languages.size();
    return languages == 0 ? SIZE_MAX : languages;
  };
  std::stable_sort(order_.begin(), order_.end(),
                   [&](int a, int b) { return breadth(a) < breadth(b); });
}

void ChampionPool::FinishWaveOf(int team) {
  for (const int champion : order_) {
    if (model_.TeamOfChampion(champion) == team) eligible_[champion] = true;
  }
}

int ChampionPool::Yield(int team) const {
  return static_cast<int>(std::count_if(order_.begin(), order_.end(), [&](int champion) {
    return model_.TeamOfChampion(champion) == team && !eligible_[champion];
  }));
}

void ChampionPool::OpenWave() {
  supplies_.clear();
  for (const int champion : order_) {
    users_left_[champion] = eligible_[champion] ? model_.limits().users_per_champion : 0;
  }
}

bool ChampionPool::Usable(int champion, int team) const {
  return eligible_[champion] && model_.Speaks(champion, team);
}

const ChampionPool::Supply& ChampionPool::SupplyFor(int team) const {
  const auto [at, added] = supplies_.insert({model_.teams()[team].language, {}});
  if (!added) return at->second;
  for (const int champion : order_) {
    if (!Usable(champion, team)) continue;
    ++at->second.eligible;
    at->second.users += users_left_[champion];
  }
  return at->second;
}

std::optional<RuleFinding> ChampionPool::Shortage(int team, int users) const {
  const int users_each = model_.limits().users_per_champion;
  if (users_each == 0) return std::nullopt;
  const Supply& supply = SupplyFor(team);
  if (users <= supply.users) return std::nullopt;
  const int64_t missing = (users - supply.users + users_each - 1) / users_each;
  return RuleFinding{Rule::kChampionShortage,
                     "",
                     {{"needed", absl::StrCat(supply.eligible + missing)},
                      {"eligible", absl::StrCat(supply.eligible)},
                      {"short", absl::StrCat(missing)}}};
}

ChampionPool::Shares ChampionPool::Take(int team, int users) {
  Shares shares;
  if (model_.limits().users_per_champion == 0) return shares;
  supplies_.clear();
  for (const int champion : order_) {
    if (users == 0) break;
    if (users_left_[champion] == 0 || !Usable(champion, team)) continue;
    const int taken = std::min(users, users_left_[champion]);
    users_left_[champion] -= taken;
    users -= taken;
    shares.push_back({champion, taken});
  }
  return shares;
}

bool ChampionPool::CanCarry(int champion, int team, int users) const {
  return Usable(champion, team) && users_left_[champion] >= users;
}

void ChampionPool::Carry(int champion, int users) {
  supplies_.clear();
  users_left_[champion] -= users;
}

void ChampionPool::HoldSession(int champion, int day) {
  ++sessions_held_[{model_.WeekOf(day), champion}];
}

int ChampionPool::SessionsLeft(int champion, int day) const {
  const int week = model_.WeekOf(day);
  const auto held = sessions_held_.find({week, champion});
  return model_.SessionsIn(champion, week) - (held == sessions_held_.end() ? 0 : held->second);
}

std::optional<int> ChampionPool::BookSession(const Shares& shares, int day) {
  std::optional<int> best;
  int most_left = 0;
  for (const auto& [champion, users] : shares) {
    const int left = SessionsLeft(champion, day);
    if (left <= most_left) continue;
    most_left = left;
    best = champion;
  }
  if (best) HoldSession(*best, day);
  return best;
}

}  // namespace palier::rollout
