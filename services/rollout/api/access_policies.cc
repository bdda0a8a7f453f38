// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/access_policies.h"

#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/aip/field_mask.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

// All of them are held in memory.
constexpr int kMaxAccessUsers = 100'000;

// Turns the policy that `request` names into another one.
using Change = std::function<absl::Status(Session&, v1::AccessPolicy& after)>;

template <typename Request>
absl::StatusOr<v1::AccessPolicy> ChangePolicy(Context& context, const rpc::Call& call,
                                              const Request& request, const std::string& name,
                                              const std::string& etag, const Change& change) {
  RETURN_IF_ERROR(context.types.access_policy.pattern().Parse(name).status());
  return resource::MutateTo<v1::AccessPolicy>(
      context.store, call, context.types.access_policy, request,
      [&](Session& session, v1::AccessPolicy& after) -> absl::Status {
        ASSIGN_OR_RETURN(const v1::AccessPolicy before, ReadPolicy(session, context.types, name));
        RETURN_IF_ERROR(aip::CheckEtag(etag, before.etag(), name));
        after = before;
        RETURN_IF_ERROR(change(session, after));
        return WritePolicy(session, context.types, before, after);
      });
}

absl::Status IsAlready(const v1::AccessPolicy& policy, absl::string_view state, status::Text text) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       std::move(text))
      .With("resource", policy.name())
      .With("state", state);
}

absl::StatusOr<v1::AccessPolicy> SwitchOff(Context& context, const rpc::Call& call,
                                           const v1::SwitchAccessOffRequest& request) {
  return ChangePolicy(context, call, request, request.name(), request.etag(),
                      [&](Session& session, v1::AccessPolicy& after) -> absl::Status {
                        if (after.has_switched_off()) {
                          return IsAlready(
                              after, "OFF",
                              {"{resource} is {state} already.", "{resource} est déjà {state}."});
                        }
                        v1::AccessSwitch& off = *after.mutable_switched_off();
                        off.set_reason(request.reason());
                        off.set_principal(call.caller.subject());
                        resource::SetStandardTime(off, "switch_time", session.now());
                        return absl::OkStatus();
                      });
}

absl::StatusOr<v1::AccessPolicy> SwitchOn(Context& context, const rpc::Call& call,
                                          const v1::SwitchAccessOnRequest& request) {
  return ChangePolicy(context, call, request, request.name(), request.etag(),
                      [&](Session&, v1::AccessPolicy& after) -> absl::Status {
                        if (!after.has_switched_off()) {
                          return IsAlready(after, "ON",
                                           {"{resource} is {state}; it was not switched off.",
                                            "{resource} est {state} ; elle n'a pas été coupée."});
                        }
                        after.clear_switched_off();
                        return absl::OkStatus();
                      });
}

absl::Status CheckNames(const v1::AccessPolicy& policy) {
  status::FieldErrors errors;
  if (!policy.application().empty()) {
    CheckReference("access_policy.application", policy.application(), "applications", policy.name(),
                   errors);
  }
  const std::string& kpi = policy.fallback_kpi();
  if (!kpi.empty() && resource::OrganizationOf(kpi) != resource::OrganizationOf(policy.name())) {
    errors.Add("access_policy.fallback_kpi", {"must be a KPI of the same organisation",
                                              "doit être un KPI de la même organisation"});
  }
  return errors.ToStatus();
}

// What it points at must be there; asked for the caller, outside the transaction.
absl::Status CheckThere(Context& context, const rpc::Call& call, const v1::AccessPolicy& policy) {
  if (!policy.application().empty())
    RETURN_IF_ERROR(context.registry.CheckApplication(call, policy.application()));
  if (!policy.fallback_kpi().empty())
    RETURN_IF_ERROR(context.kpi.Kpi(call, policy.fallback_kpi()).status());
  return absl::OkStatus();
}

