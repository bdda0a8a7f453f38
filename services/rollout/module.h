// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_MODULE_H_
#define PALIER_ROLLOUT_MODULE_H_

#include "common/app/module.h"

namespace palier::rollout {

// The roll-out service, for any process that serves it. It calls the registry and kpi.
app::ModuleSpec Spec();

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_MODULE_H_
