// SPDX-License-Identifier: Apache-2.0
#include "registry/module.h"

#include <utility>

#include "common/aip/resource_name.h"
#include "common/resource/change_methods.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "registry/api/context.h"

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
        context_{types_, store_, environment.cache, *roles_},
        table_("palier.registry.v1.RegistryService") {
    AddOrganizations(table_, context_);
    AddStructure(table_, context_);
    AddProjects(table_, context_);
    AddDossier(table_, context_);
    AddGates(table_, context_);
    AddImports(table_, context_);
    AddRoles(table_, context_);
    resource::AddChangeMethods(table_, store_);
  }

  absl::Status Prepare(sql::Database& database, sql::MigrateMode mode) {
    RETURN_IF_ERROR(sql::Migrate(database, "resource", resource::Migrations(), mode));
    return store_.Prepare(types_.all());
  }

  std::vector<const rpc::ServiceTable*> tables() const override { return {&table_}; }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return roles_; }

 private:
  void OnCommit(const std::vector<resource::Session::Touched>& touched) {
    for (const auto& change : touched) {
      cache_.Invalidate(change.organization, resource::CacheKey(change.name), change.revision);
      if (DecidesRoles(change.name)) roles_->Forget(change.organization);
    }
  }

  cache::Cache& cache_;
  const Types types_;
  resource::Store store_;
  const std::shared_ptr<RoleStore> roles_;
  Context context_;
  rpc::ServiceTable table_;
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
