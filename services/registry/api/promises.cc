// SPDX-License-Identifier: Apache-2.0
// Sealed promises, the plan of production and the business case.
#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/aip/field_behavior.h"
#include "common/aip/field_mask.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/references.h"
#include "registry/api/sealing.h"
#include "registry/domain/promise.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status CheckProject(Session& session, const Types& types, absl::string_view project) {
  v1::Project found;
  return session.Get(types.project, project, &found);
}

absl::Status CheckPlan(const v1::ProductionPlan& plan) {
  status::FieldErrors errors;
  for (int i = 0; i < plan.steps_size(); ++i) {
    const auto start = DayOf(plan.steps(i).start_date());
    const auto end = DayOf(plan.steps(i).end_date());
    if (!start.has_value() || !end.has_value() || *start <= *end) continue;
    errors.Add(absl::StrCat("production_plan.steps[", i, "].end_date"),
               {"must not come before start_date", "ne doit pas précéder start_date"});
  }
  return errors.ToStatus();
}

std::string ProjectOfPlan(const std::string& plan) {
  return plan.substr(0, plan.rfind('/'));
}

absl::StatusOr<v1::ProductionPlan> GetPlan(Context& context, const rpc::Call& call,
                                           const v1::GetProductionPlanRequest& request) {
  RETURN_IF_ERROR(context.types.production_plan.pattern().Parse(request.name()).status());
  v1::ProductionPlan plan;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    RETURN_IF_ERROR(CheckProject(session, context.types, ProjectOfPlan(request.name())));
    return session.Find(context.types.production_plan, request.name(), &plan).status();
  }));
  plan.set_name(request.name());
  return plan;
}

absl::StatusOr<v1::ProductionPlan> UpdatePlan(Context& context, const rpc::Call& call,
                                              const v1::UpdateProductionPlanRequest& request) {
  const resource::Type& type = context.types.production_plan;
  const v1::ProductionPlan& wanted = request.production_plan();
  RETURN_IF_ERROR(type.pattern().Parse(wanted.name()).status());
  return resource::MutateTo<v1::ProductionPlan>(
      context.store, call, type, request,
      [&](Session& session, v1::ProductionPlan& after) -> absl::Status {
        RETURN_IF_ERROR(CheckProject(session, context.types, ProjectOfPlan(wanted.name())));
        v1::ProductionPlan before;
        ASSIGN_OR_RETURN(const bool exists, session.Find(type, wanted.name(), &before));
        RETURN_IF_ERROR(aip::CheckEtag(wanted.etag(), before.etag(), wanted.name()));
        after = before;
        after.set_name(wanted.name());
        RETURN_IF_ERROR(aip::ApplyUpdate(wanted, request.update_mask(), after));
        RETURN_IF_ERROR(CheckPlan(after));
        RETURN_IF_ERROR(CheckReference(session, {&context.types.person}, "production_plan.owner",
                                       after.owner(), after.name()));
        if (!exists) return session.Insert(type, after);
        return session.Replace(type, before, after).status();
      });
}

absl::Status CheckCase(const v1::BusinessCase& one) {
  status::FieldErrors errors;
  const auto check = [&](const char* field, int i, int year) {
    if (year <= one.horizon_years()) return;
    errors.Add(absl::StrCat("business_case.", field, "[", i, "].year"),
               {"lies beyond horizon_years", "dépasse horizon_years"});
  };
  for (int i = 0; i < one.costs_size(); ++i) check("costs", i, one.costs(i).year());
  for (int i = 0; i < one.gains_size(); ++i) check("gains", i, one.gains(i).year());
  return errors.ToStatus();
}

absl::Status OnWriteCase(Session& session, const Types& types, const rpc::Call& call,
                         const v1::BusinessCase* before, v1::BusinessCase& after) {
  RETURN_IF_ERROR(CheckProject(session, types, resource::ParentOf(after.name())));
  RETURN_IF_ERROR(CheckCase(after));
  after.set_content_hash(CaseHash(after));
  if (before == nullptr || before->content_hash() != after.content_hash())
    after.set_author(call.caller.subject());
  after.set_state(CaseState(after));
  return absl::OkStatus();
}

absl::StatusOr<v1::BusinessCase> ApproveCase(Context& context, const rpc::Call& call,
                                             const v1::ApproveBusinessCaseRequest& request) {
  return resource::ChangeOne<v1::BusinessCase>(
      context.store, call, context.types.business_case, request,
      [&](Session& session, const v1::BusinessCase& before,
          v1::BusinessCase& after) -> absl::Status {
        if (before.author() == call.caller.subject()) {
          return status::Error(absl::StatusCode::kPermissionDenied, error::v1::SELF_APPROVAL,
                               {"You wrote {resource}; somebody else must approve it.",
                                "Vous avez écrit {resource} ; une autre personne doit "
                                "l'approuver."})
              .With("resource", before.name());
        }
        RETURN_IF_ERROR(CheckHash(before.name(), request.content_hash(), before.content_hash()));
        v1::CaseApproval& approval = *after.mutable_approval();
        approval.set_content_hash(before.content_hash());
        approval.set_approver(call.caller.subject());
        resource::SetStandardTime(approval, "approve_time", session.now());
        after.set_state(CaseState(after));
        return absl::OkStatus();
      });
}

}  // namespace

void AddPromises(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.seal, "Seals",
                               resource::MethodSet{.get = true, .list = true});
  resource::Hooks cases;
  cases.on_write = [&types = context.types](Session& session, const rpc::Call& call,
                                            const Message* before, Message& after) {
    return OnWriteCase(session, types, call, static_cast<const v1::BusinessCase*>(before),
                       static_cast<v1::BusinessCase&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.business_case,
                               "BusinessCases", resource::MethodSet::All(), cases);
  table.Unary<v1::ApproveBusinessCaseRequest, v1::BusinessCase>(
      "ApproveBusinessCase", [&context](const rpc::Call& call, const auto& request) {
        return ApproveCase(context, call, request);
      });
  table.Unary<v1::GetProductionPlanRequest, v1::ProductionPlan>(
      "GetProductionPlan", [&context](const rpc::Call& call, const auto& request) {
        return GetPlan(context, call, request);
      });
  table.Unary<v1::UpdateProductionPlanRequest, v1::ProductionPlan>(
      "UpdateProductionPlan", [&context](const rpc::Call& call, const auto& request) {
        return UpdatePlan(context, call, request);
      });
}

}  // namespace palier::registry
