// SPDX-License-Identifier: Apache-2.0
#include "rollout/module.h"

#include <utility>

#include "common/operations/methods.h"
#include "common/operations/operations.h"
#include "common/resource/change_methods.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palier/rollout/v1/agenda_service.pb.h"
#include "palier/rollout/v1/cluster_service.pb.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/dependency_service.pb.h"
#include "palier/rollout/v1/feedback_service.pb.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "palier/rollout/v1/learning_service.pb.h"
#include "palier/rollout/v1/operation_service.pb.h"
#include "palier/rollout/v1/people_service.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "palier/rollout/v1/programme_cycle_service.pb.h"
#include "palier/rollout/v1/programme_service.pb.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "palier/rollout/v1/risk_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palier/rollout/v1/support_service.pb.h"
#include "palier/rollout/v1/template_service.pb.h"
#include "palier/rollout/v1/training_service.pb.h"
#include "palier/rollout/v1/use_service.pb.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "registry/client/remote_authorizer.h"
#include "rollout/api/context.h"
#include "rollout/api/fact_rounds.h"
#include "rollout/api/guardrail_rounds.h"
#include "rollout/api/review_rounds.h"
#include "rollout/domain/wave_planner.h"
#include "rollout/fact_pusher.h"
#include "rollout/storage/fact_outbox.h"
#include "rollout/storage/migrations.h"

namespace palier::rollout {
namespace {

operations::Options OptionsFor(const sql::Database& database) {
  operations::Options options;
  options.runner.sole = database.dialect() == "sqlite";
  return options;
}

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
        review_rounds_(types_, store_, registry_),
        fact_rounds_(types_, store_, [this] { pusher_.Wake(); }),
        roadmap_(environment.peer("registry")),
        access_(types_, store_, environment.peer("registry"), environment.peer("kpi")),
        authorizer_(std::make_shared<registry::RemoteAuthorizer>(environment.peer("registry"))),
        operations_(OptionsFor(environment.database), types_.operation, store_, *authorizer_),
        context_{types_, store_, environment.cache, registry_, kpi_, planner_, access_,
                 *authorizer_, operations_},
        guardrail_rounds_(context_) {
    rpc::ServiceTable& rollouts = tables_.Add<v1::GetRolloutRequest>();
    AddRollouts(rollouts, context_);
    AddPlans(rollouts, context_);
    resource::AddChangeMethods(rollouts, store_);
    rpc::ServiceTable& waves = tables_.Add<v1::GetWaveRequest>();
    AddWaves(waves, context_);
    AddCheckIns(waves, context_);
    AddAccess(tables_.Add<v1::EvaluateAccessRequest>(), context_);
    AddRisks(tables_.Add<v1::AssessPlanRiskRequest>(), context_);
    AddGates(tables_.Add<v1::GetCriteriaVersionRequest>(), context_);
    rpc::ServiceTable& reviews = tables_.Add<v1::GetReviewRequest>();
    AddReviews(reviews, context_);
    AddMilestones(reviews, context_);
    rpc::ServiceTable& agenda = tables_.Add<v1::QueryAgendaRequest>();
    AddAgenda(agenda, context_);
    AddCalendarImport(agenda, context_);
    rpc::ServiceTable& cycles = tables_.Add<v1::GetProgrammeRequest>();
    AddProgrammeCycles(cycles, context_);
    AddRoadmap(cycles, context_, roadmap_);
    rpc::ServiceTable& programmes = tables_.Add<v1::PlanProgrammeRequest>();
    AddProgrammes(programmes, context_);
    AddProgrammeConflicts(programmes, context_);
    AddClusters(tables_.Add<v1::GetDeploymentClusterRequest>(), context_);
    AddDependencies(tables_.Add<v1::GetDependencyRequest>(), context_);
    rpc::ServiceTable& replans = tables_.Add<v1::ReplanWavesRequest>();
    AddReplans(replans, context_);
    AddProgrammeReplans(replans, context_);
    AddCommunications(tables_.Add<v1::GetCommunicationRequest>(), context_);
    AddPreparation(tables_.Add<v1::GetToolCardRequest>(), context_);
    AddFeedback(tables_.Add<v1::GetFeedbackAnswerRequest>(), context_);
    AddLearning(tables_.Add<v1::GetLearningPathRequest>(), context_);
    AddUse(tables_.Add<v1::GetUseLadderRequest>(), context_);
    AddSupport(tables_.Add<v1::GetSupportWeekRequest>(), context_);
    AddTraining(tables_.Add<v1::GetSessionAttendanceRequest>(), context_);
    AddTemplates(tables_.Add<v1::GetRolloutTemplateRequest>(), context_);
    AddPeople(tables_.Add<v1::QueryWavePeopleRequest>(), context_);
    operations::AddOperationMethods(tables_.Add<v1::GetOperationRequest>(), operations_);
  }

  absl::Status Prepare(sql::Database& database, sql::MigrateMode mode) {
    RETURN_IF_ERROR(sql::Migrate(database, "resource", resource::Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "operations", operations::Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "rollout", Migrations(), mode));
    return store_.Prepare(types_.all());
  }

  std::vector<const rpc::ServiceTable*> tables() const override { return tables_.all(); }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return authorizer_; }
  void Start() override {
    pusher_.Start();
    access_.Start();
    review_rounds_.Start();
    guardrail_rounds_.Start();
    fact_rounds_.Start();
    operations_.Start();
  }
  void Stop() override {
    operations_.Stop();
    fact_rounds_.Stop();
    guardrail_rounds_.Stop();
    review_rounds_.Stop();
    access_.Stop();
    pusher_.Stop();
  }

 private:
  void OnCommit(const std::vector<resource::Session::Touched>& touched) {
    for (const auto& change : touched) {
      cache_.Invalidate(change.organization, resource::CacheKey(change.name), change.revision);
      access_.books().Saw(change.organization, change.name);
      review_rounds_.Notice(change.name);
      guardrail_rounds_.Notice(change.name);
      fact_rounds_.Notice(change.name);
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
  ReviewRounds review_rounds_;
  FactRounds fact_rounds_;
  const RoadmapView roadmap_;
  AccessDesk access_;
  const std::shared_ptr<rpc::Authorizer> authorizer_;
  operations::Operations operations_;
  Context context_;
  GuardrailRounds guardrail_rounds_;
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
