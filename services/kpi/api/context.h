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
#include "kpi/api/quota.h"
#include "kpi/api/registry_view.h"
#include "kpi/api/tally.h"
#include "kpi/evidence/pusher.h"
#include "kpi/storage/fact_table.h"
#include "kpi/storage/merger.h"
#include "kpi/storage/secret.h"
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
  Merger& merger;
  Secrets& secrets;
  Quota& quota;
  Tally& tally;
};

// Each registers the handlers of one part of a service. The context must outlive the table.
void AddKpis(rpc::ServiceTable& table, Context& context);
void AddIngestion(rpc::ServiceTable& table, Context& context);
void AddErasure(rpc::ServiceTable& table, Context& context);
void AddEventLogs(rpc::ServiceTable& table, Context& context);
void AddSeries(rpc::ServiceTable& table, Context& context);
void AddStatus(rpc::ServiceTable& table, Context& context);
void AddComparison(rpc::ServiceTable& table, Context& context);
void AddCohortComparison(rpc::ServiceTable& table, Context& context);
void AddWatch(rpc::ServiceTable& table, Context& context);
void AddForecast(rpc::ServiceTable& table, Context& context);
void AddAlertRules(rpc::ServiceTable& table, Context& context);
void AddAlertNotices(rpc::ServiceTable& table, Context& context);
void AddAlerts(rpc::ServiceTable& table, Context& context);
void AddCorrections(rpc::ServiceTable& table, Context& context);
void AddQuarantine(rpc::ServiceTable& table, Context& context);
void AddReplay(rpc::ServiceTable& table, Context& context);
// After AddKpis.
void AddTemplates(rpc::ServiceTable& table, Context& context);
void AddSources(rpc::ServiceTable& table, Context& context);
void AddRecords(rpc::ServiceTable& table, Context& context);
void AddSurveys(rpc::ServiceTable& table, Context& context);
void AddSurveyResponses(rpc::ServiceTable& table, Context& context);
void AddSurveyResults(rpc::ServiceTable& table, Context& context);
void AddSurveyFeedback(rpc::ServiceTable& table, Context& context);
void AddAdoption(rpc::ServiceTable& table, Context& context);
void AddPromiseReview(rpc::ServiceTable& table, Context& context);
void AddDriftChecks(rpc::ServiceTable& table, Context& context);
void AddQualityTrends(rpc::ServiceTable& table, Context& context);
void AddReturns(rpc::ServiceTable& table, Context& context);
void AddSavedTime(rpc::ServiceTable& table, Context& context);
void AddSynergyGains(rpc::ServiceTable& table, Context& context);

// `organizations/{organization}`: its id. INVALID_ARGUMENT (INVALID_NAME).
absl::StatusOr<std::string> ParseOrganization(absl::string_view name);
// `organizations/{organization}/projects/{project}`. INVALID_ARGUMENT (INVALID_NAME).
absl::StatusOr<ProjectKey> ParseProject(absl::string_view name);
// The same, or `organizations/{organization}`: no project.
absl::StatusOr<ProjectKey> ParseQuarantineParent(absl::string_view name);

struct SourceKey {
  std::string organization;
  std::string source;
};
// `organizations/{organization}/sources/{source}`. INVALID_ARGUMENT (INVALID_NAME).
absl::StatusOr<SourceKey> ParseSource(absl::string_view name);
std::string NameOf(const SourceKey& source);

struct KpiKey {
  ProjectKey project;
  std::string kpi;
};
// `organizations/{organization}/projects/{project}/kpis/{kpi}`. INVALID_ARGUMENT (INVALID_NAME).
absl::StatusOr<KpiKey> ParseKpi(absl::string_view name);
// Without a project the organisation's name.
std::string NameOf(const ProjectKey& project);
struct AlertRuleKey {
  KpiKey kpi;
  std::string rule;
};
// `organizations/{organization}/projects/{project}/kpis/{kpi}/alertRules/{alert_rule}`.
// INVALID_ARGUMENT (INVALID_NAME).
absl::StatusOr<AlertRuleKey> ParseAlertRule(absl::string_view name);

std::string NameOf(const ProjectKey& project, absl::string_view kpi);
// The last id of a name that was checked before.
std::string LastIdOf(absl::string_view name);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_CONTEXT_H_
