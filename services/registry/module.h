// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REGISTRY_MODULE_H_
#define PALIER_REGISTRY_MODULE_H_

#include "common/app/module.h"

namespace palier::registry {

// The registry service, for any process that serves it. It calls nobody.
app::ModuleSpec Spec();

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_MODULE_H_
