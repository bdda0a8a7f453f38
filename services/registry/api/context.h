// SPDX-License-Identifier: Apache-2.0
// What the registry's handlers work with.
#ifndef PALIER_REGISTRY_API_CONTEXT_H_
#define PALIER_REGISTRY_API_CONTEXT_H_

#include "common/cache/cache.h"
#include "common/resource/audit_sealer.h"
#include "common/resource/store.h"
#include "common/rpc/service.h"
#include "registry/storage/authorisation_store.h"
#include "registry/storage/role_store.h"
#include "registry/storage/search_index.h"
#include "registry/storage/types.h"

namespace palier::registry {

struct Context {
  const Types& types;
  resource::Store& store;
  cache::Cache& cache;
  RoleStore& roles;
  AuthorisationStore& authorisations;
  resource::AuditSealer& sealer;
  const SearchIndex& search;
};

// Each registers the handlers of one part of a service. The context must outlive the table.
// Of OrganizationService.
void AddOrganizations(rpc::ServiceTable& table, Context& context);
void AddStructure(rpc::ServiceTable& table, Context& context);
void AddRoles(rpc::ServiceTable& table, Context& context);
// Of RegistryService.
void AddProjects(rpc::ServiceTable& table, Context& context);
void AddProjectBatches(rpc::ServiceTable& table, Context& context);
void AddDossier(rpc::ServiceTable& table, Context& context);
void AddGates(rpc::ServiceTable& table, Context& context);
void AddImports(rpc::ServiceTable& table, Context& context);
// Of TableService.
void AddTables(rpc::ServiceTable& table, Context& context);
void AddOrganizationImport(rpc::ServiceTable& table, Context& context);
// Of AuditService.
void AddAudit(rpc::ServiceTable& table, Context& context);
void AddErasure(rpc::ServiceTable& table, Context& context);
void AddSearch(rpc::ServiceTable& table, Context& context);

// Of CatalogueService.
void AddCatalogue(rpc::ServiceTable& table, Context& context);
// Of LandscapeService.
void AddLandscapeRecords(rpc::ServiceTable& table, Context& context);
// Of SynergyMapService.
void AddLandscapeFindings(rpc::ServiceTable& table, Context& context);
void AddLandscapeRanking(rpc::ServiceTable& table, Context& context);
// Of PromiseService.
void AddPromises(rpc::ServiceTable& table, Context& context);
void AddDecisions(rpc::ServiceTable& table, Context& context);
// Of AssessmentService.
void AddAssessments(rpc::ServiceTable& table, Context& context);
void AddConflicts(rpc::ServiceTable& table, Context& context);
// Of IdeaService.
void AddIdeas(rpc::ServiceTable& table, Context& context);
// Of SavedFilterService.
void AddSavedFilters(rpc::ServiceTable& table, Context& context);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_CONTEXT_H_
