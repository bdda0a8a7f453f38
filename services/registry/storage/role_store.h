// SPDX-License-Identifier: Apache-2.0
// Which roles a principal holds on a resource, from the role bindings.
#ifndef PALIER_REGISTRY_STORAGE_ROLE_STORE_H_
#define PALIER_REGISTRY_STORAGE_ROLE_STORE_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "common/resource/store.h"
#include "common/rpc/auth.h"
#include "registry/storage/types.h"

namespace palier::registry {

// Answers for the registry itself, and for the other services through ResolveRoles. An answer is
// kept until something is committed in its organisation here, and for at most one second: another
// replica may have committed. Thread-safe.
class RoleStore : public rpc::Authorizer {
 public:
  // Both must outlive it.
  RoleStore(const resource::Store& store, const Types& types) : store_(store), types_(types) {}

  // `resource`: organisation, department or project. A binding on a department holds on the
  // department's projects.
  absl::StatusOr<rpc::RoleSet> RolesOn(absl::string_view subject, absl::string_view resource,
                                       absl::Time deadline) override;
  std::optional<rpc::RoleSet> KnownRolesOn(absl::string_view subject,
                                           absl::string_view resource) override;
  // Organisations in which the subject is bound to a role, in name order.
  absl::StatusOr<std::vector<std::string>> OrganizationsOf(absl::string_view subject,
                                                           absl::Time deadline) const;

  // Something was committed: answers about that organisation are asked again.
  void Forget(absl::string_view organization);

 private:
  using Clock = std::chrono::steady_clock;
  struct Answer {
    rpc::RoleSet roles;
    Clock::time_point until;
  };
  absl::StatusOr<rpc::RoleSet> Look(resource::Session& session, absl::string_view subject,
                                    absl::string_view resource) const;

  const resource::Store& store_;
  const Types& types_;
  absl::Mutex mutex_;
  // By organisation, then by "subject resource".
  absl::flat_hash_map<std::string, absl::flat_hash_map<std::string, Answer>> answers_
      ABSL_GUARDED_BY(mutex_);
  // Counts Forget calls: an answer looked up before one is not kept.
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_STORAGE_ROLE_STORE_H_
