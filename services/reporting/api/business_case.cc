// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/money/money.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/case_service.pb.h"
#include "reporting/api/case_lines.h"
#include "reporting/api/context.h"
#include "reporting/api/registry_reader.h"
#include "reporting/finance/case_findings.h"
#include "reporting/finance/case_risk.h"
#include "reporting/finance/case_table.h"
#include "reporting/finance/cost_labels.h"
#include "reporting/workbook/case_workbook.h"

namespace palier::reporting {
namespace {

using google::type::Money;
using registry::v1::BusinessCase;
using Report = v1::BusinessCaseReport;
using Row = v1::CaseReportRow;

constexpr int kPresetSwing = 200;
constexpr int kPresetDraws = 10'000;
constexpr int64_t kPresetSeed = 1;
constexpr double kThousand = 1000;

// How a request is understood: what it says, and presets.
struct Wish {
  double rate = 0, swing = 0;
  v1::CaseReportSpread cost_spread, gain_spread;
  bool preset_spreads = true;
  int draws = kPresetDraws;
  int64_t seed = kPresetSeed;
};

v1::CaseReportSpread SpreadOf(int low, int likely, int high) {
  v1::CaseReportSpread spread;
  spread.set_low_permille(low);
  spread.set_likely_permille(likely);
  spread.set_high_permille(high);
  return spread;
}

void CheckSpread(const v1::CaseReportSpread& spread, const std::string& field,
                 status::FieldErrors& errors) {
  if (spread.low_permille() <= spread.likely_permille() &&
      spread.likely_permille() <= spread.high_permille())
    return;
  errors.Add(field, {"must ascend: low_permille, likely_permille, high_permille",
                     "doit être croissant : low_permille, likely_permille, high_permille"});
}

// Of a report or an export.
template <typename Request>
absl::StatusOr<Wish> WishOf(const Request& request) {
  status::FieldErrors errors;
  if (request.has_cost_spread()) CheckSpread(request.cost_spread(), "cost_spread", errors);
  if (request.has_gain_spread()) CheckSpread(request.gain_spread(), "gain_spread", errors);
  RETURN_IF_ERROR(errors.ToStatus());
  Wish wish;
  wish.rate =
      (request.has_discount_rate_permille() ? request.discount_rate_permille() : kPresetRate) /
      kThousand;
  wish.swing = (request.has_swing_permille() ? request.swing_permille() : kPresetSwing) / kThousand;
  wish.cost_spread = request.has_cost_spread() ? request.cost_spread() : SpreadOf(900, 1000, 1300);
  wish.gain_spread = request.has_gain_spread() ? request.gain_spread() : SpreadOf(500, 1000, 1100);
  wish.preset_spreads = !request.has_cost_spread() || !request.has_gain_spread();
  if (request.has_draws()) wish.draws = request.draws();
  if (request.has_seed()) wish.seed = request.seed();
  return wish;
}

CaseBasis BasisOf(const BusinessCase& business_case) {
  switch (business_case.state()) {
    case BusinessCase::APPROVED:
      return CaseBasis::kApproved;
    case BusinessCase::STALE:
      return CaseBasis::kChangedSinceApproval;
    default:
      return CaseBasis::kDraft;
  }
}

// What fills a report from what was computed.
class Writer {
 public:
  Writer(rpc::Language language, std::string currency)
      : language_(language), currency_(std::move(currency)) {}

  Money Exact(absl::int128 nanos) const { return money::MoneyOf(nanos, currency_); }
  Money Rounded(double units) const { return RoundedMoney(units, currency_); }
  void Fill(const Years& years, absl::int128 total, v1::CaseReportYears& to) const {
    for (const absl::int128 nanos : years) *to.add_years() = Exact(nanos);
    *to.mutable_total() = Exact(total);
  }
  void Fill(const Years& years, v1::CaseReportYears& to) const { Fill(years, TotalOf(years), to); }

  std::string LabelOf(CaseSide side, const std::string& group) const {
    return side == CaseSide::kCost ? rpc::In(language_, CostLabel(group)) : group;
  }
  std::string Say(const status::Text& text) const { return rpc::In(language_, text); }

