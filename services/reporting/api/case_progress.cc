// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_progress.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/money/money.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/returns_service.pb.h"
#include "palier/reporting/v1/case_service.pb.h"
#include "reporting/api/case_lines.h"
#include "reporting/api/context.h"
#include "reporting/api/peer_client.h"
#include "reporting/api/registry_reader.h"
#include "reporting/api/report_day.h"
#include "reporting/figures/promise_state.h"
#include "reporting/figures/spending.h"
#include "reporting/finance/case_findings.h"
#include "reporting/finance/case_table.h"

namespace palier::reporting {
namespace {

using google::type::Money;
using registry::v1::BusinessCase;
using Response = v1::QueryCaseProgressResponse;
using Amounts = google::protobuf::RepeatedPtrField<Money>;

// As kpi takes them.
constexpr size_t kMaxQuarters = 20;
constexpr int kMonthsOfQuarter = 3;
constexpr double kThousand = 1000;

// What happened since the case began.
struct Actuals {
  std::vector<ActualQuarter> quarters;
  CaseActuals cost_basis = CaseActuals::kNotMeasured, gain_basis = CaseActuals::kNotMeasured;
  bool other_currency = false;
};

// Adds up those of the case's currency.
class Adder {
 public:
  explicit Adder(const std::string& currency) : currency_(currency) {}

  void Add(const Amounts& amounts, absl::int128& sum, CaseActuals& basis) {
    for (const Money& amount : amounts) {
      other_currency_ |= amount.currency_code() != currency_;
      if (amount.currency_code() != currency_) continue;
      sum += money::NanosOf(amount);
      basis = CaseActuals::kMeasured;
    }
  }
  bool other_currency() const { return other_currency_; }

 private:
  const std::string& currency_;
  bool other_currency_ = false;
};

absl::Status ReadMeasured(const PeerClient& kpi, const std::string& project,
                          const std::string& currency, Actuals& actuals) {
  Adder adder(currency);
  std::vector<ActualQuarter>& quarters = actuals.quarters;
  for (size_t begin = 0; begin < quarters.size(); begin += kMaxQuarters) {
    const size_t end = std::min(quarters.size(), begin + kMaxQuarters);
    kpi::v1::QueryReturnsRequest request;
    request.set_parent(project.substr(0, project.find("/projects/")));
    request.set_project(project);
    *request.mutable_from_date() = ToDate(quarters[begin].first);
    *request.mutable_to_date() = ToDate(quarters[end - 1].first);
    ASSIGN_OR_RETURN(const auto told,
                     kpi.Ask<kpi::v1::QueryReturnsResponse>("QueryReturns", request));
    for (const kpi::v1::ReturnsQuarter& quarter : told.total().quarters()) {
      for (size_t i = begin; i < end; ++i) {
        if (quarters[i].first != ToCivilDay(quarter.first_date())) continue;
        const kpi::v1::ReturnsFigures& figures = quarter.figures();
        adder.Add(figures.run_costs(), quarters[i].costs, actuals.cost_basis);
        adder.Add(figures.unrealised_costs(), quarters[i].costs, actuals.cost_basis);
        adder.Add(figures.realised_savings(), quarters[i].gains, actuals.gain_basis);
        adder.Add(figures.unrealised_savings(), quarters[i].gains, actuals.gain_basis);
      }
    }
  }
  actuals.other_currency = adder.other_currency();
  return absl::OkStatus();
}

// Costs that people wrote down, where none was measured.
void AddRecorded(const Dossier& dossier, const absl::TimeZone& zone, absl::CivilDay today,
                 const std::string& currency, Actuals& actuals) {
  if (actuals.cost_basis != CaseActuals::kNotMeasured) return;
  for (ActualQuarter& quarter : actuals.quarters) {
    const absl::CivilDay next(absl::CivilMonth(quarter.first) + kMonthsOfQuarter);
    const absl::CivilDay end = std::min(next, today + 1);
    quarter.costs = SpentBetween(dossier, zone, quarter.first, end).nanos(currency);
    quarter.single_costs = SpentOnceBetween(dossier, zone, quarter.first, end).nanos(currency);
    if (quarter.costs > 0) actuals.cost_basis = CaseActuals::kRecorded;
  }
}

class Writer {
 public:
  explicit Writer(std::string currency) : currency_(std::move(currency)) {}

  Money Exact(absl::int128 nanos) const { return money::MoneyOf(nanos, currency_); }
  Money Rounded(double units) const { return RoundedMoney(units, currency_); }
  Money Rounded(absl::int128 nanos) const {
    return Rounded(static_cast<double>(nanos) / money::kNanosPerUnit);
  }

