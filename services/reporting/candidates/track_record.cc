// SPDX-License-Identifier: Apache-2.0
#include "reporting/candidates/track_record.h"

#include <algorithm>
#include <vector>

#include "common/money/money.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {
namespace {

constexpr double kTail = 0.1;

// `sorted` is not empty.
double Quantile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

std::optional<Spread> SpreadOf(std::vector<double> ratios) {
  if (static_cast<int>(ratios.size()) < kEnoughCases) return std::nullopt;
  std::sort(ratios.begin(), ratios.end());
  return Spread{Quantile(ratios, kTail), Quantile(ratios, 0.5), Quantile(ratios, 1 - kTail)};
}

}  // namespace

TrackRecord TrackRecordOf(const PortfolioModel& model) {
  std::vector<double> effort, benefit;
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [entry_name, entry] : dossier->entries) {
      const auto& integration = entry.integration();
      if (integration.estimated_days() > 0 && integration.actual_days() > 0)
        effort.push_back(1.0 * integration.actual_days() / integration.estimated_days());
    }
  }
  if (model.kpi.facts != nullptr && model.kpi.facts->gains.has_value()) {
    for (const kpi::v1::SynergyGain& gain : model.kpi.facts->gains->gains()) {
      const bool comparable = gain.has_measured_yearly_gain() &&
                              money::IsPositive(gain.estimated_yearly_gain()) &&
                              gain.measured_yearly_gain().currency_code() ==
                                  gain.estimated_yearly_gain().currency_code();
      if (comparable) {
        benefit.push_back(money::Amount(gain.measured_yearly_gain()) /
                          money::Amount(gain.estimated_yearly_gain()));
      }
    }
  }
  TrackRecord record;
  record.integrations = static_cast<int>(effort.size());
  record.gains = static_cast<int>(benefit.size());
  record.effort = SpreadOf(std::move(effort));
  record.benefit = SpreadOf(std::move(benefit));
  return record;
}

}  // namespace palier::reporting
