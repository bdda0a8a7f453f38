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
  resource::Type review;
  resource::Type milestone;
  resource::Type programme;
  resource::Type cycle;
  resource::Type access_policy;
  resource::Type access_user;
  resource::Type communication;
  resource::Type tool_card;
  resource::Type upskilling_plan;
  resource::Type learning_path;
  resource::Type learning_completion;
  resource::Type learning_assignment;
  resource::Type demonstration;
  resource::Type use_ladder;
  resource::Type support_week;
  resource::Type session_attendance;
  resource::Type feedback_answer;
  resource::Type rollout_template;
  resource::Type operation;
  resource::Type cluster;
  resource::Type dependency;

  std::vector<const resource::Type*> all() const {
    return {&rollout,
            &champion,
            &wave,
            &check_in,
            &revision,
            &criteria_version,
            &review,
            &milestone,
            &programme,
            &cycle,
            &access_policy,
            &access_user,
            &communication,
            &tool_card,
            &upskilling_plan,
            &learning_path,
            &learning_completion,
            &learning_assignment,
            &demonstration,
            &use_ladder,
            &support_week,
            &session_attendance,
            &feedback_answer,
            &rollout_template,
            &operation,
            &cluster,
            &dependency};
  }
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_TYPES_H_
