// SPDX-License-Identifier: Apache-2.0
// Loads an organisation described as data, through the public API only.
#ifndef PALIER_PALIERCTL_EXAMPLE_LOADER_H_
#define PALIER_PALIERCTL_EXAMPLE_LOADER_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "palierctl/input/resource_json.h"
#include "palierctl/session.h"

namespace palier::ctl {

// What a load has done; what was there before is left as it is.
struct LoadCounts {
  int created = 0;
  int existing = 0;
  int stages = 0;
  int64_t measurements = 0;
};

// Reads files of steps, each a JSON array of objects of one of these forms (all may have `as`, the
// principal):
//   {"create": "team", "parent": "projects/x", "items": [{"id": "devis", ...fields}]}
//   {"advance": "projects/x", "through": ["SCOPING", "POC"], "requester": "users/a", "approver":
//   "users/b", "reason": ""}
//   {"decide": "projects/x", "id": "d", "proposer": "users/a", "voters": ["users/b"], "closer":
//   "users/b", "decision": {...}}
//   {"approve": "projects/x/businessCases/c", "as": "users/b"}
//   {"ingest": "projects/x", "kpi": "id", "team": "id", "from": "today-84d", "every_days": 7,
//   "values": [1, 2]}
//   {"import": "company-inventory", "rows": [["Nom", "Stade"], ["Chatbot", "PoC"]]}
//   {"call": "PlanWaves", "request": {...}, "unless": {"name": "rollouts/x", "field": "plan"}}
// `{organization}` stands for the organisation's name, days may be relative to today. Loading twice
// does nothing twice. Not thread-safe.
class ExampleLoader {
 public:
  // `organization` is an id. No step waits longer than `patience` for what another service has yet
  // to learn.
  ExampleLoader(const Session& session, std::string organization, absl::CivilDay today,
                absl::Duration patience);

  // Takes one file. The first step that fails ends it; its error names the file.
  absl::Status Load(const std::string& file, absl::string_view text);
  const LoadCounts& counts() const { return counts_; }

 private:
  absl::Status Step(const Json& step);
  absl::Status Create(const Json& step);
  absl::Status CreateOne(const ResourceKind& kind, const std::string& parent,
                         const std::string& principal, Json item);
  absl::Status Advance(const Json& step);
  absl::Status AdvanceOne(const std::string& project, const std::string& stage, const Json& step);
  void AwaitGate(const Connection& connection, const std::string& project,
                 const std::string& stage) const;
  absl::Status Decide(const Json& step);
  absl::Status ApproveCase(const Json& step);
  absl::Status Ingest(const Json& step);
  absl::Status Import(const Json& step);
  absl::Status CallMethod(const Json& step);
  absl::StatusOr<bool> IsSet(const Json& unless) const;
  // Repeats a call while it fails for a reason that passes.
  absl::Status Patiently(const Connection& connection, const std::string& method,
                         const google::protobuf::Message& request,
                         google::protobuf::Message* answer) const;
  absl::StatusOr<std::string> Whole(const std::string& kind, const std::string& name) const;

  const Session& session_;
  const std::string organization_;
  const absl::CivilDay today_;
  const absl::Duration patience_;
  LoadCounts counts_;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_EXAMPLE_LOADER_H_
