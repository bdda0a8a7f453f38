// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/tally.h"

#include "absl/strings/ascii.h"

namespace palier::kpi {

void Tally::Add(absl::Span<const Judgement> judgements) {
  std::array<int64_t, v1::Fate_ARRAYSIZE> counts{};
  for (const Judgement& judgement : judgements) ++counts[static_cast<size_t>(judgement.fate)];
  for (size_t fate = 0; fate < counts.size(); ++fate) by_fate_[fate] += counts[fate];
}

std::vector<app::Count> Tally::counts() const {
  std::vector<app::Count> counts;
  for (int fate = 1; fate < v1::Fate_ARRAYSIZE; ++fate) {
    if (!v1::Fate_IsValid(fate)) continue;
    counts.push_back({"palier_kpi_measurements_total",
                      "Measurements that came in, by what became of them.",
                      {{"fate", absl::AsciiStrToLower(v1::Fate_Name(static_cast<v1::Fate>(fate)))}},
                      by_fate_[static_cast<size_t>(fate)]});
  }
  return counts;
}

}  // namespace palier::kpi
