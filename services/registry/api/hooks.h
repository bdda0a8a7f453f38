// SPDX-License-Identifier: Apache-2.0
// What types add to the standard methods: imports write through the same.
#ifndef PALIER_REGISTRY_API_HOOKS_H_
#define PALIER_REGISTRY_API_HOOKS_H_

#include "common/resource/standard_methods.h"
#include "registry/api/context.h"

namespace palier::registry {

// The context must outlive them.
resource::Hooks EntryHooks(const Context& context);
resource::Hooks PersonHooks(const Context& context);
resource::Hooks ProjectHooks(const Context& context);
resource::Hooks TeamHooks(const Context& context);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_HOOKS_H_
