// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/modules.h"

#include "registry/module.h"

namespace palier::scenarios {

std::vector<app::ModuleSpec> AllModules() { return {registry::Spec()}; }

}  // namespace palier::scenarios
