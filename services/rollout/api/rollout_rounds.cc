// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/rollout_rounds.h"

#include <utility>

#include "common/app/log.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "common/status/transient.h"

namespace palier::rollout {
namespace {

// Somebody else did it in the meantime: the next look finds it.
bool ComesAgain(const absl::Status& status) {
  return status::IsTransient(status) || absl::IsAlreadyExists(status) || absl::IsAborted(status);
}

}  // namespace

RolloutRounds::RolloutRounds(std::string failure, absl::Duration period, const Types& types,
                             resource::Store& store, Begin begin)
    : failure_(std::move(failure)),
      types_(types),
      store_(store),
      begin_(std::move(begin)),
      rounds_(
          failure_, period, [&store] { return store.Now(); },
          [this](bool whole, absl::Time deadline) { return RunOnce(whole, deadline).status(); }) {}

void RolloutRounds::Mark(const std::string& rollout) {
  {
    absl::MutexLock lock(&mutex_);
    marked_.insert(rollout);
  }
  rounds_.Ask();
}

absl::StatusOr<std::set<std::string>> RolloutRounds::Rollouts(absl::Time deadline) const {
  std::set<std::string> names;
  RETURN_IF_ERROR(store_.Read(deadline, [&](resource::Session& session) -> absl::Status {
    names.clear();
    ASSIGN_OR_RETURN(const std::vector<std::string> waves,
                     resource::AllNames(session, types_.wave));
    for (const std::string& wave : waves) names.insert(resource::ParentOf(wave));
    return absl::OkStatus();
  }));
  return names;
}

absl::StatusOr<std::set<std::string>> RolloutRounds::TakeMarked(bool whole, absl::Time deadline) {
  std::set<std::string> names;
  {
    absl::MutexLock lock(&mutex_);
    names = std::exchange(marked_, {});
  }
  if (!whole) return names;
  ASSIGN_OR_RETURN(std::set<std::string> every, Rollouts(deadline));
  names.merge(std::move(every));
  return names;
}

absl::StatusOr<int> RolloutRounds::RunOnce(bool whole, absl::Time deadline) {
  ASSIGN_OR_RETURN(const std::set<std::string> names, TakeMarked(whole, deadline));
  const Look look = begin_();
  absl::Status first_error;
  int changed = 0;
  for (const std::string& name : names) {
    const absl::Status running = rounds_.CheckRunning();
    const absl::StatusOr<int> some = running.ok() ? look(name, deadline) : running;
    if (some.ok()) {
      changed += *some;
    } else if (ComesAgain(some.status())) {
      first_error.Update(some.status());
      absl::MutexLock lock(&mutex_);
      marked_.insert(name);
    } else if (!absl::IsNotFound(some.status())) {
      app::Log(app::Severity::kWarning, failure_,
               {{"rollout", name}, {"status", some.status().ToString()}});
    }
  }
  RETURN_IF_ERROR(first_error);
  return changed;
}

}  // namespace palier::rollout
