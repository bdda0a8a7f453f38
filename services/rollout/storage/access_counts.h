// SPDX-License-Identifier: Apache-2.0
// How many answers about access were given, by day and reason: counted in memory, written every
// second or so.
#ifndef PALIER_ROLLOUT_STORAGE_ACCESS_COUNTS_H_
#define PALIER_ROLLOUT_STORAGE_ACCESS_COUNTS_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "rollout/domain/access_book.h"

namespace palier::rollout {

// Answers of one reason on one day.
struct AccessTally {
  absl::CivilDay day;
  AccessReason reason = AccessReason::kNotKnown;
  int64_t answers = 0;
};

// What this process has answered. It writes the sum of a day under a name of its own, so that a
// write that comes twice counts once; what is killed loses what it counted since the last write.
// Thread-safe.
class AccessCounts {
 public:
  // `writer`: like no other process's, ever.
  AccessCounts(sql::Database& database, std::string writer);

  // Never blocks on the store. True when the roll-out had nothing to be written before.
  bool Count(const AccessRollout& rollout, AccessReason reason, absl::Time now);
  // Uses (ENABLED) in the month of `now` by all processes, as far as they have written them, and by
  // this one; none when those of others were not read (Load) in the last seconds.
  std::optional<int64_t> Uses(const AccessRollout& rollout, absl::Time now) const;

  // These block. Reads what all have written of the month.
  absl::Status Load(const AccessRollout& rollout, absl::Time now, absl::Time deadline);
  // Writes what was counted.
  absl::Status Flush(absl::Time deadline);
  // Adds up what many processes have written of days before `day`.
  absl::Status Fold(absl::CivilDay day, absl::Time deadline);

  // Of a roll-out (resource name) from `first` to `last`, by day and reason.
  absl::StatusOr<std::vector<AccessTally>> Read(const std::string& rollout, absl::CivilDay first,
                                                absl::CivilDay last, absl::Time deadline) const;

 private:
  static constexpr size_t kReasons = static_cast<size_t>(AccessReason::kNotKnown) + 1;
  using Sums = std::array<int64_t, kReasons>;
  struct Rollout {
    // Today, and when it is over.
    absl::CivilDay today;
    absl::Time day_end = absl::InfinitePast();
    // Answers of this process, of this month at least.
    std::map<absl::CivilDay, Sums> days;
    // Days that have changed since they were written.
    std::set<absl::CivilDay> unwritten;
    // Uses that all others have written in a month, and when they were read; unset before they were
    // asked for.
    struct Others {
      absl::CivilMonth month;
      int64_t uses = 0;
      std::chrono::steady_clock::time_point read;
    };
    std::optional<Others> others;
  };

  absl::Status Write(sql::Transaction& transaction, const std::string& rollout, absl::CivilDay day,
                     const Sums& sums) const;
  absl::StatusOr<int64_t> ReadOthers(sql::Transaction& transaction, const std::string& rollout,
                                     absl::CivilMonth month) const;

  sql::Database& database_;
  const std::string writer_;
  mutable absl::Mutex mutex_;
  // By resource name.
  absl::flat_hash_map<std::string, Rollout> rollouts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_ACCESS_COUNTS_H_
