// SPDX-License-Identifier: Apache-2.0
// Who calls, and what they may do there.
#ifndef PALIER_COMMON_RPC_AUTH_H_
#define PALIER_COMMON_RPC_AUTH_H_

#include <bitset>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/call.h"
#include "palier/api/v1/options.pb.h"

namespace palier::rpc {

// Gives the value of a metadata key of the call, empty when absent. Keys are lower case.
using MetadataFn = std::function<absl::string_view(absl::string_view key)>;

// Metadata keys of Palier.
inline constexpr char kPrincipalKey[] = "palier-principal";
inline constexpr char kOnBehalfOfKey[] = "palier-on-behalf-of";

// Thread-safe; never blocks.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // Returns UNAUTHENTICATED when the call carries no credentials that this server accepts.
  virtual absl::StatusOr<Caller> Authenticate(const MetadataFn& metadata) const = 0;
};

// `--auth=dev`: believes the `palier-principal` metadata; without it the caller is `users/dev`.
// Every `users/` of `platform_admins` may create organisations. For loopback only: the server
// refuses to listen elsewhere with it.
class DevAuthenticator : public Authenticator {
 public:
  explicit DevAuthenticator(absl::flat_hash_set<std::string> platform_admins);
  absl::StatusOr<Caller> Authenticate(const MetadataFn& metadata) const override;

 private:
  const absl::flat_hash_set<std::string> platform_admins_;
};

// `--auth=tokens`: bearer tokens, kept as SHA-256 hashes only.
class TokenAuthenticator : public Authenticator {
 public:
  // Reads lines `sha256-hex principal [platform_admin]`; `#` begins a comment. Returns
  // INVALID_ARGUMENT with the line number of the first line that does not fit.
  static absl::StatusOr<std::unique_ptr<TokenAuthenticator>> Parse(absl::string_view file);
  // Accepts one more token: for the channels that a process opens to itself.
  void Add(absl::string_view token, Caller caller);
  absl::StatusOr<Caller> Authenticate(const MetadataFn& metadata) const override;

 private:
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Caller> callers_ ABSL_GUARDED_BY(mutex_);
};

// 256 random bits in hexadecimal.
std::string RandomToken();

using RoleSet = std::bitset<16>;
RoleSet MakeRoles(std::initializer_list<api::v1::Role> roles);

// Which roles a principal holds on a resource. Thread-safe; may block (a peer call), so never
// called on a gRPC thread.
class Authorizer {
 public:
  virtual ~Authorizer() = default;
  // Roles of `subject` on the resource: those bound to the resource, its project, its department or
  // its organisation. Who holds a role on the organisation holds it on resources that do not exist
  // too; everybody else gets none for them, and so learns nothing.
  virtual absl::StatusOr<RoleSet> RolesOn(absl::string_view subject, absl::string_view resource,
                                          absl::Time deadline) = 0;
  // What RolesOn would return without looking anywhere; nullopt when it would have to. Never
  // blocks.
  virtual std::optional<RoleSet> KnownRolesOn(absl::string_view subject,
                                              absl::string_view resource) {
    return std::nullopt;
  }
};

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_AUTH_H_
