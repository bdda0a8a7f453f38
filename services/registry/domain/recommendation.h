// SPDX-License-Identifier: Apache-2.0
// What the rules recommend after a PoC; people decide.
#ifndef PALIER_REGISTRY_DOMAIN_RECOMMENDATION_H_
#define PALIER_REGISTRY_DOMAIN_RECOMMENDATION_H_

#include "registry/domain/rulebook.h"

namespace palier::registry {

// STOP when an exit criterion is not met, INDUSTRIALISE when nothing but the decision itself keeps
// the gate to industrialisation closed, LIMIT otherwise.
v1::Direction::Outcome Recommend(const Facts& facts, const Tuning& tuning);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_RECOMMENDATION_H_
