// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/case_lines.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/money/money.h"
#include "common/status/error.h"
#include "palier/registry/v1/entry.pb.h"

namespace palier::reporting {

using google::type::Money;
using registry::v1::BusinessCase;

absl::StatusOr<CaseLines> LinesOf(const BusinessCase& business_case) {
  CaseLines lines;
  std::string other;
  const auto add = [&](CaseSide side, const std::string& group, int year, const Money& amount) {
    if (lines.currency.empty()) lines.currency = amount.currency_code();
    if (amount.currency_code() != lines.currency) other = amount.currency_code();
    lines.lines.push_back({side, group, year, money::NanosOf(amount)});
  };
  for (const registry::v1::CaseCost& cost : business_case.costs()) {
    add(CaseSide::kCost, registry::v1::CostLine::Category_Name(cost.category()), cost.year(),
        cost.amount());
  }
  for (const registry::v1::CaseGain& gain : business_case.gains())
    add(CaseSide::kGain, gain.kpi(), gain.year(), gain.amount());
  if (other.empty()) return lines;
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::NOT_COMPARABLE,
                       {absl::StrCat("{resource} has amounts in ", lines.currency, " and in ",
                                     other, ". Put them into one currency."),
                        absl::StrCat("{resource} a des montants en ", lines.currency, " et en ",
                                     other, ". Mettez-les dans une seule devise.")})
      .With("resource", business_case.name());
}

Money RoundedMoney(double units, const std::string& currency) {
  constexpr int64_t kHundredth = money::kNanosPerUnit / 100;
  return money::MoneyOf(absl::int128(std::llround(units * 100)) * kHundredth, currency);
}

}  // namespace palier::reporting
