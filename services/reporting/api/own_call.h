// SPDX-License-Identifier: Apache-2.0
// What reporting does for itself, asked by nobody.
#ifndef PALIER_REPORTING_API_OWN_CALL_H_
#define PALIER_REPORTING_API_OWN_CALL_H_

#include <string>

#include "absl/time/time.h"
#include "common/resource/store.h"
#include "common/rpc/call.h"

namespace palier::reporting {

// In the change log, as `palier.reporting.{what}`.
resource::Actor OwnActor(const std::string& what);

// On the service's own account, about the organisation of `name` (none: all of them), for half a
// minute at most.
rpc::Call OwnCall(const std::string& what, const std::string& name, absl::Time deadline);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_OWN_CALL_H_
