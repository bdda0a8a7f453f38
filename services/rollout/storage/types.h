// SPDX-License-Identifier: Apache-2.0
// The resource types that the roll-out service owns.
#ifndef PALIER_ROLLOUT_STORAGE_TYPES_H_
#define PALIER_ROLLOUT_STORAGE_TYPES_H_

#include <vector>

#include "common/resource/type.h"

namespace palier::rollout {

// Made once; immutable.
struct Types {
  Types();
  resource::Type rollout;
  resource::Type champion;
  resource::Type wave;
  resource::Type check_in;
  resource::Type revision;
  resource::Type criteria_version;

  std::vector<const resource::Type*> all() const {
    return {&rollout, &champion, &wave, &check_in, &revision, &criteria_version};
  }
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_TYPES_H_
