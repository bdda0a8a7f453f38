// SPDX-License-Identifier: Apache-2.0
// What people said, and whether somebody answered: a wave does not start before what was said in
// the wave before is triaged (S1-36), and everybody gets a reply in time (S4-17).
#ifndef PALIER_ROLLOUT_DOMAIN_FEEDBACK_H_
#define PALIER_ROLLOUT_DOMAIN_FEEDBACK_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

// From what was said to the reply.
inline constexpr absl::Duration kReplyTime = absl::Hours(24 * 14);

struct SaidItem {
  std::string name;
  // When a reply is due.
  absl::Time deadline;
};

struct WaitingItems {
  // Those that nobody answered, by deadline, then name.
  std::vector<SaidItem> items;
  // Of which the deadline has passed.
  int overdue_count = 0;
  // The earliest deadline.
  std::optional<absl::Time> next_deadline;
};

WaitingItems WaitingOf(const std::vector<SaidItem>& said, const std::set<std::string>& answered,
                       absl::Time now);

// FEEDBACK_NOT_TRIAGED of that wave, with the number of comments and of expectations and nothing
// else of them; none when all is triaged.
Conditions NotTriaged(absl::string_view wave, int comment_count, int expectation_count);

// What is waited for, as a sentence.
status::Text SentenceOf(const WaitingItems& waiting, int reply_count);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_FEEDBACK_H_
