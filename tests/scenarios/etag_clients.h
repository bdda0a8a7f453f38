// SPDX-License-Identifier: Apache-2.0
// Clients that change the same projects against each other, and what they were answered.
#ifndef PALIER_TESTS_SCENARIOS_ETAG_CLIENTS_H_
#define PALIER_TESTS_SCENARIOS_ETAG_CLIENTS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "common/rpc/client.h"
#include "palier/registry/v1/project.pb.h"
#include "tests/linear/history.h"

namespace palier::scenarios {

// What all clients of a history share. Thread-safe.
struct EtagScene {
  std::string address;
  std::string organization;
  std::vector<std::string> projects;
  int updates_per_client = 0;
  linear::Moments moments;
  // Updates that were answered, or whose answer was lost.
  std::atomic<int64_t> updates{0};
};

// A caller that renames projects under the etag it last saw, reads again after a refusal, and lists
// all now and then. Nothing is sent twice. GetProject answers from the service's near cache, which
// forgets a version between the commit of the next one and its acknowledgement: a cached read.
// Used by one thread.
class EtagClient {
 public:
  // The scene must outlive it.
  EtagClient(EtagScene& scene, int number);

  // Makes all its updates. Fails the test at an answer that no etag explains.
  void Run();
  // Reads all projects from the store. Until it is answered: the service may be away.
  void List();
  const linear::History& history() const { return history_; }

 private:
  void Update(const std::string& project);
  // The same of one project.
  void Read(const std::string& project);
  linear::Operation Begin(const std::string& project, linear::Kind kind);
  void Until(const std::function<absl::Status()>& answered);
  void Answered(linear::Operation call, const registry::v1::Project& project);
  void NotDone(linear::Operation call, const absl::Status& why);

  EtagScene& scene_;
  const int number_;
  const rpc::Client client_;
  std::mt19937 random_;
  // By project; absent: not known.
  std::map<std::string, std::string> etags_;
  int values_ = 0;
  linear::History history_;
};

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_ETAG_CLIENTS_H_
