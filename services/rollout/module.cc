// SPDX-License-Identifier: Apache-2.0
#include "rollout/module.h"

#include <utility>

#include "common/resource/change_methods.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "palier/rollout/v1/programme_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "registry/client/remote_authorizer.h"
#include "rollout/api/context.h"
#include "rollout/domain/wave_planner.h"
#include "rollout/fact_pusher.h"
#include "rollout/storage/fact_outbox.h"

namespace palier::rollout {
namespace {

// Storage, rules and transport meet here and nowhere else.
class RolloutModule : public app::Module {
 public:
  explicit RolloutModule(const app::Environment& environment)
      : cache_(environment.cache),
        pusher_(environment.database, environment.peer("registry")),
        store_(
            environment.database, environment.clock,
            [this](const std::vector<resource::Session::Touched>& touched) { OnCommit(touched); }),
        registry_(environment.peer("registry")),
        kpi_(environment.peer("kpi")),
        authorizer_(std::make_shared<registry::RemoteAuthorizer>(environment.peer("registry"))),
        context_{types_, store_, environment.cache, registry_, kpi_, planner_} {
    rpc::ServiceTable& rollouts = tables_.Add<v1::GetRolloutRequest>();
    AddRollouts(rollouts, context_);
    AddPlans(rollouts, context_);
    AddWaves(rollouts, context_);
    AddCheckIns(rollouts, context_);
    resource::AddChangeMethods(rollouts, store_);
    AddGates(tables_.Add<v1::GetCriteriaVersionRequest>(), context_);
    AddProgrammes(tables_.Add<v1::PlanProgrammeRequest>(), context_);
  }

  absl::Status Prepare(sql::Database& database, sql::MigrateMode mode) {
    RETURN_IF_ERROR(sql::Migrate(database, "resource", resource::Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "rollout", OutboxMigrations(), mode));
    return store_.Prepare(types_.all());
  }

  std::vector<const rpc::ServiceTable*> tables() const override { return tables_.all(); }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return authorizer_; }
  void Start() override { pusher_.Start(); }
  void Stop() override { pusher_.Stop(); }

 private:
  void OnCommit(const std::vector<resource::Session::Touched>& touched) {
    for (const auto& change : touched) {
      cache_.Invalidate(change.organization, resource::CacheKey(change.name), change.revision);
    }
    pusher_.Wake();
  }

  cache::Cache& cache_;
  const Types types_;
  const WavePlanner planner_;
  FactPusher pusher_;
  resource::Store store_;
  const RegistryView registry_;
  const KpiView kpi_;
  const std::shared_ptr<rpc::Authorizer> authorizer_;
  Context context_;
  rpc::ServiceTables tables_;
};

}  // namespace

app::ModuleSpec Spec() {
  return {"rollout",
          {"registry", "kpi"},
          [](const app::Environment& environment) -> absl::StatusOr<std::unique_ptr<app::Module>> {
            auto module = std::make_unique<RolloutModule>(environment);
            RETURN_IF_ERROR(module->Prepare(environment.database, environment.migrate));
            return module;
          }};
}

}  // namespace palier::rollout
