// SPDX-License-Identifier: Apache-2.0
// Where questions about access are answered and counted.
#ifndef PALIER_ROLLOUT_API_ACCESS_DESK_H_
#define PALIER_ROLLOUT_API_ACCESS_DESK_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/app/rounds.h"
#include "common/resource/store.h"
#include "common/rpc/client.h"
#include "palier/rollout/v1/access.pb.h"
#include "rollout/storage/access_counts.h"
#include "rollout/storage/access_source.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// A question in the terms of a book; points into it.
struct AskedAccess {
  AccessCase asked;
  // Of a user instead of a team.
  absl::string_view user;
  bool peek = false;
};

// Holds the books, the counts, and two threads: one writes the counts a second after something was
// counted, the other looks once a minute at what the registry says of the projects of roll-outs
// that have started, and tells kpi of the fallbacks. Thread-safe.
class AccessDesk {
 public:
  // All must outlive it.
  AccessDesk(const Types& types, resource::Store& store, const rpc::Client& registry,
             const rpc::Client& kpi);

  void Start();
  void Stop();

  AccessBooks& books() { return books_; }
  const AccessCounts& counts() const { return counts_; }

  // What the book says, counted unless it is only a peek; none when uses must be read first.
  std::optional<AccessFinding> Judge(const AccessBook& book, const AskedAccess& question);
  // Reads the uses that the answer needs; blocks. What cannot be read by then stays unread.
  void LoadUses(const AccessBook& book, const AskedAccess& question, absl::Time deadline);
  // Counts an answer that was found elsewhere.
  void Count(const AccessRollout& rollout, AccessReason reason);

  // What the registry says of the projects now; blocks.
  absl::StatusOr<std::vector<v1::ProjectStanding>> StandingsOf(
      const std::vector<std::string>& projects, const rpc::CallOptions& options) const;

 private:
  // Looks at every policy that is kept.
  absl::Status Tend(absl::Time deadline);
  // What the registry said of projects in one round: roll-outs of one project ask once.
  using Standings = std::map<std::string, absl::StatusOr<v1::ProjectStanding>>;
  absl::Status TendOne(const std::string& policy, Standings& standings, absl::Time deadline);
  // Reads again what the registry says of the projects, that of the roll-out first.
  absl::Status Refresh(const v1::AccessPolicy& policy, const std::vector<std::string>& projects,
                       Standings& standings, absl::Time deadline);

  const Types& types_;
  resource::Store& store_;
  const rpc::Client& registry_;
  const rpc::Client& kpi_;
  const AccessSource source_;
  AccessBooks books_;
  AccessCounts counts_;
  app::Rounds count_rounds_;
  app::Rounds policy_rounds_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_ACCESS_DESK_H_
