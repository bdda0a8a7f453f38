// SPDX-License-Identifier: Apache-2.0
// What a report reads from the registry, on the way to answer one call.
#ifndef PALIER_REPORTING_API_REGISTRY_READER_H_
#define PALIER_REPORTING_API_REGISTRY_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/money/sums.h"
#include "palier/registry/v1/assessment.pb.h"
#include "palier/registry/v1/business_case.pb.h"
#include "reporting/api/peer_client.h"
#include "reporting/domain/project_facts.h"

namespace palier::reporting {

// Projects that one report reads at most; more are refused (LIMIT_EXCEEDED) rather than held in
// memory.
inline constexpr int kMaxProjects = 200000;

// Reads with the caller's rights and until the caller's deadline. Every method returns UNAVAILABLE
// with PEER_UNAVAILABLE when the registry does not answer, and else its errors as they are. Not
// thread-safe.
class RegistryReader {
 public:
  // `organization`: resource name. Client and call must outlive it.
  RegistryReader(const rpc::Client& registry, const rpc::Call& call, std::string organization);

  // Days after which a project without a decision is in purgatory, as its settings have it.
  absl::StatusOr<int> PurgatoryDays() const;
  // What the rules make of each project that may wait for a decision, by its resource name; in the
  // caller's language.
  absl::StatusOr<absl::flat_hash_map<std::string, registry::v1::Assessment>> Assessments() const;
  // What removing the open debts of a project costs, as far as they are priced.
  absl::StatusOr<money::Sums> OpenDebts(const std::string& project) const;
  // A business case by its resource name.
  absl::StatusOr<registry::v1::BusinessCase> Case(const std::string& name) const;

 private:
  const PeerClient registry_;
  const std::string organization_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_REGISTRY_READER_H_
