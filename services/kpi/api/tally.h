// SPDX-License-Identifier: Apache-2.0
// What became of the measurements that this process took in, for /metrics.
#ifndef PALIER_KPI_API_TALLY_H_
#define PALIER_KPI_API_TALLY_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/app/module.h"
#include "kpi/storage/ingest.h"

namespace palier::kpi {

// Thread-safe.
class Tally {
 public:
  void Add(absl::Span<const Judgement> judgements);
  std::vector<app::Count> counts() const;

 private:
  std::array<std::atomic<int64_t>, v1::Fate_ARRAYSIZE> by_fate_{};
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_TALLY_H_
