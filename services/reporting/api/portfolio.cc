// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "reporting/api/cached_report.h"
#include "reporting/api/context.h"
#include "reporting/api/portfolio_report.h"
#include "reporting/api/reference_message.h"
#include "reporting/api/report_day.h"
#include "reporting/domain/funnel.h"
#include "reporting/domain/post_poc.h"
#include "reporting/domain/reference_figures.h"
#include "reporting/domain/stage_labels.h"
#include "reporting/figures/judgements.h"
#include "reporting/model/project_facts.h"

namespace palier::reporting {
namespace {

void Fill(const FunnelRow& row, v1::FunnelStage* out) {
  out->set_stage(row.stage);
  out->set_count(row.count);
  out->set_share_permille(row.share_permille);
  if (row.median_age_days.has_value()) out->set_median_age_days(*row.median_age_days);
  out->set_age_known_count(row.age_known_count);
}

void Fill(const ConversionFigures& figures, v1::Conversion* out) {
  out->set_post_poc_or_later_count(figures.post_poc_or_later);
  out->set_production_count(figures.production);
  if (figures.rate_permille.has_value()) out->set_rate_permille(*figures.rate_permille);
  out->set_stopped_count(figures.stopped);
}

void Fill(const ValueFigures& figures, v1::Conversion* out) {
  if (figures.proven) out->set_value_proven_count(*figures.proven);
  out->set_value_unknown_count(figures.unknown);
}

v1::PostPocClass::Kind KindOf(size_t place) {
  return static_cast<v1::PostPocClass::Kind>(static_cast<int>(place) +
                                             v1::PostPocClass::WITHIN_DEADLINE);
}

PostPoc PlaceOf(v1::PostPocClass::Kind kind) {
  return static_cast<PostPoc>(static_cast<int>(kind) - v1::PostPocClass::WITHIN_DEADLINE);
}

void Fill(const PostPocRows& rows, v1::PostPoc* out) {
  for (size_t place = 0; place < rows.size(); ++place) {
    const PostPocRow& row = rows[place];
    v1::PostPocClass& to = *out->add_classes();
    to.set_kind(KindOf(place));
    to.set_count(row.count);
    to.set_share_permille(row.share_permille);
    to.set_zombie_count(row.zombies);
    to.mutable_projects()->Add(row.projects.begin(), row.projects.end());
    out->set_project_count(out->project_count() + row.count);
    out->set_zombie_count(out->zombie_count() + row.zombies);
  }
}

// Everything that is the same for all callers.
v1::Portfolio MakePortfolio(const std::vector<ProjectFacts>& projects, const Judgements& judgements,
                            absl::CivilDay day) {
  v1::Portfolio portfolio;
  *portfolio.mutable_as_of_date() = ToDate(day);
  portfolio.set_project_count(static_cast<int>(projects.size()));
  portfolio.set_department_count(CountDepartments(projects));
  const std::vector<FunnelRow> funnel = MakeFunnel(projects, day);
  for (const FunnelRow& row : funnel) Fill(row, portfolio.add_funnel());
  Fill(MakeConversion(funnel), portfolio.mutable_conversion());
  Fill(MakeValue(projects, judgements), portfolio.mutable_conversion());
  Fill(MakePostPoc(projects, judgements), portfolio.mutable_post_poc());
  return portfolio;
}

std::optional<int> OwnPermille(OwnFigure own, const v1::Conversion& conversion) {
  if (own == OwnFigure::kNotInProduction && conversion.has_rate_permille())
    return 1000 - conversion.rate_permille();
  return std::nullopt;
}

void AddTexts(rpc::Language language, v1::Portfolio& portfolio) {
  for (v1::FunnelStage& row : *portfolio.mutable_funnel())
    row.set_label(rpc::In(language, StageLabel(row.stage())));
  for (v1::PostPocClass& row : *portfolio.mutable_post_poc()->mutable_classes())
    row.set_label(rpc::In(language, PostPocLabel(PlaceOf(row.kind()))));
  for (const Reference& reference : References()) {
    v1::ReferenceFigure& out = *portfolio.add_reference_figures();
    FillReference(reference, language, out);
    const std::optional<int> own = OwnPermille(reference.own, portfolio.conversion());
    if (own.has_value()) out.set_own_permille(*own);
  }
}

}  // namespace

absl::StatusOr<v1::Portfolio> ReportPortfolio(const Context& context, const rpc::Call& call,
                                              const v1::GetPortfolioRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern,
                   aip::NamePattern::Compile("organizations/{organization}/portfolio"));
  RETURN_IF_ERROR(pattern.Parse(request.name()).status());
  std::optional<absl::CivilDay> asked;
  if (request.has_as_of_date()) {
    ASSIGN_OR_RETURN(asked, ReadReportDay(request.as_of_date()));
  }
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const PortfolioModel& model = *book->model();
  const absl::CivilDay day = asked.value_or(model.assessed_day);
  // Assessments are of a day; ages are counted up to another one.
  const std::string kind = absl::StrCat("portfolio/", absl::FormatCivilTime(model.assessed_day));
  ASSIGN_OR_RETURN(
      v1::Portfolio portfolio,
      CachedReport<v1::Portfolio>(context.cache, call.organization, kind, day, model.cursor,
                                  [&]() -> absl::StatusOr<v1::Portfolio> {
                                    return MakePortfolio(FactsOf(model), JudgementsOf(model), day);
                                  }));
  portfolio.set_name(request.name());
  portfolio.set_registry_cursor(model.cursor);
  AddTexts(call.language, portfolio);
  return portfolio;
}

void AddPortfolio(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::GetPortfolioRequest, v1::Portfolio>(
      "GetPortfolio", [&context](const rpc::Call& call, const auto& request) {
        return ReportPortfolio(context, call, request);
      });
}

}  // namespace palier::reporting