 private:
  const rpc::Language language_;
  const std::string currency_;
};

void FillTable(const CaseTable& table, const Writer& writer, Report& report) {
  for (const CaseRow& row : table.rows) {
    Row& to = *report.add_rows();
    to.set_side(row.side == CaseSide::kCost ? Row::COST : Row::GAIN);
    to.set_group(row.group);
    to.set_label(writer.LabelOf(row.side, row.group));
    writer.Fill(row.years, *to.mutable_amounts());
  }
  writer.Fill(table.costs, *report.mutable_costs());
  writer.Fill(table.gains, *report.mutable_gains());
  writer.Fill(table.net, *report.mutable_net());
  writer.Fill(table.cumulative, TotalOf(table.net), *report.mutable_cumulative());
}

void FillWorth(const CaseWorth& worth, double rate, const Writer& writer, Report& report) {
  report.set_discount_rate(rate);
  *report.mutable_net_present_value() = writer.Rounded(worth.net_present_value);
  for (const double internal : worth.internal_rates) report.add_internal_rates(internal);
  if (worth.payback_years) report.set_payback_years(*worth.payback_years);
  if (worth.discounted_payback_years)
    report.set_discounted_payback_years(*worth.discounted_payback_years);
}

void FillDebt(const money::Sums& debts, const CaseWorth& worth, const Writer& writer,
              Report& report) {
  for (const google::type::Money& debt : debts.all()) *report.add_open_debts() = debt;
  const double own =
      static_cast<double>(debts.nanos(report.currency_code())) / money::kNanosPerUnit;
  if (own > 0)
    *report.mutable_net_present_value_after_debt() = writer.Rounded(worth.net_present_value - own);
}

// One line for each row of the table, named as the tornado names it.
std::vector<UncertainLine> UncertainLines(const CaseTable& table, const Wish& wish) {
  std::vector<UncertainLine> lines;
  for (const CaseRow& row : table.rows) {
    const bool cost = row.side == CaseSide::kCost;
    const v1::CaseReportSpread& spread = cost ? wish.cost_spread : wish.gain_spread;
    UncertainLine line{absl::StrCat(cost ? "COST/" : "GAIN/", row.group),
                       {},
                       spread.low_permille() / kThousand,
                       spread.likely_permille() / kThousand,
                       spread.high_permille() / kThousand};
    for (const absl::int128 nanos : row.years)
      line.years.push_back((cost ? -1 : 1) * static_cast<double>(nanos) / money::kNanosPerUnit);
    lines.push_back(std::move(line));
  }
  return lines;
}

void FillRisk(const CaseTable& table, const Wish& wish, const Writer& writer, Report& report) {
  const std::vector<UncertainLine> lines = UncertainLines(table, wish);
  for (const palier::reporting::TornadoBar& bar : TornadoOf(lines, wish.rate, wish.swing)) {
    v1::TornadoBar& to = *report.add_tornado();
    to.set_subject(bar.name.empty() ? "discount_rate" : bar.name);
    to.set_label(writer.Say({"Discount rate", "Taux d'actualisation"}));
    for (size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].name == bar.name)
        to.set_label(writer.LabelOf(table.rows[i].side, table.rows[i].group));
    }
    *to.mutable_with_less() = writer.Rounded(bar.with_less);
    *to.mutable_with_more() = writer.Rounded(bar.with_more);
  }
  const CaseRange range =
      SimulateCase(lines, wish.rate, static_cast<uint64_t>(wish.seed), wish.draws);
  v1::CaseReportRange& to = *report.mutable_range();
  *to.mutable_p10() = writer.Rounded(range.p10);
  *to.mutable_p50() = writer.Rounded(range.p50);
  *to.mutable_p90() = writer.Rounded(range.p90);
  to.set_loss_permille(range.loss_permille);
  to.set_draws(wish.draws);
  to.set_seed(wish.seed);
  *to.mutable_cost_spread() = wish.cost_spread;
  *to.mutable_gain_spread() = wish.gain_spread;
}

template <typename Request>
absl::StatusOr<Report> ReportBusinessCase(const Context& context, const rpc::Call& call,
                                          const Request& request) {
  ASSIGN_OR_RETURN(const auto pattern,
                   aip::NamePattern::Compile("organizations/{organization}/projects/{project}/"
                                             "businessCases/{business_case}"));
  RETURN_IF_ERROR(pattern.Parse(request.name()).status());
  ASSIGN_OR_RETURN(const Wish wish, WishOf(request));
  const RegistryReader registry(context.registry, call,
                                absl::StrCat("organizations/", call.organization));
  ASSIGN_OR_RETURN(const BusinessCase business_case, registry.Case(request.name()));
  ASSIGN_OR_RETURN(const CaseLines lines, LinesOf(business_case));

  Report report;
  const CaseBasis basis = BasisOf(business_case);
  report.set_business_case(business_case.name());
  report.set_display_name(business_case.display_name());
  report.set_basis(static_cast<Report::Basis>(static_cast<int>(basis) + Report::DRAFT));
  report.set_content_hash(business_case.content_hash());
  *report.mutable_start_date() = business_case.start_date();
  report.set_horizon_years(business_case.horizon_years());
  report.set_currency_code(lines.currency);
  report.set_swing(wish.swing);

  const Writer writer(call.language, lines.currency);
  const CaseTable table = MakeCaseTable(lines.lines, business_case.horizon_years());
  const CaseWorth worth = WorthOf(table, wish.rate);
  FillTable(table, writer, report);
  FillWorth(worth, wish.rate, writer, report);
  FillRisk(table, wish, writer, report);
  ASSIGN_OR_RETURN(const money::Sums debts, registry.OpenDebts(request.name().substr(
                                                0, request.name().rfind("/businessCases/"))));
  FillDebt(debts, worth, writer, report);
  int beyond = 0;
  for (const CaseLine& line : lines.lines) beyond += line.year > business_case.horizon_years();
  for (const CaseFinding& finding : FindingsOf({basis, business_case.horizon_years(), table, worth,
                                                beyond, wish.preset_spreads, !debts.empty()})) {
    v1::CaseReportFinding& to = *report.add_findings();
    to.set_rule(finding.rule);
    to.set_text(writer.Say(finding.text));
  }
  return report;
}

absl::StatusOr<v1::ExportBusinessCaseResponse> ExportBusinessCase(
    const Context& context, const rpc::Call& call, const v1::ExportBusinessCaseRequest& request) {
  ASSIGN_OR_RETURN(const Report report, ReportBusinessCase(context, call, request));
  v1::ExportBusinessCaseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_data(), CaseWorkbook(report, call.language));
  response.set_file_name(
      absl::StrCat(request.name().substr(request.name().rfind('/') + 1), ".xlsx"));
  return response;
}

}  // namespace

void AddBusinessCases(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::ReportBusinessCaseRequest, Report>(
      "ReportBusinessCase", [&context](const rpc::Call& call, const auto& request) {
        return ReportBusinessCase(context, call, request);
      });
  AddCaseProgress(table, context);
  table.Unary<v1::ExportBusinessCaseRequest, v1::ExportBusinessCaseResponse>(
      "ExportBusinessCase", [&context](const rpc::Call& call, const auto& request) {
        return ExportBusinessCase(context, call, request);
      });
}

}  // namespace palier::reporting
