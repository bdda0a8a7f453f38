// SPDX-License-Identifier: Apache-2.0
// What the registry must still be told about waves: written in the transaction that changed the
// wave, so that nothing is lost whatever happens after it.
#ifndef PALIER_ROLLOUT_STORAGE_FACT_OUTBOX_H_
#define PALIER_ROLLOUT_STORAGE_FACT_OUTBOX_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace palier::rollout {

// The state of one wave at one moment.
struct WaveNews {
  std::string organization;
  // Resource names.
  std::string project;
  std::string wave;
  // Revision of the wave.
  int64_t revision = 0;
  absl::Time as_of;
  // A serialized palier.registry.v1.WaveFact.
  std::string fact;
};

// Puts news in the place of older news of the same wave.
absl::Status Announce(sql::Transaction& transaction, const WaveNews& news);
// The oldest news, at most `limit`.
absl::StatusOr<std::vector<WaveNews>> PendingNews(sql::Database& database, int limit,
                                                  absl::Time deadline);
// Removes these news, unless newer ones have taken their place.
absl::Status ForgetNews(sql::Database& database, const WaveNews& news, absl::Time deadline);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_FACT_OUTBOX_H_
