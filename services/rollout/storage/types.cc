// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/types.h"

#include "palier/rollout/v1/champion.pb.h"
#include "palier/rollout/v1/check_in.pb.h"
#include "palier/rollout/v1/gate.pb.h"
#include "palier/rollout/v1/plan_revision.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/wave.pb.h"

namespace palier::rollout {

Types::Types()
    : rollout(v1::Rollout::descriptor(), "organizations/{organization}/rollouts/{rollout}",
              resource::Type::Deletion::kSoft),
      champion(v1::Champion::descriptor(), "organizations/{organization}/champions/{champion}"),
      wave(v1::Wave::descriptor(), "organizations/{organization}/rollouts/{rollout}/waves/{wave}"),
      check_in(v1::CheckIn::descriptor(),
               "organizations/{organization}/rollouts/{rollout}/waves/{wave}/checkIns/{check_in}"),
      revision(v1::PlanRevision::descriptor(),
               "organizations/{organization}/rollouts/{rollout}/revisions/{plan_revision}"),
      criteria_version(
          v1::CriteriaVersion::descriptor(),
          "organizations/{organization}/rollouts/{rollout}/criteriaVersions/{criteria_version}") {}

}  // namespace palier::rollout
