// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_TESTS_SCENARIOS_MODULES_H_
#define PALIER_TESTS_SCENARIOS_MODULES_H_

#include <vector>

#include "common/app/module.h"

namespace palier::scenarios {

// The modules of palierd that have RPCs of their own, left to right.
std::vector<app::ModuleSpec> AllModules();

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_MODULES_H_
