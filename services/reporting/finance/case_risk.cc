// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_risk.h"

#include <algorithm>
#include <cmath>

#include "common/stats/permille.h"
#include "common/stats/random.h"
#include "common/stats/triangular.h"
#include "reporting/finance/returns.h"

namespace palier::reporting {
namespace {

double NearestRank(const std::vector<double>& sorted, size_t percent) {
  const size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<size_t>(rank, 1) - 1];
}

}  // namespace

double LikelyValue(absl::Span<const UncertainLine> lines, double rate) {
  double value = 0;
  for (const UncertainLine& line : lines) value += line.likely * NetPresentValue(rate, line.years);
  return value;
}

std::vector<TornadoBar> TornadoOf(absl::Span<const UncertainLine> lines, double rate,
                                  double share) {
  const double base = LikelyValue(lines, rate);
  std::vector<TornadoBar> bars = {
      {"", LikelyValue(lines, rate * (1 - share)), LikelyValue(lines, rate * (1 + share))}};
  for (const UncertainLine& line : lines) {
    const double swing = share * line.likely * NetPresentValue(rate, line.years);
    bars.push_back({line.name, base - swing, base + swing});
  }
  std::sort(bars.begin(), bars.end(), [](const TornadoBar& a, const TornadoBar& b) {
    const double left = std::fabs(a.with_more - a.with_less);
    const double right = std::fabs(b.with_more - b.with_less);
    return left != right ? left > right : a.name < b.name;
  });
  return bars;
}

CaseRange SimulateCase(absl::Span<const UncertainLine> lines, double rate, uint64_t seed,
                       int draws) {
  std::vector<double> values(static_cast<size_t>(draws));
  for (const UncertainLine& line : lines) {
    const double worth = NetPresentValue(rate, line.years);
    stats::Random random(seed ^ stats::SeedOf(line.name));
    for (double& value : values)
      value += worth * stats::TriangularAt(random.Unit(), line.low, line.likely, line.high);
  }
  std::sort(values.begin(), values.end());
  const auto losses = std::lower_bound(values.begin(), values.end(), 0.0) - values.begin();
  return {NearestRank(values, 10), NearestRank(values, 50), NearestRank(values, 90),
          stats::Permille(losses, draws)};
}

}  // namespace palier::reporting
