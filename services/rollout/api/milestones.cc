// SPDX-License-Identifier: Apache-2.0
// Milestones: set before their day, frozen from then on (S1-69).
#include <cmath>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/aip/field_behavior.h"
#include "common/aip/field_mask.h"
#include "common/aip/resource_name.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxMilestones = 200;

absl::Status Frozen(const v1::Milestone& milestone) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is due: it can no longer change.",
                        "{resource} est à échéance : il ne peut plus changer."})
      .With("resource", milestone.name())
      .With("state", "DUE");
}

bool IsDue(const v1::Milestone& milestone, absl::Time now) {
  return now >= resource::StandardTime(milestone, "due_time");
}

// Checks value and day, and fills `due_time`.
absl::Status CheckWanted(absl::Time now, absl::TimeZone zone, v1::Milestone& milestone) {
  status::FieldErrors errors;
  if (!milestone.has_value() || !std::isfinite(milestone.value())) {
    errors.Add("milestone.value", {"must be a number", "doit être un nombre"});
  }
  const auto day = time::DayOf(milestone.due_date());
  if (!day) {
    errors.Add("milestone.due_date", {"must be a day with year, month and day",
                                      "doit être un jour avec année, mois et jour"});
  } else if (*day <= DayOf(now, zone)) {
    errors.Add("milestone.due_date", {"must be after today", "doit être après aujourd'hui"});
  } else {
    resource::SetStandardTime(milestone, "due_time", absl::FromCivil(*day, zone));
  }
  return errors.ToStatus();
}

absl::StatusOr<std::string> NewName(const v1::CreateMilestoneRequest& request) {
  std::string id = request.milestone_id();
  if (id.empty()) id = aip::MakeId(request.milestone().display_name());
  RETURN_IF_ERROR(aip::ValidateId(id, "milestone_id"));
  return absl::StrCat(request.parent(), "/milestones/", id);
}

absl::StatusOr<kpi::v1::Kpi> KpiOf(const Context& context, const rpc::Call& call,
                                   const v1::CreateMilestoneRequest& request) {
  v1::Rollout rollout;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) {
    return session.Get(context.types.rollout, request.parent(), &rollout);
  }));
  if (!absl::StartsWith(request.milestone().kpi(), absl::StrCat(rollout.project(), "/kpis/"))) {
    return status::InvalidField("milestone.kpi", {"must be a KPI of the roll-out's project",
                                                  "doit être un indicateur du projet déployé"});
  }
  return context.kpi.Kpi(call, request.milestone().kpi());
}

absl::StatusOr<v1::Milestone> CreateMilestone(Context& context, const rpc::Call& call,
                                              const v1::CreateMilestoneRequest& request) {
  const resource::Type& type = context.types.milestone;
  v1::Milestone earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, type, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const kpi::v1::Kpi kpi, KpiOf(context, call, request));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOfOrganization(call.organization, call.deadline));
  ASSIGN_OR_RETURN(const std::string name, NewName(request));
  return resource::MutateTo<v1::Milestone>(
      context.store, call, type, request,
      [&](Session& session, v1::Milestone& made) -> absl::Status {
        made = request.milestone();
        aip::ClearOutputOnly(made);
        made.set_name(name);
        made.set_direction(static_cast<v1::Milestone::Direction>(kpi.direction()));
        made.set_unit(kpi.unit());
        made.set_state(v1::Milestone::OPEN);
        RETURN_IF_ERROR(CheckWanted(session.now(), zone, made));
        RETURN_IF_ERROR(RolloutAbove(session, context.types, name).status());
        RETURN_IF_ERROR(CheckRoom(session, type, request.parent(), "milestones", kMaxMilestones));
        return session.Insert(type, made);
      });
}

// A day that changed is judged anew; what is due has changed in nothing but its words.
absl::Status CheckChange(absl::Time now, absl::TimeZone zone, const v1::Milestone& before,
                         v1::Milestone& after) {
  const bool moved = before.has_value() != after.has_value() || before.value() != after.value() ||
                     time::DayOf(before.due_date()) != time::DayOf(after.due_date());
  if (IsDue(before, now)) return moved ? Frozen(before) : absl::OkStatus();
  return moved ? CheckWanted(now, zone, after) : absl::OkStatus();
}

absl::StatusOr<v1::Milestone> UpdateMilestone(Context& context, const rpc::Call& call,
                                              const v1::UpdateMilestoneRequest& request) {
  const resource::Type& type = context.types.milestone;
  const v1::Milestone& wanted = request.milestone();
  RETURN_IF_ERROR(type.pattern().Parse(wanted.name()).status());
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOfOrganization(call.organization, call.deadline));
  return resource::MutateTo<v1::Milestone>(
      context.store, call, type, request,
      [&](Session& session, v1::Milestone& after) -> absl::Status {
        v1::Milestone before;
        RETURN_IF_ERROR(session.Get(type, wanted.name(), &before));
        RETURN_IF_ERROR(aip::CheckEtag(wanted.etag(), before.etag(), before.name()));
        after = before;
        RETURN_IF_ERROR(aip::ApplyUpdate(wanted, request.update_mask(), after));
        RETURN_IF_ERROR(CheckChange(session.now(), zone, before, after));
        return session.Replace(type, before, after).status();
      });
}

}  // namespace

void AddMilestones(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_delete = [](Session& session, const rpc::Call&, const Message& before, bool) {
    const auto& milestone = static_cast<const v1::Milestone&>(before);
    return IsDue(milestone, session.now()) ? Frozen(milestone) : absl::OkStatus();
  };
  resource::AddStandardMethods(
      table, context.store, context.cache, context.types.milestone, "Milestones",
      resource::MethodSet{.get = true, .list = true, .remove = true}, hooks);
  table.Unary<v1::CreateMilestoneRequest, v1::Milestone>(
      "CreateMilestone", [&context](const rpc::Call& call, const auto& request) {
        return CreateMilestone(context, call, request);
      });
  table.Unary<v1::UpdateMilestoneRequest, v1::Milestone>(
      "UpdateMilestone", [&context](const rpc::Call& call, const auto& request) {
        return UpdateMilestone(context, call, request);
      });
}

}  // namespace palier::rollout
