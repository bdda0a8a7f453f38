// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/types.h"

#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/evidence.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/person.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/structure.pb.h"

namespace palier::registry {

using Deletion = resource::Type::Deletion;

Types::Types()
    : organization(v1::Organization::descriptor(), "organizations/{organization}"),
      settings(v1::OrganizationSettings::descriptor(), "organizations/{organization}/settings"),
      person(v1::Person::descriptor(), "organizations/{organization}/people/{person}"),
      department(v1::Department::descriptor(),
                 "organizations/{organization}/departments/{department}"),
      team(v1::Team::descriptor(), "organizations/{organization}/teams/{team}"),
      role_binding(v1::RoleBinding::descriptor(),
                   "organizations/{organization}/roleBindings/{role_binding}"),
      project(v1::Project::descriptor(), "organizations/{organization}/projects/{project}",
              Deletion::kSoft),
      entry(v1::Entry::descriptor(),
            "organizations/{organization}/projects/{project}/entries/{entry}"),
      evidence(v1::Evidence::descriptor(),
               "organizations/{organization}/projects/{project}/evidence/{evidence}") {}

}  // namespace palier::registry
