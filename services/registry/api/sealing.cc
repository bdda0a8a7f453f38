// SPDX-License-Identifier: Apache-2.0
#include "registry/api/sealing.h"

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "registry/api/facts_of.h"
#include "registry/domain/promise.h"

namespace palier::registry {
namespace {

// The first sealed field that differs.
const char* ChangedField(const v1::Promise& before, const v1::Promise& after) {
  const auto differs = [](const auto& a, const auto& b) {
    return a.SerializeAsString() != b.SerializeAsString();
  };
  v1::Promise a, b;
  *a.mutable_exit_criteria() = before.exit_criteria();
  *b.mutable_exit_criteria() = after.exit_criteria();
  if (differs(a, b)) return "exit_criteria";
  if (differs(before.poc_budget(), after.poc_budget())) return "poc_budget";
  if (differs(before.production_budget(), after.production_budget())) return "production_budget";
  if (differs(before.population(), after.population())) return "population";
  return "fallback_promise";
}

}  // namespace

absl::Status CheckHash(const std::string& resource, const std::string& approved,
                       const std::string& current) {
  if (approved == current) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::APPROVAL_STALE,
                       {"{resource} has changed: {approved_hash} was approved or asked for, "
                        "{current_hash} stands there now. Read it again, then ask again.",
                        "{resource} a changé : {approved_hash} a été approuvé ou demandé, "
                        "{current_hash} s'y trouve maintenant. Relisez, puis redemandez."})
      .With("resource", resource)
      .With("approved_hash", approved)
      .With("current_hash", current);
}

absl::Status Seal(resource::Session& session, const Types& types, const rpc::Call& call,
                  const v1::Promise& promise, const std::string& amendment, v1::Project& project) {
  ASSIGN_OR_RETURN(const v1::Seal last, SealOf(session, types, project));
  v1::Seal seal;
  seal.set_number(last.number() + 1);
  seal.set_name(absl::StrCat(project.name(), "/seals/seal-", seal.number()));
  *seal.mutable_promise() = promise;
  seal.set_hash(PromiseHash(promise));
  seal.set_amendment(amendment);
  seal.set_sealer(call.caller.subject());
  RETURN_IF_ERROR(session.Insert(types.seal, seal));
  project.set_seal(seal.name());
  project.set_promise_hash(seal.hash());
  return absl::OkStatus();
}

absl::Status CheckSealed(const v1::Project& before, const v1::Project& after) {
  if (before.seal().empty()) return absl::OkStatus();
  const v1::Promise was = PromiseOf(before, {});
  const v1::Promise is = PromiseOf(after, {});
  if (PromiseHash(was) == PromiseHash(is)) return absl::OkStatus();
  return status::Error(
             absl::StatusCode::kFailedPrecondition, error::v1::PROMISE_SEALED,
             {"{field} of {resource} was promised before the PoC and is sealed ({seal}). Put an "
              "amendment forward: a committee decides it.",
              "{field} de {resource} a été promis avant le PoC et est scellé ({seal}). Proposez un "
              "avenant : un comité en décide."})
      .With("resource", before.name())
      .With("field", ChangedField(was, is))
      .With("seal", before.seal());
}

}  // namespace palier::registry
