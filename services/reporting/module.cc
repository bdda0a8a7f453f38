// SPDX-License-Identifier: Apache-2.0
#include "reporting/module.h"

#include <utility>
#include <vector>

#include "palier/reporting/v1/case_service.pb.h"
#include "palier/reporting/v1/document_service.pb.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "registry/client/remote_authorizer.h"
#include "reporting/api/context.h"
#include "reporting/api/model_keeper.h"

namespace palier::reporting {
namespace {

// It owns no table: every report is made from what the other services say.
class ReportingModule : public app::Module {
 public:
  explicit ReportingModule(const app::Environment& environment)
      : models_(
            {environment.peer("registry"), environment.peer("kpi"), environment.peer("rollout")},
            environment.clock),
        context_{environment.clock, environment.cache, environment.peer("registry"), models_},
        authorizer_(std::make_shared<registry::RemoteAuthorizer>(context_.registry)) {
    rpc::ServiceTable& reports = tables_.Add<v1::GetPortfolioRequest>();
    AddPortfolio(reports, context_);
    AddPurgatory(reports, context_);
    AddFigures(tables_.Add<v1::GetFigureRequest>(), context_);
    AddDocuments(tables_.Add<v1::ExportBoardPackRequest>(), context_);
    AddBusinessCases(tables_.Add<v1::ReportBusinessCaseRequest>(), context_);
  }

  std::vector<const rpc::ServiceTable*> tables() const override { return tables_.all(); }
  std::shared_ptr<rpc::Authorizer> authorizer() const override { return authorizer_; }

 private:
  ModelKeeper models_;
  const Context context_;
  const std::shared_ptr<registry::RemoteAuthorizer> authorizer_;
  rpc::ServiceTables tables_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<app::Module>> MakeModule(const app::Environment& environment) {
  return std::make_unique<ReportingModule>(environment);
}

app::ModuleSpec Spec() {
  return {"reporting", {"registry", "kpi", "rollout"}, MakeModule};
}

}  // namespace palier::reporting
