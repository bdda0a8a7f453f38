// SPDX-License-Identifier: Apache-2.0
// The resource types that the registry owns.
#ifndef PALIER_REGISTRY_STORAGE_TYPES_H_
#define PALIER_REGISTRY_STORAGE_TYPES_H_

#include <vector>

#include "common/resource/type.h"

namespace palier::registry {

// Made once; immutable.
struct Types {
  Types();
  resource::Type organization;
  resource::Type settings;
  resource::Type person;
  resource::Type department;
  resource::Type team;
  resource::Type role_binding;
  resource::Type project;
  resource::Type entry;
  resource::Type evidence;

  std::vector<const resource::Type*> all() const {
    return {&organization, &settings, &person, &department, &team,
            &role_binding, &project,  &entry,  &evidence};
  }
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_STORAGE_TYPES_H_
