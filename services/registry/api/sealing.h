// SPDX-License-Identifier: Apache-2.0
// The sealed promise: made when a PoC starts, and anew by each amendment.
#ifndef PALIER_REGISTRY_API_SEALING_H_
#define PALIER_REGISTRY_API_SEALING_H_

#include <string>

#include "absl/status/status.h"
#include "common/resource/store.h"
#include "common/rpc/call.h"
#include "registry/domain/facts.h"
#include "registry/storage/types.h"

namespace palier::registry {

// FAILED_PRECONDITION (APPROVAL_STALE) unless both hashes are the same.
absl::Status CheckHash(const std::string& resource, const std::string& approved,
                       const std::string& current);

// Seals `promise` for the project and names the seal in it; `amendment` is the decision that
// changed it, empty at the start of the PoC.
absl::Status Seal(resource::Session& session, const Types& types, const rpc::Call& call,
                  const v1::Promise& promise, const std::string& amendment, v1::Project& project);

// FAILED_PRECONDITION (PROMISE_SEALED) when an update changes what is sealed.
absl::Status CheckSealed(const v1::Project& before, const v1::Project& after);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_SEALING_H_
