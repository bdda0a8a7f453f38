// SPDX-License-Identifier: Apache-2.0
// What the handlers of the roll-out service work with.
#ifndef PALIER_ROLLOUT_API_CONTEXT_H_
#define PALIER_ROLLOUT_API_CONTEXT_H_

#include "common/cache/cache.h"
#include "common/operations/operations.h"
#include "common/resource/store.h"
#include "common/rpc/auth.h"
#include "common/rpc/service.h"
#include "rollout/api/access_desk.h"
#include "rollout/api/kpi_view.h"
#include "rollout/api/registry_view.h"
#include "rollout/api/roadmap_view.h"
#include "rollout/domain/planner.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

struct Context {
  const Types& types;
  resource::Store& store;
  cache::Cache& cache;
  const RegistryView& registry;
  const KpiView& kpi;
  const Planner& planner;
  AccessDesk& access;
  rpc::Authorizer& authorizer;
  operations::Operations& operations;
};

// Each registers the handlers of one service or of a part of it; module.cc says of which. The
// context must outlive the table.
void AddRollouts(rpc::ServiceTable& table, Context& context);
void AddPlans(rpc::ServiceTable& table, Context& context);
void AddWaves(rpc::ServiceTable& table, Context& context);
void AddCheckIns(rpc::ServiceTable& table, Context& context);
void AddGates(rpc::ServiceTable& table, Context& context);
void AddRisks(rpc::ServiceTable& table, Context& context);
void AddAccess(rpc::ServiceTable& table, Context& context);
void AddAccessPolicies(rpc::ServiceTable& table, Context& context);
void AddReviews(rpc::ServiceTable& table, Context& context);
void AddMilestones(rpc::ServiceTable& table, Context& context);
void AddAgenda(rpc::ServiceTable& table, Context& context);
void AddCalendarImport(rpc::ServiceTable& table, Context& context);
void AddProgrammeCycles(rpc::ServiceTable& table, Context& context);
void AddRoadmap(rpc::ServiceTable& table, Context& context, const RoadmapView& roadmap);
void AddProgrammes(rpc::ServiceTable& table, Context& context);
void AddReplans(rpc::ServiceTable& table, Context& context);
void AddProgrammeReplans(rpc::ServiceTable& table, Context& context);
void AddClusters(rpc::ServiceTable& table, Context& context);
void AddDependencies(rpc::ServiceTable& table, Context& context);
void AddProgrammeConflicts(rpc::ServiceTable& table, Context& context);
void AddCommunications(rpc::ServiceTable& table, Context& context);
void AddPreparation(rpc::ServiceTable& table, Context& context);
void AddFeedback(rpc::ServiceTable& table, Context& context);
void AddLearning(rpc::ServiceTable& table, Context& context);
void AddUse(rpc::ServiceTable& table, Context& context);
void AddSupport(rpc::ServiceTable& table, Context& context);
void AddTraining(rpc::ServiceTable& table, Context& context);
void AddTemplates(rpc::ServiceTable& table, Context& context);
void AddPeople(rpc::ServiceTable& table, Context& context);
void AddWavePeople(rpc::ServiceTable& table, Context& context);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_CONTEXT_H_
