// SPDX-License-Identifier: Apache-2.0
// What the handlers of this service work with.
#ifndef PALIER_KPI_API_CONTEXT_H_
#define PALIER_KPI_API_CONTEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/cache/cache.h"
#include "common/resource/store.h"
#include "common/rpc/call.h"
#include "common/rpc/service.h"
#include "kpi/api/registry_view.h"
#include "kpi/evidence/pusher.h"
#include "kpi/storage/fact_table.h"
#include "kpi/storage/turns.h"
#include "kpi/storage/types.h"

namespace palier::kpi {

struct Context {
  const Types& types;
  resource::Store& store;
  cache::Cache& cache;
  RegistryView& registry;
  EvidencePusher& evidence;
  Turns& turns;
};

// Each registers the handlers of one part of KpiService. The context must outlive the table.
void AddKpis(rpc::ServiceTable& table, Context& context);
void AddIngestion(rpc::ServiceTable& table, Context& context);
void AddEventLogs(rpc::ServiceTable& table, Context& context);
void AddSeries(rpc::ServiceTable& table, Context& context);
void AddStatus(rpc::ServiceTable& table, Context& context);
void AddComparison(rpc::ServiceTable& table, Context& context);
void AddQuarantine(rpc::ServiceTable& table, Context& context);

// `organizations/{organization}/projects/{project}`. INVALID_ARGUMENT (INVALID_NAME).
absl::StatusOr<ProjectKey> ParseProject(absl::string_view name);

struct KpiKey {
  ProjectKey project;
  std::string kpi;
};
// `organizations/{organization}/projects/{project}/kpis/{kpi}`. INVALID_ARGUMENT (INVALID_NAME).
absl::StatusOr<KpiKey> ParseKpi(absl::string_view name);
std::string NameOf(const ProjectKey& project);
std::string NameOf(const ProjectKey& project, absl::string_view kpi);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_CONTEXT_H_
