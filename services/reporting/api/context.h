// SPDX-License-Identifier: Apache-2.0
// What the reports are made with.
#ifndef PALIER_REPORTING_API_CONTEXT_H_
#define PALIER_REPORTING_API_CONTEXT_H_

#include "common/cache/cache.h"
#include "common/operations/operations.h"
#include "common/resource/store.h"
#include "common/rpc/client.h"
#include "common/rpc/service.h"
#include "common/time/clock.h"
#include "reporting/api/model_keeper.h"
#include "reporting/storage/types.h"

namespace palier::reporting {

struct Context {
  const time::Clock& clock;
  cache::Cache& cache;
  const rpc::Client& registry;
  const rpc::Client& kpi;
  ModelKeeper& models;
  const Types& types;
  resource::Store& store;
  operations::Operations& operations;
};

// Each registers the handlers of one report. The context must outlive the table.
void AddPortfolio(rpc::ServiceTable& table, const Context& context);
void AddPurgatory(rpc::ServiceTable& table, const Context& context);
void AddFigures(rpc::ServiceTable& table, const Context& context);
void AddFigureEditions(rpc::ServiceTable& table, const Context& context);
void AddExports(rpc::ServiceTable& table, const Context& context);
void AddDocuments(rpc::ServiceTable& table, const Context& context);
void AddBusinessCases(rpc::ServiceTable& table, const Context& context);
void AddCaseProgress(rpc::ServiceTable& table, const Context& context);
void AddStaffPage(rpc::ServiceTable& table, const Context& context);
void AddReportSchedules(rpc::ServiceTable& table, const Context& context);
void AddCandidates(rpc::ServiceTable& table, const Context& context);
void AddProposals(rpc::ServiceTable& table, const Context& context);
void AddRegisterProgress(rpc::ServiceTable& table, const Context& context);
void AddMonitoring(rpc::ServiceTable& table, const Context& context);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_CONTEXT_H_