  void Fill(const SideProgress& side, v1::CaseSideProgress& to) const {
    to.set_basis(static_cast<v1::CaseSideProgress::Basis>(side.basis));
    *to.mutable_planned() = Exact(side.planned);
    *to.mutable_planned_so_far() = Rounded(side.planned_to_date);
    if (side.basis == CaseActuals::kNotMeasured) return;
    *to.mutable_actual_so_far() = Exact(side.actual_to_date);
    if (!side.forecast) return;
    *to.mutable_forecast()->mutable_low() = Rounded(side.forecast->low);
    *to.mutable_forecast()->mutable_likely() = Rounded(side.forecast->likely);
    *to.mutable_forecast()->mutable_high() = Rounded(side.forecast->high);
  }

 private:
  const std::string currency_;
};

void FillProgress(const CaseProgress& progress, const Writer& writer, Response& to) {
  to.set_elapsed_permille(progress.elapsed_permille);
  to.set_closed_quarter_count(progress.closed_quarters);
  writer.Fill(progress.costs, *to.mutable_costs());
  writer.Fill(progress.gains, *to.mutable_gains());
  *to.mutable_net_present_value() = writer.Rounded(progress.net_present_value);
  if (!progress.worth) return;
  v1::CaseForecast& forecast = *to.mutable_net_present_value_forecast();
  *forecast.mutable_low() = writer.Rounded(progress.worth->low);
  *forecast.mutable_likely() = writer.Rounded(progress.worth->likely);
  *forecast.mutable_high() = writer.Rounded(progress.worth->high);
}

void FillPromises(const CaseTable& table, const std::string& name, const KpiFacts* facts,
                  const Writer& writer, Response& to) {
  std::map<std::string, PromiseState> states;
  if (facts != nullptr)
    for (const KeptPromise& promise : facts->promises)
      if (promise.business_case == name) states[promise.kpi] = StateOf(promise);
  for (const CaseRow& row : table.rows) {
    if (row.side != CaseSide::kGain) continue;
    v1::CasePromise& promise = *to.add_promises();
    promise.set_kpi(row.group);
    *promise.mutable_planned() = writer.Exact(TotalOf(row.years));
    const auto state = states.find(row.group);
    promise.set_state(state == states.end() ? v1::CasePromise::UNKNOWN
                                            : static_cast<v1::CasePromise::State>(
                                                  static_cast<int>(state->second) + 1));
  }
}

absl::StatusOr<Response> QueryCaseProgress(const Context& context, const rpc::Call& call,
                                           const v1::QueryCaseProgressRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern,
                   aip::NamePattern::Compile("organizations/{organization}/projects/{project}/"
                                             "businessCases/{business_case}"));
  RETURN_IF_ERROR(pattern.Parse(request.name()).status());
  const RegistryReader registry(context.registry, call,
                                absl::StrCat("organizations/", call.organization));
  ASSIGN_OR_RETURN(const BusinessCase business_case, registry.Case(request.name()));
  ASSIGN_OR_RETURN(const CaseLines lines, LinesOf(business_case));
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const PortfolioModel& model = *book->model();
  const std::string project = resource::ParentOf(request.name());
  const CaseTable table = MakeCaseTable(lines.lines, business_case.horizon_years());
  const absl::CivilDay start = ToCivilDay(business_case.start_date());
  const absl::CivilDay today = model.assessed_day;

  Actuals actuals;
  for (const absl::CivilDay first : QuartersOf(start, business_case.horizon_years(), today))
    actuals.quarters.push_back({first});
  // What the project gave back is asked for as the service: who may read the case may know it.
  RETURN_IF_ERROR(ReadMeasured(PeerClient(context.kpi, call, PeerClient::Account::kService),
                               project, lines.currency, actuals));
  const auto dossier = model.dossiers.find(project);
  if (dossier != model.dossiers.end())
    AddRecorded(*dossier->second, model.zone, today, lines.currency, actuals);
  const double rate =
      (request.has_discount_rate_permille() ? request.discount_rate_permille() : kPresetRate) /
      kThousand;
  const CaseProgress progress = ProgressOf(
      {table, start, today, actuals.quarters, actuals.cost_basis, actuals.gain_basis}, rate);

  Response response;
  response.set_business_case(request.name());
  *response.mutable_as_of_date() = ToDate(today);
  response.set_currency_code(lines.currency);
  const Writer writer(lines.currency);
  FillProgress(progress, writer, response);
  FillPromises(table, request.name(), model.kpi.facts.get(), writer, response);
  for (const CaseFinding& finding : FindingsOf(progress, actuals.other_currency)) {
    v1::CaseReportFinding& to = *response.add_findings();
    to.set_rule(finding.rule);
    to.set_text(rpc::In(call.language, finding.text));
  }
  if (!model.kpi.answers) response.add_unreachable_services("kpi");
  return response;
}

}  // namespace

void AddCaseProgress(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::QueryCaseProgressRequest, Response>(
      "QueryCaseProgress", [&context](const rpc::Call& call, const auto& request) {
        return QueryCaseProgress(context, call, request);
      });
}

}  // namespace palier::reporting
