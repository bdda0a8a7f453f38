// SPDX-License-Identifier: Apache-2.0
// What is promised and decided, as a hash: an approval names the content that it approved. The hash
// is SHA-256 over a canonical walk of the fields (`seal_v1`): one line for each set field, its path
// and its value, in the order of the field numbers; never over serialized bytes, whose form may
// change.
#ifndef PALIER_REGISTRY_DOMAIN_PROMISE_H_
#define PALIER_REGISTRY_DOMAIN_PROMISE_H_

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "palier/registry/v1/business_case.pb.h"
#include "palier/registry/v1/decision.pb.h"
#include "palier/registry/v1/evidence.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/promise.pb.h"
#include "registry/domain/facts.h"

namespace palier::registry {

// The lines that are hashed. Doubles are written so that they read back exactly; map fields are
// walked by sorted key.
std::string CanonicalText(const google::protobuf::Message& message);

// What the project promises as it stands now; the KPIs are those of the evidence.
v1::Promise PromiseOf(const v1::Project& project, const std::vector<v1::Evidence>& evidence);
// Lower-case hexadecimal. KPIs are no part of it: they are added when the promise is sealed.
std::string PromiseHash(const v1::Promise& promise);
// Hash of the promise that the project is held to: the sealed one, else as it stands.
std::string PromiseInForce(const Facts& facts);
// What a committee votes on: the subject of the decision and the promise it is taken on.
std::string DecisionHash(const v1::Decision& decision, const std::string& promise_hash);
// What an approval of a business case covers.
std::string CaseHash(const v1::BusinessCase& business_case);
// DRAFT before it is approved, APPROVED while it says what was approved, STALE after that.
v1::BusinessCase::State CaseState(const v1::BusinessCase& business_case);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_PROMISE_H_
