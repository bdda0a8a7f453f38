// SPDX-License-Identifier: Apache-2.0
#include "registry/module.h"

#include <initializer_list>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/resource/change_methods.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/audit_service.pb.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/idea_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/registry/v1/saved_filter_service.pb.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/governance.h"
#include "registry/clockwork.h"

namespace palier::registry {
namespace {

// Bindings say who holds what; a project says of which department it is.
bool DecidesRoles(absl::string_view name) {
  const absl::StatusOr<aip::ResourceName> parsed = aip::ParseName(name);
  return !parsed.ok() || parsed->collection() == "roleBindings" ||
         parsed->collection() == "projects";
}

// Storage, rules and transport meet here and nowhere else.
class RegistryModule : public app::Module {
 public:
  explicit RegistryModule(const app::Environment& environment)
      : cache_(environment.cache),
        store_(
            environment.database, environment.clock,
            [this](const std::vector<resource::Session::Touched>& touched) { OnCommit(touched); }),
        roles_(std::make_shared<RoleStore>(store_, types_)),
        authorisations_(store_, authorisation_source_),
        sealer_(store_, environment.audit_key),
        search_(types_),
        context_{types_, store_, environment.cache, *roles_, authorisations_, sealer_, search_},
        clockwork_(types_, store_) {
    Serve<v1::GetOrganizationRequest>({AddOrganizations, AddStructure, AddRoles});
    Serve<v1::GetProjectRequest>(
        {AddProjects, AddProjectBatches, AddDossier, AddGates, AddImports, AddChanges});
    Serve<v1::ExportTableRequest>({AddTables, AddOrganizationImport});
    Serve<v1::GetApplicationRequest>({AddCatalogue});
    Serve<v1::GetProcessRequest>({AddLandscapeRecords});
    Serve<v1::ExportGraphRequest>({AddLandscapeFindings, AddLandscapeRanking});
    Serve<v1::GetSealRequest>({AddPromises, AddDecisions});
    Serve<v1::AssessProjectRequest>({AddAssessments, AddConflicts});
    Serve<v1::GetIdeaRequest>({AddIdeas});
    Serve<v1::GetSavedFilterRequest>({AddSavedFilters});
    Serve<v1::GetCommitteeRequest>({AddCommittees, AddStandards, AddAudits});
    Serve<v1::GetWaiverRequest>({AddWaivers, AddAuthorisations});
    Serve<v1::VerifyAuditRequest>({AddAudit, AddErasure, AddSearch});
    store_.Observe([this](resource::Session& session, const resource::Type& type,
                          const google::protobuf::Message* before,
                          const google::protobuf::Message* after) {
      return search_.Update(session, type, before, after);
    });
  }

  absl::Status Prepare(sql::Database& database, sql::MigrateMode mode) {
    RETURN_IF_ERROR(sql::Migrate(database, "resource", resource::Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "search", SearchIndex::Migrations(), mode));
    RETURN_IF_ERROR(store_.Prepare(types_.all()));
    return search_.Fill(store_);
  }

  std::vector<const rpc::ServiceTable*> tables() const override { return tables_.all(); }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return roles_; }
  void Start() override {
    clockwork_.Start();
    sealer_.Start();
  }
  void Stop() override {
    clockwork_.Stop();
    sealer_.Stop();
  }

 private:
  using Part = void (*)(rpc::ServiceTable&, Context&);

  static void AddChanges(rpc::ServiceTable& table, Context& context) {
    resource::AddChangeMethods(table, context.store);
  }

  template <typename Request>
  void Serve(std::initializer_list<Part> parts) {
    rpc::ServiceTable& table = tables_.Add<Request>();
    for (const Part part : parts) part(table, context_);
  }

  void OnCommit(const std::vector<resource::Session::Touched>& touched) {
    for (const auto& change : touched) {
      cache_.Invalidate(change.organization, resource::CacheKey(change.name), change.revision);
      if (DecidesRoles(change.name)) roles_->Forget(change.organization);
      authorisations_.Saw(change.organization, change.name);
    }
  }

  cache::Cache& cache_;
  const Types types_;
  resource::Store store_;
  const std::shared_ptr<RoleStore> roles_;
  const AuthorisationSource authorisation_source_{types_};
  AuthorisationStore authorisations_;
  resource::AuditSealer sealer_;
  const SearchIndex search_;
  Context context_;
  Clockwork clockwork_;
  rpc::ServiceTables tables_;
};

}  // namespace

app::ModuleSpec Spec() {
  return {"registry",
          {},
          [](const app::Environment& environment) -> absl::StatusOr<std::unique_ptr<app::Module>> {
            auto module = std::make_unique<RegistryModule>(environment);
            RETURN_IF_ERROR(module->Prepare(environment.database, environment.migrate));
            return module;
          }};
}

}  // namespace palier::registry
