// SPDX-License-Identifier: Apache-2.0
// Exceptions: asked for, granted by somebody else, revoked.
#include "common/resource/mutation.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "registry/api/governance.h"
#include "registry/api/references.h"
#include "registry/domain/governance/waivers.h"
#include "registry/domain/rulebook.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status CheckSubject(const Types& types, Session& session, const v1::Waiver& waiver) {
  if (waiver.rule() != kBigBang && FindRule(waiver.rule()) == nullptr) {
    return status::InvalidField("waiver.rule",
                                {"expected the id of a rule of the rulebook, or BIG_BANG",
                                 "attendu : l'identifiant d'une règle, ou BIG_BANG"});
  }
  const absl::Span<const Rule> decisions = DecisionRules();
  const bool decided = std::any_of(decisions.begin(), decisions.end(),
                                   [&](const Rule& rule) { return rule.id == waiver.rule(); });
  if (decided) {
    return status::InvalidField("waiver.rule", {"a decision cannot be waived, only taken",
                                                "une décision ne se lève pas, elle se prend"});
  }
  std::vector<const resource::Type*> subjects = {&types.project};
  // The rule of projects, and the answer that every application gets.
  if (waiver.rule() == kSensitiveInCloud) subjects.push_back(&types.application);
  return CheckReference(session, subjects, "waiver.subject", waiver.subject(), waiver.name());
}

template <typename Request>
void AddVerb(rpc::ServiceTable& table, Context& context, absl::string_view method,
             absl::Status (*change)(v1::Waiver&, const rpc::Call&, absl::Time)) {
  table.Unary<Request, v1::Waiver>(
      method,
      [&context, change](const rpc::Call& call,
                         const Request& request) -> absl::StatusOr<v1::Waiver> {
        ASSIGN_OR_RETURN(v1::Waiver waiver,
                         resource::ChangeOne<v1::Waiver>(
                             context.store, call, context.types.waiver, request,
                             [&](Session& session, const v1::Waiver&, v1::Waiver& after) {
                               return change(after, call, session.now());
                             }));
        waiver.set_in_force(InForce(waiver, context.store.Now()));
        return waiver;
      });
}

}  // namespace

void AddWaivers(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&context](Session& session, const rpc::Call& call, const Message*,
                              Message& after) -> absl::Status {
    auto& waiver = static_cast<v1::Waiver&>(after);
    RETURN_IF_ERROR(CheckSubject(context.types, session, waiver));
    return RequestWaiver(waiver, call.caller.subject(), session.now());
  };
  hooks.on_delete = [](Session&, const rpc::Call&, const Message& before, bool) {
    return CheckDeletion(static_cast<const v1::Waiver&>(before));
  };
  hooks.on_read = [&context](const rpc::Call&, Message& message) {
    auto& waiver = static_cast<v1::Waiver&>(message);
    waiver.set_in_force(InForce(waiver, context.store.Now()));
  };
  // No update: what was approved is what was asked for.
  resource::AddStandardMethods(table, context.store, context.cache, context.types.waiver, "Waivers",
                               {.get = true, .list = true, .create = true, .remove = true}, hooks);
  AddVerb<v1::ApproveWaiverRequest>(table, context, "ApproveWaiver",
                                    [](v1::Waiver& waiver, const rpc::Call& call, absl::Time now) {
                                      return ApproveWaiver(waiver, call.caller.subject(), now);
                                    });
  AddVerb<v1::RevokeWaiverRequest>(
      table, context, "RevokeWaiver",
      [](v1::Waiver& waiver, const rpc::Call&, absl::Time) { return RevokeWaiver(waiver); });
}

}  // namespace palier::registry