absl::StatusOr<v1::AccessPolicy> Update(Context& context, const rpc::Call& call,
                                        const v1::UpdateAccessPolicyRequest& request) {
  v1::AccessPolicy earlier;
  ASSIGN_OR_RETURN(
      const bool replayed,
      resource::Replay(context.store, call, context.types.access_policy, request, earlier));
  if (replayed) return earlier;
  const v1::AccessPolicy& wanted = request.access_policy();
  RETURN_IF_ERROR(CheckNames(wanted));
  RETURN_IF_ERROR(CheckThere(context, call, wanted));
  return ChangePolicy(context, call, request, wanted.name(), wanted.etag(),
                      [&](Session&, v1::AccessPolicy& after) {
                        return aip::ApplyUpdate(wanted, request.update_mask(), after);
                      });
}

absl::StatusOr<v1::AccessPolicy> Get(Context& context, const rpc::Call& call,
                                     const v1::GetAccessPolicyRequest& request) {
  RETURN_IF_ERROR(context.types.access_policy.pattern().Parse(request.name()).status());
  v1::AccessPolicy policy;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(policy, ReadPolicy(session, context.types, request.name()));
    return absl::OkStatus();
  }));
  return policy;
}

}  // namespace

absl::StatusOr<v1::AccessPolicy> ReadPolicy(Session& session, const Types& types,
                                            const std::string& name) {
  v1::Rollout rollout;
  RETURN_IF_ERROR(session.Get(types.rollout, resource::ParentOf(name), &rollout));
  v1::AccessPolicy policy;
  RETURN_IF_ERROR(session.Find(types.access_policy, name, &policy).status());
  policy.set_name(name);
  return policy;
}

absl::Status WritePolicy(Session& session, const Types& types, const v1::AccessPolicy& before,
                         v1::AccessPolicy& after) {
  if (before.etag().empty()) return session.Insert(types.access_policy, after);
  return session.Replace(types.access_policy, before, after).status();
}

bool KeepStandings(const std::vector<v1::ProjectStanding>& standings, v1::AccessPolicy& policy) {
  const std::string before = policy.SerializeAsString();
  *policy.mutable_standing() = standings.front();
  policy.mutable_member_standings()->Assign(standings.begin() + 1, standings.end());
  return policy.SerializeAsString() != before;
}

absl::Status WriteStandings(Session& session, const Types& types, const std::string& rollout,
                            const std::vector<v1::ProjectStanding>& standings) {
  ASSIGN_OR_RETURN(const v1::AccessPolicy before,
                   ReadPolicy(session, types, absl::StrCat(rollout, "/accessPolicy")));
  v1::AccessPolicy after = before;
  KeepStandings(standings, after);
  return WritePolicy(session, types, before, after);
}

void AddAccessPolicies(rpc::ServiceTable& table, Context& context) {
  const auto unary = [&]<typename Request>(absl::string_view method,
                                           absl::StatusOr<v1::AccessPolicy> (*handler)(
                                               Context&, const rpc::Call&, const Request&)) {
    table.Unary<Request, v1::AccessPolicy>(
        method, [&context, handler](const rpc::Call& call, const Request& request) {
          return handler(context, call, request);
        });
  };
  unary("GetAccessPolicy", &Get);
  unary("UpdateAccessPolicy", &Update);
  unary("SwitchAccessOff", &SwitchOff);
  unary("SwitchAccessOn", &SwitchOn);

  resource::Hooks users;
  users.on_write = [&context](Session& session, const rpc::Call&, const Message* before,
                              Message& after) -> absl::Status {
    const auto& user = static_cast<const v1::AccessUser&>(after);
    status::FieldErrors errors;
    CheckReference("access_user.team", user.team(), "teams", user.name(), errors);
    RETURN_IF_ERROR(errors.ToStatus());
    if (before != nullptr) return absl::OkStatus();
    return CheckRoom(session, context.types.access_user, resource::ParentOf(user.name()),
                     "accessUsers", kMaxAccessUsers);
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.access_user,
                               "AccessUsers", resource::MethodSet::All(), users);
}

}  // namespace palier::rollout
