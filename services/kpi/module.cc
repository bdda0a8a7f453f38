// SPDX-License-Identifier: Apache-2.0
#include "kpi/module.h"

#include <array>
#include <initializer_list>

#include "common/resource/change_methods.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "kpi/api/alert_notices.h"
#include "kpi/api/context.h"
#include "kpi/storage/migrations.h"
#include "kpi/storage/move_rows.h"
#include "kpi/storage/small_groups_publication.h"
#include "palier/kpi/v1/adoption_service.pb.h"
#include "palier/kpi/v1/alert_service.pb.h"
#include "palier/kpi/v1/comparison_service.pb.h"
#include "palier/kpi/v1/drift_check_service.pb.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/promise_review_service.pb.h"
#include "palier/kpi/v1/quality_trend_service.pb.h"
#include "palier/kpi/v1/quarantine_service.pb.h"
#include "palier/kpi/v1/returns_service.pb.h"
#include "palier/kpi/v1/saved_time_service.pb.h"
#include "palier/kpi/v1/source_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/kpi/v1/synergy_gain_service.pb.h"
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
        alert_notices_(types_, store_, registry_),
        evidence_(types_, store_, registry_, environment.peer("registry"),
                  [this](const std::string& kpi_name) { alert_notices_.Renew(kpi_name); }),
        turns_(environment.database),
        merger_(environment.database, turns_),
        secrets_(environment.database),
        quota_(environment.ingest_quota),
        context_{types_, store_,  environment.cache, registry_, evidence_,
                 turns_, merger_, secrets_,          quota_,    tally_} {
    Serve<v1::GetKpiRequest>({AddKpis, AddTemplates, AddSeries, AddCorrections, AddStatus,
                              AddForecast, AddWatch, AddChanges});
    Serve<v1::CompareKpiRequest>({AddComparison, AddCohortComparison});
    Serve<v1::IngestMeasurementsRequest>({AddIngestion, AddErasure, AddEventLogs});
    Serve<v1::ListQuarantinedMeasurementsRequest>({AddQuarantine, AddReplay});
    Serve<v1::GetAlertRuleRequest>({AddAlertRules, AddAlerts, AddAlertNotices});
    Serve<v1::GetSourceRequest>({AddSources, AddRecords});
    Serve<v1::GetSurveyRequest>(
        {AddSurveys, AddSurveyResponses, AddSurveyResults, AddSurveyFeedback});
    Serve<v1::QueryAdoptionRequest>({AddAdoption});
    Serve<v1::GetSavedTimeRequest>({AddSavedTime});
    Serve<v1::ReviewKpiPromiseRequest>({AddPromiseReview});
    Serve<v1::QueryDriftChecksRequest>({AddDriftChecks});
    Serve<v1::QueryQualityTrendsRequest>({AddQualityTrends});
    Serve<v1::QueryReturnsRequest>({AddReturns});
    Serve<v1::QuerySynergyGainsRequest>({AddSynergyGains});
  }

  absl::Status Prepare(sql::Database& database, sql::MigrateMode mode) {
    RETURN_IF_ERROR(sql::Migrate(database, "resource", resource::Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "kpi", Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "kpi_people", PeopleMigrations(), mode));
    if (mode != sql::MigrateMode::kCheck) RETURN_IF_ERROR(MoveRows(database));
    return store_.Prepare(std::array{&types_.kpi, &types_.alert_rule, &types_.alert_notice,
                                     &types_.source, &types_.survey, &types_.saved_time});
  }

  std::vector<app::Count> counts() const override { return tally_.counts(); }
  std::vector<const rpc::ServiceTable*> tables() const override { return tables_.all(); }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return authorizer_; }
  void Start() override {
    merger_.Start();
    evidence_.Start();
    alert_notices_.Start();
  }
  void Stop() override {
    alert_notices_.Stop();
    evidence_.Stop();
    merger_.Stop();
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
      if (ParseKpi(change.name).ok()) evidence_.Renew(change.name);
      alert_notices_.Renew(change.name);
    }
  }

  cache::Cache& cache_;
  const std::shared_ptr<rpc::Authorizer> authorizer_;
  const Types types_;
  resource::Store store_;
  RegistryView registry_;
  AlertNotices alert_notices_;
  EvidencePusher evidence_;
  Turns turns_;
  Merger merger_;
  Secrets secrets_;
  Quota quota_;
  Tally tally_;
  Context context_;
  rpc::ServiceTables tables_;
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
