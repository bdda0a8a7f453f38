// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/returns.h"

#include <cmath>

#include "reporting/finance/exponential_sum.h"

namespace palier::reporting {
namespace {

constexpr double kDaysOfYear = 365;

// A flow after t periods is worth amount * exp(t * u), where u = -log(1 + rate).
using Terms = std::vector<ExponentialTerm>;

Terms TermsOf(absl::Span<const double> flows) {
  Terms terms;
  for (size_t t = 0; t < flows.size(); ++t)
    terms.push_back({static_cast<long double>(t), flows[t]});
  return terms;
}

Terms TermsOf(absl::Span<const DatedFlow> flows) {
  Terms terms;
  for (const DatedFlow& flow : flows) {
    terms.push_back(
        {static_cast<long double>(flow.day - flows.front().day) / kDaysOfYear, flow.amount});
  }
  return terms;
}

std::vector<double> RatesOf(const Terms& terms) {
  std::vector<double> rates;
  const std::vector<long double> zeros =
      ZerosOf(terms, -std::log1p(static_cast<long double>(kHighestRate)),
              -std::log1p(static_cast<long double>(kLowestRate)));
  for (auto zero = zeros.rbegin(); zero != zeros.rend(); ++zero)
    rates.push_back(static_cast<double>(std::expm1(-*zero)));
  return rates;
}

}  // namespace

double NetPresentValue(double rate, absl::Span<const double> flows) {
  const long double u = -std::log1p(static_cast<long double>(rate));
  return static_cast<double>(SumAt(TermsOf(flows), u) * std::exp(u));
}

double NetPresentValue(double rate, absl::Span<const DatedFlow> flows) {
  return static_cast<double>(SumAt(TermsOf(flows), -std::log1p(static_cast<long double>(rate))));
}

std::vector<double> InternalRates(absl::Span<const double> flows) {
  return RatesOf(TermsOf(flows));
}

std::vector<double> InternalRates(absl::Span<const DatedFlow> flows) {
  return RatesOf(TermsOf(flows));
}

std::optional<double> ModifiedInternalRate(absl::Span<const double> flows, double finance_rate,
                                           double reinvest_rate) {
  Terms paid, received;
  for (const ExponentialTerm& term : TermsOf(flows))
    (term.coefficient < 0 ? paid : received).push_back(term);
  const long double cost = -SumAt(paid, -std::log1p(static_cast<long double>(finance_rate)));
  const long double growth = std::log1p(static_cast<long double>(reinvest_rate));
  const long double periods = static_cast<long double>(flows.size()) - 1;
  const long double gain = SumAt(received, -growth) * std::exp(growth * periods);
  if (cost <= 0 || gain <= 0) return std::nullopt;
  return static_cast<double>(std::expm1(std::log(gain / cost) / periods));
}

std::optional<double> Payback(absl::Span<const double> flows) {
  double sum = 0;
  bool owed = false;
  for (size_t t = 0; t < flows.size(); ++t) {
    const double before = sum;
    sum += flows[t];
    if (owed && sum >= 0) return static_cast<double>(t) - 1 - before / flows[t];
    owed = sum < 0;
  }
  return owed ? std::nullopt : std::optional<double>(0);
}

std::optional<double> DiscountedPayback(double rate, absl::Span<const double> flows) {
  std::vector<double> worth(flows.begin(), flows.end());
  for (size_t t = 0; t < worth.size(); ++t)
    worth[t] *= std::exp(-static_cast<double>(t) * std::log1p(rate));
  return Payback(worth);
}

}  // namespace palier::reporting
