// SPDX-License-Identifier: Apache-2.0
// A score that is as good as its worst part.
#ifndef PALIER_REPORTING_FIGURES_SHARES_H_
#define PALIER_REPORTING_FIGURES_SHARES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "reporting/figures/figure.h"

namespace palier::reporting {

struct Share {
  int64_t part = 0;
  int64_t whole = 0;

  void Add(bool is_part) {
    part += is_part;
    ++whole;
  }
};

struct ScoredPart {
  std::string key;
  status::Text label;
  Share share;
};

// Sets value and parts: the lowest share of which something is known is the value. Notes name those
// of which nothing is.
void ScoreByLowest(const std::vector<ScoredPart>& parts, Figure& figure);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_SHARES_H_
