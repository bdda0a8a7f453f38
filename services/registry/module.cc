// SPDX-License-Identifier: Apache-2.0
#include "registry/module.h"

#include <deque>
#include <initializer_list>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/resource/change_methods.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
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
        authorisations_(store_, types_),
        sealer_(store_, environment.audit_key),
        search_(types_),
        context_{types_, store_, environment.cache, *roles_, authorisations_, sealer_, search_},
        clockwork_(types_, store_) {
    Serve("RegistryService", {AddOrganizations, AddStructure, AddProjects, AddDossier, AddGates,
                              AddImports, AddRoles, AddChanges});
    Serve("TableService", {AddTables, AddOrganizationImport});
    Serve("LandscapeService", {AddLandscapeRecords, AddLandscapeFindings, AddLandscapeRanking});
    Serve("PromiseService", {AddPromises, AddDecisions});
    Serve("AssessmentService", {AddAssessments});
    Serve("GovernanceService",
          {AddCommittees, AddStandards, AddAudits, AddWaivers, AddAuthorisations});
    Serve("AuditService", {AddAudit, AddErasure, AddSearch});
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

  std::vector<const rpc::ServiceTable*> tables() const override {
    std::vector<const rpc::ServiceTable*> tables;
    for (const rpc::ServiceTable& table : tables_) tables.push_back(&table);
    return tables;
  }
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

  void Serve(absl::string_view service, std::initializer_list<Part> parts) {
    rpc::ServiceTable& table = tables_.emplace_back(absl::StrCat("palier.registry.v1.", service));
    for (const Part part : parts) part(table, context_);
  }

  void OnCommit(const std::vector<resource::Session::Touched>& touched) {
    for (const auto& change : touched) {
      cache_.Invalidate(change.organization, resource::CacheKey(change.name), change.revision);
      if (DecidesRoles(change.name)) roles_->Forget(change.organization);
      if (AuthorisationStore::Concerns(change.name)) authorisations_.Forget(change.organization);
    }
  }

  cache::Cache& cache_;
  const Types types_;
  resource::Store store_;
  const std::shared_ptr<RoleStore> roles_;
  AuthorisationStore authorisations_;
  resource::AuditSealer sealer_;
  const SearchIndex search_;
  Context context_;
  Clockwork clockwork_;
  std::deque<rpc::ServiceTable> tables_;  // one for each service; stay where they are
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
