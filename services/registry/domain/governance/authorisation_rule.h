// SPDX-License-Identifier: Apache-2.0
// One rule of authorisation for itself: when it says what, and whether it can be written (S1-11,
// S1-13).
#ifndef PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUTHORISATION_RULE_H_
#define PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUTHORISATION_RULE_H_

#include "absl/time/time.h"
#include "common/status/error.h"
#include "palier/registry/v1/authorisation.pb.h"

namespace palier::registry {

// What a rule says over time: `effect` from `start` until `end`, then `then`. Unspecified: nothing,
// as if there were no rule.
struct EffectInTime {
  explicit EffectInTime(const v1::AuthorisationRule& rule);
  v1::AuthorisationRule::Effect At(absl::Time now) const;

  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  v1::AuthorisationRule::Effect effect;
  v1::AuthorisationRule::Effect then;
};

// A condition without its text, an end before the start, an effect that would follow an end that
// there is not, an empty class of data.
status::FieldErrors CheckRule(const v1::AuthorisationRule& rule);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUTHORISATION_RULE_H_
