// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_MODULE_H_
#define PALIER_REPORTING_MODULE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/app/module.h"

namespace palier::reporting {

// Makes the service from its environment; it needs the peers "registry", "kpi" and "rollout".
absl::StatusOr<std::unique_ptr<app::Module>> MakeModule(const app::Environment& environment);

// The reporting service, for any process that serves it.
app::ModuleSpec Spec();

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MODULE_H_
