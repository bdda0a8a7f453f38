// SPDX-License-Identifier: Apache-2.0
// Committees, standards, audits and inventories: what is shown of them depends on the day.
#include "registry/api/governance.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/read_through.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "registry/api/references.h"
#include "registry/domain/governance/audits.h"
#include "registry/domain/governance/committee.h"
#include "registry/domain/governance/standards.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr char kPresetZone[] = "Europe/Paris";

// The stored message of that name, from the cache if it is there. NOT_FOUND.
template <typename Resource>
absl::StatusOr<Resource> Read(Context& context, const rpc::Call& call, const resource::Type& type,
                              const std::string& name) {
  RETURN_IF_ERROR(type.pattern().Parse(name).status());
  ASSIGN_OR_RETURN(const cache::Entry entry,
                   resource::ReadThrough(context.store, context.cache, type, name, call.deadline));
  Resource resource;
  RETURN_IF_ERROR(ReadStored(type, entry.bytes, resource));
  return resource;
}

// The standard methods of a resource that is shown as of today. The day is the organisation's,
// which may have to be read: Get must not answer on a gRPC thread.
template <typename Resource, typename GetRequest>
void AddDated(rpc::ServiceTable& table, Context& context, const resource::Type& type,
              const std::string& plural, resource::Hooks hooks,
              void (*show)(Resource&, absl::CivilDay)) {
  hooks.on_read = [&context, show](const rpc::Call& call, Message& message) {
    auto& resource = static_cast<Resource&>(message);
    show(resource, TodayIn(context, call, resource.name()));
  };
  table.Unary<GetRequest, Resource>(
      "Get" + type.label(),
      [&context, &type, show](const rpc::Call& call,
                              const GetRequest& request) -> absl::StatusOr<Resource> {
        ASSIGN_OR_RETURN(Resource resource, Read<Resource>(context, call, type, request.name()));
        show(resource, TodayIn(context, call, resource.name()));
        return resource;
      });
  resource::MethodSet set = resource::MethodSet::All();
  set.get = false;
  resource::AddStandardMethods(table, context.store, context.cache, type, plural, set,
                               std::move(hooks));
}

absl::Status WriteCommittee(const Types& types, Session& session, v1::Committee& committee) {
  RETURN_IF_ERROR(CheckMembers(committee).ToStatus());
  for (int i = 0; i < committee.members_size(); ++i) {
    RETURN_IF_ERROR(CheckReference(session, {&types.person},
                                   absl::StrCat("committee.members[", i, "].person"),
                                   committee.members(i).person(), committee.name()));
  }
  committee.clear_missing_functions();
  for (const v1::CommitteeMember::Function function : MissingFunctions(committee))
    committee.add_missing_functions(function);
  return absl::OkStatus();
}

void ShowStandard(v1::Standard& standard, absl::CivilDay today) {
  standard.set_in_force(InForce(standard, today));
  standard.set_review_due(ReviewDue(standard, today));
}

void ShowAudit(v1::ToolAudit& audit, absl::CivilDay today) {
  audit.set_overdue(IsOverdue(audit, today));
}

absl::Status WriteCampaign(const Types& types, Session& session, v1::InventoryCampaign& campaign) {
  RETURN_IF_ERROR(CheckCampaign(campaign).ToStatus());
  for (int i = 0; i < campaign.answers_size(); ++i) {
    const v1::CampaignAnswer& answer = campaign.answers(i);
    const std::string path = absl::StrCat("inventory_campaign.answers[", i, "]");
    RETURN_IF_ERROR(CheckReference(session, {&types.department}, path + ".department",
                                   answer.department(), campaign.name()));
    for (const std::string& application : answer.applications()) {
      RETURN_IF_ERROR(CheckReference(session, {&types.application}, path + ".applications",
                                     application, campaign.name()));
    }
  }
  const CampaignCounts counts = CountAnswers(campaign);
  campaign.set_asked_count(counts.asked);
  campaign.set_answered_count(counts.answered);
  campaign.set_declared_count(counts.declared);
  campaign.set_undeclared_count(counts.undeclared);
  return absl::OkStatus();
}

}  // namespace

absl::CivilDay TodayIn(Context& context, const rpc::Call& call, const std::string& name) {
  const absl::StatusOr<v1::Organization> organization =
      Read<v1::Organization>(context, call, context.types.organization,
                             absl::StrCat("organizations/", resource::OrganizationOf(name)));
  absl::TimeZone zone;
  const bool known = organization.ok() && absl::LoadTimeZone(organization->time_zone(), &zone);
  if (!known && !absl::LoadTimeZone(kPresetZone, &zone)) zone = absl::UTCTimeZone();
  return absl::ToCivilDay(context.store.Now(), zone);
}

void AddCommittees(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&context](Session& session, const rpc::Call&, const Message*, Message& after) {
    return WriteCommittee(context.types, session, static_cast<v1::Committee&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.committee,
                               "Committees", resource::MethodSet::All(), hooks);
}

void AddStandards(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&context](Session& session, const rpc::Call&, const Message* before,
                              Message& after) -> absl::Status {
    const auto& standard = static_cast<v1::Standard&>(after);
    RETURN_IF_ERROR(CheckStandard(static_cast<const v1::Standard*>(before), standard).ToStatus());
    return CheckReference(session, {&context.types.person}, "standard.owner", standard.owner(),
                          standard.name());
  };
  AddDated<v1::Standard, v1::GetStandardRequest>(table, context, context.types.standard,
                                                 "Standards", hooks, ShowStandard);
}

void AddAudits(rpc::ServiceTable& table, Context& context) {
  resource::Hooks audits;
  audits.on_write = [&context](Session& session, const rpc::Call&, const Message*,
                               Message& after) -> absl::Status {
    auto& audit = static_cast<v1::ToolAudit&>(after);
    audit.set_completeness_percent(CompletenessPercent(audit));
    return CheckReference(session, {&context.types.application}, "tool_audit.application",
                          audit.application(), audit.name());
  };
  AddDated<v1::ToolAudit, v1::GetToolAuditRequest>(table, context, context.types.tool_audit,
                                                   "ToolAudits", audits, ShowAudit);
  resource::Hooks campaigns;
  campaigns.on_write = [&context](Session& session, const rpc::Call&, const Message*,
                                  Message& after) {
    return WriteCampaign(context.types, session, static_cast<v1::InventoryCampaign&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache,
                               context.types.inventory_campaign, "InventoryCampaigns",
                               resource::MethodSet::All(), campaigns);
}

}  // namespace palier::registry
