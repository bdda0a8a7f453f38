// SPDX-License-Identifier: Apache-2.0
// How the other services learn what a caller may do: they ask the registry, and keep the answer for
// a moment.
#ifndef PALIER_REGISTRY_CLIENT_REMOTE_AUTHORIZER_H_
#define PALIER_REGISTRY_CLIENT_REMOTE_AUTHORIZER_H_

#include <chrono>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/auth.h"
#include "common/rpc/client.h"

namespace palier::registry {

// An answer is used for at most one second on the monotonic clock, so that a revocation holds
// everywhere within two whatever else fails. When the registry cannot be asked the call is refused
// (UNAVAILABLE), never let through.
class RemoteAuthorizer : public rpc::Authorizer {
 public:
  // `registry` must outlive it.
  explicit RemoteAuthorizer(const rpc::Client& registry) : registry_(registry) {}
  absl::StatusOr<rpc::RoleSet> RolesOn(absl::string_view subject, absl::string_view resource,
                                       absl::Time deadline) override;
  std::optional<rpc::RoleSet> KnownRolesOn(absl::string_view subject,
                                           absl::string_view resource) override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Answer {
    rpc::RoleSet roles;
    Clock::time_point until;
  };
  static constexpr std::chrono::seconds kLife{1};
  // Answers kept; the table is emptied when it is full, which costs one question per caller.
  static constexpr size_t kMaxAnswers = 100000;

  const rpc::Client& registry_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Answer> answers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_CLIENT_REMOTE_AUTHORIZER_H_
