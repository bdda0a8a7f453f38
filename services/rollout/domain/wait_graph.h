// SPDX-License-Identifier: Apache-2.0
// Who waits for whom, over several roll-outs (S1-29).
#ifndef PALIER_ROLLOUT_DOMAIN_WAIT_GRAPH_H_
#define PALIER_ROLLOUT_DOMAIN_WAIT_GRAPH_H_

#include <map>
#include <set>
#include <string>
#include <vector>

namespace palier::rollout {

// Not thread-safe.
class WaitGraph {
 public:
  // `waiter` begins after `needed`.
  void Add(const std::string& waiter, const std::string& needed);
  // One cycle, each member waiting for the next and the last for the first; empty without any. The
  // same for the same graph.
  std::vector<std::string> FindCycle() const;

 private:
  std::map<std::string, std::set<std::string>> needs_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_WAIT_GRAPH_H_
