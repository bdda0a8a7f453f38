// SPDX-License-Identifier: Apache-2.0
#include "reporting/module.h"

#include <utility>
#include <vector>

#include "common/operations/methods.h"
#include "common/operations/operations.h"
#include "common/resource/standard_methods.h"
#include "common/resource/store.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/candidate_service.pb.h"
#include "palier/reporting/v1/case_service.pb.h"
#include "palier/reporting/v1/document_service.pb.h"
#include "palier/reporting/v1/export_service.pb.h"
#include "palier/reporting/v1/figure_edition_service.pb.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "palier/reporting/v1/monitoring_service.pb.h"
#include "palier/reporting/v1/operation_service.pb.h"
#include "palier/reporting/v1/proposal_service.pb.h"
#include "palier/reporting/v1/register_service.pb.h"
#include "palier/reporting/v1/report_service.pb.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "palier/reporting/v1/staff_service.pb.h"
#include "registry/client/remote_authorizer.h"
#include "reporting/api/context.h"
#include "reporting/api/edition_rounds.h"
#include "reporting/api/model_keeper.h"
#include "reporting/api/report_rounds.h"
#include "reporting/mail/mailer.h"
#include "reporting/storage/export_bytes.h"
#include "reporting/storage/types.h"

namespace palier::reporting {
namespace {

operations::Options OptionsFor(const sql::Database& database) {
  operations::Options options;
  options.runner.sole = database.dialect() == "sqlite";
  return options;
}

// Every report is made from what the other services say; schedules and what was sent are its own.
class ReportingModule : public app::Module {
 public:
  ReportingModule(const app::Environment& environment, std::unique_ptr<Mailer> mailer)
      : cache_(environment.cache),
        store_(
            environment.database, environment.clock,
            [this](const std::vector<resource::Session::Touched>& touched) { OnCommit(touched); }),
        models_(
            {environment.peer("registry"), environment.peer("kpi"), environment.peer("rollout")},
            environment.clock),
        authorizer_(std::make_shared<registry::RemoteAuthorizer>(environment.peer("registry"))),
        operations_(OptionsFor(environment.database), types_.operation, store_, *authorizer_),
        context_{environment.clock,
                 environment.cache,
                 environment.peer("registry"),
                 environment.peer("kpi"),
                 models_,
                 types_,
                 store_,
                 operations_},
        rounds_(context_, std::move(mailer)),
        editions_(context_) {
    rpc::ServiceTable& reports = tables_.Add<v1::GetPortfolioRequest>();
    AddPortfolio(reports, context_);
    AddPurgatory(reports, context_);
    AddFigures(tables_.Add<v1::GetFigureRequest>(), context_);
    AddFigureEditions(tables_.Add<v1::GetFigureEditionRequest>(), context_);
    AddExports(tables_.Add<v1::ExportFiguresRequest>(), context_);
    AddDocuments(tables_.Add<v1::ExportBoardPackRequest>(), context_);
    AddBusinessCases(tables_.Add<v1::ReportBusinessCaseRequest>(), context_);
    AddStaffPage(tables_.Add<v1::QueryStaffPageRequest>(), context_);
    AddReportSchedules(tables_.Add<v1::GetReportScheduleRequest>(), context_);
    AddCandidates(tables_.Add<v1::QueryCandidatesRequest>(), context_);
    AddProposals(tables_.Add<v1::GetProposalRequest>(), context_);
    AddRegisterProgress(tables_.Add<v1::QueryRegisterProgressRequest>(), context_);
    AddMonitoring(tables_.Add<v1::QueryMonitoringRequest>(), context_);
    operations::AddOperationMethods(tables_.Add<v1::GetOperationRequest>(), operations_);
  }

  absl::Status Prepare(sql::Database& database, sql::MigrateMode mode) {
    RETURN_IF_ERROR(sql::Migrate(database, "resource", resource::Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "operations", operations::Migrations(), mode));
    RETURN_IF_ERROR(sql::Migrate(database, "reporting", Migrations(), mode));
    return store_.Prepare(types_.all());
  }

  std::vector<const rpc::ServiceTable*> tables() const override { return tables_.all(); }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return authorizer_; }
  void Start() override {
    rounds_.Start();
    editions_.Start();
    operations_.Start();
  }
  void Stop() override {
    operations_.Stop();
    editions_.Stop();
    rounds_.Stop();
  }

 private:
  void OnCommit(const std::vector<resource::Session::Touched>& touched) {
    for (const auto& change : touched) {
      cache_.Invalidate(change.organization, resource::CacheKey(change.name), change.revision);
      rounds_.Notice(change.name);
    }
  }

  cache::Cache& cache_;
  const Types types_;
  resource::Store store_;
  ModelKeeper models_;
  const std::shared_ptr<registry::RemoteAuthorizer> authorizer_;
  operations::Operations operations_;
  const Context context_;
  ReportRounds rounds_;
  EditionRounds editions_;
  rpc::ServiceTables tables_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<app::Module>> MakeModule(const app::Environment& environment) {
  ASSIGN_OR_RETURN(auto mailer, MakeSmtpMailer(environment.smtp));
  auto module = std::make_unique<ReportingModule>(environment, std::move(mailer));
  RETURN_IF_ERROR(module->Prepare(environment.database, environment.migrate));
  return module;
}

app::ModuleSpec Spec() {
  return {"reporting", {"registry", "kpi", "rollout"}, MakeModule};
}

}  // namespace palier::reporting
