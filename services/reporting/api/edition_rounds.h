// SPDX-License-Identifier: Apache-2.0
// Keeps the figures of each month that closes.
#ifndef PALIER_REPORTING_API_EDITION_ROUNDS_H_
#define PALIER_REPORTING_API_EDITION_ROUNDS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/app/rounds.h"
#include "palier/registry/v1/organization.pb.h"
#include "reporting/api/context.h"

namespace palier::reporting {

// Looks at every organisation every ten minutes of the business clock: where the month before has
// no edition yet, it is written. Only the last month that ended: nobody knows any more what was
// known at the end of an earlier one. It waits for half an hour after it first saw the month open,
// since after an outage services first tell again what they know; and while kpi or rollout is
// silent, for a day at most. Several processes may do it on the same store: an edition is written
// once. Thread-safe.
class EditionRounds {
 public:
  static constexpr absl::Duration kSettling = absl::Minutes(30);
  static constexpr absl::Duration kPatience = absl::Hours(24);

  // The context must outlive it.
  explicit EditionRounds(const Context& context);

  void Start() { rounds_.Start(); }
  void Stop() { rounds_.Stop(); }

 private:
  absl::Status RunOnce(absl::Time deadline);
  absl::Status LookAt(const registry::v1::Organization& organization, absl::Time deadline);

  const Context& context_;
  // When each edition was first missed; of the thread of the rounds.
  std::map<std::string, absl::Time> missed_;
  app::Rounds rounds_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_EDITION_ROUNDS_H_
