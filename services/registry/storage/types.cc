// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/types.h"

#include "palier/registry/v1/authorisation.pb.h"
#include "palier/registry/v1/business_case.pb.h"
#include "palier/registry/v1/committee.pb.h"
#include "palier/registry/v1/decision.pb.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/evidence.pb.h"
#include "palier/registry/v1/idea.pb.h"
#include "palier/registry/v1/landscape.pb.h"
#include "palier/registry/v1/notice.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/person.pb.h"
#include "palier/registry/v1/production_plan.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/promise.pb.h"
#include "palier/registry/v1/saved_filter.pb.h"
#include "palier/registry/v1/standard.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "palier/registry/v1/tool_audit.pb.h"

namespace palier::registry {

using Deletion = resource::Type::Deletion;

Types::Types()
    : organization(v1::Organization::descriptor(), "organizations/{organization}"),
      settings(v1::OrganizationSettings::descriptor(), "organizations/{organization}/settings"),
      person(v1::Person::descriptor(), "organizations/{organization}/people/{person}",
             Deletion::kHard, resource::Type::Ids::kRandom),
      department(v1::Department::descriptor(),
                 "organizations/{organization}/departments/{department}"),
      team(v1::Team::descriptor(), "organizations/{organization}/teams/{team}"),
      role_binding(v1::RoleBinding::descriptor(),
                   "organizations/{organization}/roleBindings/{role_binding}"),
      project(resource::Type(v1::Project::descriptor(),
                             "organizations/{organization}/projects/{project}", Deletion::kSoft)
                  .Indexed("stage, department, sponsor, update_time desc")),
      entry(v1::Entry::descriptor(),
            "organizations/{organization}/projects/{project}/entries/{entry}"),
      evidence(v1::Evidence::descriptor(),
               "organizations/{organization}/projects/{project}/evidence/{evidence}"),
      seal(v1::Seal::descriptor(), "organizations/{organization}/projects/{project}/seals/{seal}"),
      production_plan(v1::ProductionPlan::descriptor(),
                      "organizations/{organization}/projects/{project}/productionPlan"),
      business_case(
          v1::BusinessCase::descriptor(),
          "organizations/{organization}/projects/{project}/businessCases/{business_case}"),
      decision(v1::Decision::descriptor(),
               "organizations/{organization}/projects/{project}/decisions/{decision}"),
      committee(v1::Committee::descriptor(), "organizations/{organization}/committees/{committee}"),
      standard(v1::Standard::descriptor(), "organizations/{organization}/standards/{standard}"),
      authorisation_rule(v1::AuthorisationRule::descriptor(),
                         "organizations/{organization}/authorisationRules/{authorisation_rule}"),
      waiver(v1::Waiver::descriptor(), "organizations/{organization}/waivers/{waiver}"),
      tool_audit(v1::ToolAudit::descriptor(),
                 "organizations/{organization}/toolAudits/{tool_audit}"),
      inventory_campaign(v1::InventoryCampaign::descriptor(),
                         "organizations/{organization}/inventoryCampaigns/{inventory_campaign}"),
      application(v1::Application::descriptor(),
                  "organizations/{organization}/applications/{application}"),
      ai_function(v1::AiFunction::descriptor(),
                  "organizations/{organization}/aiFunctions/{ai_function}"),
      vendor(v1::Vendor::descriptor(), "organizations/{organization}/vendors/{vendor}"),
      data_source(v1::DataSource::descriptor(),
                  "organizations/{organization}/dataSources/{data_source}"),
      process(v1::Process::descriptor(), "organizations/{organization}/processes/{process}"),
      synergy(v1::Synergy::descriptor(), "organizations/{organization}/synergies/{synergy}"),
      objective(v1::Objective::descriptor(), "organizations/{organization}/objectives/{objective}"),
      friction(v1::Friction::descriptor(), "organizations/{organization}/frictions/{friction}"),
      notice(v1::Notice::descriptor(), "organizations/{organization}/notices/{notice}"),
      idea(v1::Idea::descriptor(), "organizations/{organization}/ideas/{idea}", Deletion::kHard,
           resource::Type::Ids::kRandom),
      saved_filter(v1::SavedFilter::descriptor(),
                   "organizations/{organization}/savedFilters/{saved_filter}") {}

}  // namespace palier::registry
