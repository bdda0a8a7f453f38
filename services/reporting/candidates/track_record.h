// SPDX-License-Identifier: Apache-2.0
// How the organisation's own estimates came true so far.
#ifndef PALIER_REPORTING_CANDIDATES_TRACK_RECORD_H_
#define PALIER_REPORTING_CANDIDATES_TRACK_RECORD_H_

#include <optional>

#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// Below that many cases nothing is concluded from them.
inline constexpr int kEnoughCases = 5;

// Quantiles of actual by estimate: one in ten cases lies below the low one, one in ten above the
// high one; linear between the cases (Hyndman and Fan 1996, type 7).
struct Spread {
  double low = 1;
  double middle = 1;
  double high = 1;
};

struct TrackRecord {
  // Integrations with estimate and effort, and their spread; unset of too few.
  int integrations = 0;
  std::optional<Spread> effort;
  // Synergies with estimate and measured gain of one currency, and their spread; unset of too few.
  int gains = 0;
  std::optional<Spread> benefit;
};

TrackRecord TrackRecordOf(const PortfolioModel& model);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_CANDIDATES_TRACK_RECORD_H_
