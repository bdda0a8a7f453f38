// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_table.h"

#include <algorithm>
#include <numeric>

#include "reporting/finance/returns.h"

namespace palier::reporting {
namespace {

constexpr double kNanos = 1e9;

CaseRow& RowOf(CaseTable& table, const CaseLine& line, int horizon) {
  const auto found = std::find_if(table.rows.begin(), table.rows.end(), [&](const CaseRow& row) {
    return row.side == line.side && row.group == line.group;
  });
  if (found != table.rows.end()) return *found;
  return table.rows.emplace_back(
      CaseRow{line.side, line.group, Years(static_cast<size_t>(horizon))});
}

std::vector<double> UnitsOf(const Years& years) {
  std::vector<double> units;
  for (const absl::int128 nanos : years) units.push_back(static_cast<double>(nanos) / kNanos);
  return units;
}

}  // namespace

absl::int128 TotalOf(const Years& years) {
  return std::accumulate(years.begin(), years.end(), absl::int128(0));
}

CaseTable MakeCaseTable(absl::Span<const CaseLine> lines, int horizon) {
  CaseTable table;
  const auto years = static_cast<size_t>(horizon);
  table.costs.resize(years);
  table.gains.resize(years);
  for (const CaseLine& line : lines) {
    if (line.year < 1 || line.year > horizon) continue;
    const auto year = static_cast<size_t>(line.year - 1);
    RowOf(table, line, horizon).years[year] += line.nanos;
    (line.side == CaseSide::kCost ? table.costs : table.gains)[year] += line.nanos;
  }
  std::stable_sort(table.rows.begin(), table.rows.end(),
                   [](const CaseRow& a, const CaseRow& b) { return a.side < b.side; });
  absl::int128 sum = 0;
  for (size_t year = 0; year < years; ++year) {
    table.net.push_back(table.gains[year] - table.costs[year]);
    table.cumulative.push_back(sum += table.net.back());
  }
  return table;
}

CaseWorth WorthOf(const CaseTable& table, double rate) {
  const std::vector<double> net = UnitsOf(table.net);
  std::vector<double> from_now = {0};
  from_now.insert(from_now.end(), net.begin(), net.end());
  return {NetPresentValue(rate, net), InternalRates(net), Payback(from_now),
          DiscountedPayback(rate, from_now)};
}

}  // namespace palier::reporting
