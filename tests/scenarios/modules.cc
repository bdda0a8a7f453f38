// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/modules.h"

#include "kpi/module.h"
#include "registry/module.h"
#include "reporting/module.h"
#include "rollout/module.h"

namespace palier::scenarios {

std::vector<app::ModuleSpec> AllModules() {
  return {registry::Spec(), kpi::Spec(), rollout::Spec(), reporting::Spec()};
}

}  // namespace palier::scenarios
