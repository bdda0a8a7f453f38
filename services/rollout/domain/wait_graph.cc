// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wait_graph.h"

#include <algorithm>

namespace palier::rollout {

void WaitGraph::Add(const std::string& waiter, const std::string& needed) {
  needs_[waiter].insert(needed);
}

// Takes away, again and again, who waits for nobody that is left; whoever stays waits for another
// that stays, so that walking from one to the next comes back.
std::vector<std::string> WaitGraph::FindCycle() const {
  std::map<std::string, int> open;
  std::map<std::string, std::vector<std::string>> waiters;
  std::vector<std::string> free;
  for (const auto& [waiter, needed] : needs_) {
    open[waiter] = static_cast<int>(needed.size());
    for (const std::string& one : needed) {
      waiters[one].push_back(waiter);
      if (!needs_.contains(one)) free.push_back(one);
    }
  }
  std::sort(free.begin(), free.end());
  free.erase(std::unique(free.begin(), free.end()), free.end());
  while (!free.empty()) {
    const std::string done = free.back();
    free.pop_back();
    for (const std::string& waiter : waiters[done]) {
      if (--open[waiter] == 0) free.push_back(waiter);
    }
  }
  const auto stays = [&](const std::string& name) {
    const auto found = open.find(name);
    return found != open.end() && found->second > 0;
  };
  const auto first =
      std::find_if(open.begin(), open.end(), [](const auto& entry) { return entry.second > 0; });
  if (first == open.end()) return {};
  std::vector<std::string> path = {first->first};
  while (true) {
    const std::set<std::string>& needed = needs_.at(path.back());
    const std::string next = *std::find_if(needed.begin(), needed.end(), stays);
    const auto seen = std::find(path.begin(), path.end(), next);
    if (seen != path.end()) return {seen, path.end()};
    path.push_back(next);
  }
}

}  // namespace palier::rollout
