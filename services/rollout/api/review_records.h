// SPDX-License-Identifier: Apache-2.0
// Stored reviews: how they come to be, and what the domain makes of them.
#ifndef PALIER_ROLLOUT_API_REVIEW_RECORDS_H_
#define PALIER_ROLLOUT_API_REVIEW_RECORDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/review.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/domain/review.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Those of one roll-out, by name.
absl::StatusOr<std::vector<v1::Review>> ReadReviews(resource::Session& session, const Types& types,
                                                    const std::string& rollout);
ReviewRecord RecordOf(const v1::Review& review);
std::vector<ReviewRecord> RecordsOf(const std::vector<v1::Review>& reviews);

// What there should be and is not, and what is open and should not be.
struct ReviewChanges {
  std::vector<v1::Review> missing;
  std::vector<v1::Review> needless;
  bool empty() const { return missing.empty() && needless.empty(); }
};

// Of a roll-out of which a wave has started; none of one without. The days are counted from the
// first wave as it was when the first review was made. Reviews of a day that has begun, and those
// that are done, always stay.
absl::StatusOr<ReviewChanges> ChangesOfReviews(resource::Session& session, const Types& types,
                                               const std::string& rollout, absl::TimeZone zone);
absl::Status StoreReviews(resource::Session& session, const Types& types, ReviewChanges changes);

// Makes the first reviews of a roll-out, in the transaction that starts its first wave.
absl::Status MakeFirstReviews(resource::Session& session, const Types& types,
                              const v1::Rollout& rollout, absl::CivilDay today,
                              absl::TimeZone zone);

// Fills the state, which depends on the time.
void FillState(absl::Time now, v1::Review& review);

// REVIEW_OVERDUE and REVIEW_HOLDS.
absl::Status AddReviewConditions(resource::Session& session, const Types& types,
                                 const v1::Rollout& rollout, absl::CivilDay today,
                                 Conditions& unmet);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_REVIEW_RECORDS_H_
