// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/fact_rounds.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "rollout/api/clusters.h"
#include "rollout/api/news.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr absl::Duration kPeriod = absl::Minutes(15);

resource::Actor Teller() {
  return {"services/rollout", "", "palier.rollout.FactRounds"};
}

}  // namespace

FactRounds::FactRounds(const Types& types, resource::Store& store, std::function<void()> left)
    : types_(types),
      store_(store),
      left_(std::move(left)),
      rounds_("facts of roll-outs not told", kPeriod, types, store, [this] {
        return [this](const std::string& rollout, absl::Time deadline) {
          return Tell(rollout, deadline);
        };
      }) {}

void FactRounds::Notice(absl::string_view name) {
  if (types_.rollout.pattern().Parse(name).ok()) rounds_.Mark(std::string(name));
  if (types_.wave.pattern().Parse(name).ok()) rounds_.Mark(resource::ParentOf(name));
}

absl::StatusOr<int> FactRounds::Tell(const std::string& name, absl::Time deadline) {
  v1::Rollout rollout;
  registry::v1::RolloutFact fact;
  std::vector<std::string> projects;
  RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) -> absl::Status {
    RETURN_IF_ERROR(session.Get(types_.rollout, name, &rollout));
    if (rollout.has_delete_time()) return absl::OkStatus();
    ASSIGN_OR_RETURN(fact, RolloutFactOf(session, types_, rollout));
    ASSIGN_OR_RETURN(projects, ProjectsOf(session, types_, rollout));
    return absl::OkStatus();
  }));
  if (rollout.has_delete_time()) return 0;
  // What is told, and to whom.
  const auto news = [&] {
    return absl::StrCat(fact.SerializeAsString(), absl::StrJoin(projects, " "));
  };
  {
    absl::MutexLock lock(&mutex_);
    const auto known = told_.find(name);
    if (known != told_.end() && known->second == news()) return 0;
  }
  RETURN_IF_ERROR(store_.Write(deadline, Teller(), [&](Session& session) -> absl::Status {
    // As it is when it is written, so that the newest of two is the truer one.
    ASSIGN_OR_RETURN(fact, RolloutFactOf(session, types_, rollout));
    return AnnounceRollout(session, types_, rollout, fact);
  }));
  {
    absl::MutexLock lock(&mutex_);
    told_[name] = news();
  }
  left_();
  return 1;
}

}  // namespace palier::rollout
