// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_MODULE_H_
#define PALIER_GATEWAY_MODULE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/app/module.h"

namespace palier::gateway {

// Makes the gateway from its environment; it hands calls on to "registry", "kpi", "rollout" and
// "reporting". Without an address for HTTP it does nothing.
absl::StatusOr<std::unique_ptr<app::Module>> MakeModule(const app::Environment& environment);

// The gateway, for any process that has it.
app::ModuleSpec Spec();

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_MODULE_H_
