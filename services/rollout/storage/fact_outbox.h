// SPDX-License-Identifier: Apache-2.0
// What the registry must still be told: written in the transaction in which it became true, so that
// nothing is lost whatever happens after it.
#ifndef PALIER_ROLLOUT_STORAGE_FACT_OUTBOX_H_
#define PALIER_ROLLOUT_STORAGE_FACT_OUTBOX_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace palier::rollout {

// How the bytes of a fact are to be read: a palier.registry.v1.WaveFact or RolloutFact. Stored.
enum class FactKind { kWave = 0, kRollout = 1 };

// What is so of one subject at one moment, for a project that it concerns.
struct FactNews {
  std::string organization;
  // Resource names.
  std::string project;
  std::string subject;
  FactKind kind = FactKind::kWave;
  absl::Time as_of;
  // Serialized.
  std::string fact;
};

// Puts news in the place of older news of the same subject for the same project.
absl::Status Announce(sql::Transaction& transaction, const FactNews& news);
// The oldest news, at most `limit`.
absl::StatusOr<std::vector<FactNews>> PendingNews(sql::Database& database, int limit,
                                                  absl::Time deadline);
// Removes these news, unless other ones have taken their place.
absl::Status ForgetNews(sql::Database& database, const FactNews& news, absl::Time deadline);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_FACT_OUTBOX_H_
