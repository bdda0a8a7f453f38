// SPDX-License-Identifier: Apache-2.0
// Which projects to scale up, to take to other departments, or to begin with. Pure.
#ifndef PALIER_REPORTING_CANDIDATES_CANDIDATES_H_
#define PALIER_REPORTING_CANDIDATES_CANDIDATES_H_

#include <google/type/money.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "reporting/candidates/track_record.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {

// In the order of QueryCandidatesRequest.Kind.
enum class CandidateKind { kScaleUp = 1, kReplication, kQuickWin };

// In person-days.
struct EffortRange {
  double low = 0;
  double likely = 0;
  std::optional<double> high;
};

// A year, in one currency.
struct BenefitRange {
  google::type::Money low, likely, high;
};

struct Candidate {
  registry::v1::RankedProject ranked;
  std::string display_name;
  // Of the integrations that are not done; unset without an estimate.
  std::optional<EffortRange> effort;
  std::vector<BenefitRange> benefits;
  std::optional<int64_t> users;
  int regular_teams = 0;
  int told_teams = 0;
  int champion_teams = 0;
  registry::v1::RuleResult::Verdict value_proven = registry::v1::RuleResult::UNKNOWN;
  std::vector<status::Text> reasons;
};

// The best first: by the registry's rank among those of the kind.
std::vector<Candidate> FindCandidates(CandidateKind kind, const PortfolioModel& model,
                                      const registry::v1::RankCandidatesResponse& ranking);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_CANDIDATES_CANDIDATES_H_
