// SPDX-License-Identifier: Apache-2.0
#include "kpi/module.h"

#include <array>

#include "common/resource/change_methods.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/storage/migrations.h"
#include "registry/client/remote_authorizer.h"

namespace palier::kpi {
namespace {

// Storage, rules and transport meet here and nowhere else.
class KpiModule : public app::Module {
 public:
  explicit KpiModule(const app::Environment& environment)
      : cache_(environment.cache),
        authorizer_(std::make_shared<registry::RemoteAuthorizer>(environment.peer("registry"))),
        store_(
            environment.database, environment.clock,
            [this](const std::vector<resource::Session::Touched>& touched) { OnCommit(touched); }),
        registry_(environment.peer("registry")),
        evidence_(types_, store_, registry_, environment.peer("registry")),
        context_{types_, store_, environment.cache, registry_, evidence_, turns_},
        table_("palier.kpi.v1.KpiService") {
    AddKpis(table_, context_);
    AddIngestion(table_, context_);
    AddEventLogs(table_, context_);
    AddSeries(table_, context_);
    AddStatus(table_, context_);
    AddComparison(table_, context_);
    AddQuarantine(table_, context_);
    resource::AddChangeMethods(table_, store_);
  }

  absl::Status Prepare(sql::Database& database, sql::MigrateMode mode) {
    RETURN_IF_ERROR(sql::Migrate(database, "resource", resource::Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "kpi", Migrations(), mode));
    const std::array<const resource::Type*, 1> types = {&types_.kpi};
    return store_.Prepare(types);
  }

  std::vector<const rpc::ServiceTable*> tables() const override { return {&table_}; }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return authorizer_; }
  void Start() override { evidence_.Start(); }
  void Stop() override { evidence_.Stop(); }

 private:
  void OnCommit(const std::vector<resource::Session::Touched>& touched) {
    for (const auto& change : touched) {
      cache_.Invalidate(change.organization, resource::CacheKey(change.name), change.revision);
      evidence_.Renew(change.name);
    }
  }

  cache::Cache& cache_;
  const std::shared_ptr<rpc::Authorizer> authorizer_;
  const Types types_;
  resource::Store store_;
  RegistryView registry_;
  EvidencePusher evidence_;
  Turns turns_;
  Context context_;
  rpc::ServiceTable table_;
};

}  // namespace

app::ModuleSpec Spec() {
  return {"kpi",
          {"registry"},
          [](const app::Environment& environment) -> absl::StatusOr<std::unique_ptr<app::Module>> {
            auto module = std::make_unique<KpiModule>(environment);
            RETURN_IF_ERROR(module->Prepare(environment.database, environment.migrate));
            return module;
          }};
}

}  // namespace palier::kpi
