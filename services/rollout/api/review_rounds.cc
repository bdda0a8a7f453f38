// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/review_rounds.h"

#include <utility>

#include "common/app/log.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "common/status/transient.h"
#include "rollout/api/review_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr absl::Duration kPeriod = absl::Hours(1);

resource::Actor Keeper() {
  return {"services/rollout", "", "palier.rollout.ReviewRounds"};
}

// Somebody else made it in the meantime: the next look finds it.
bool ComesAgain(const absl::Status& status) {
  return status::IsTransient(status) || absl::IsAlreadyExists(status) || absl::IsAborted(status);
}

}  // namespace

ReviewRounds::ReviewRounds(const Types& types, resource::Store& store, const RegistryView& registry)
    : types_(types),
      store_(store),
      registry_(registry),
      rounds_(
          "reviews not made", kPeriod, [&store] { return store.Now(); },
          [this](bool whole, absl::Time deadline) { return RunOnce(whole, deadline).status(); }) {}

void ReviewRounds::Notice(absl::string_view name) {
  if (!types_.rollout.pattern().Parse(name).ok()) return;
  {
    absl::MutexLock lock(&mutex_);
    marked_.emplace(name);
  }
  rounds_.Ask();
}

absl::StatusOr<std::set<std::string>> ReviewRounds::Rollouts(absl::Time deadline) const {
  std::set<std::string> names;
  RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) -> absl::Status {
    names.clear();
    ASSIGN_OR_RETURN(const std::vector<std::string> waves,
                     resource::AllNames(session, types_.wave));
    for (const std::string& wave : waves) names.insert(resource::ParentOf(wave));
    return absl::OkStatus();
  }));
  return names;
}

absl::StatusOr<int> ReviewRounds::Keep(const std::string& rollout, Zones& zones,
                                       absl::Time deadline) {
  const std::string organization = resource::OrganizationOf(rollout);
  if (!zones.contains(organization)) {
    zones.emplace(organization, registry_.ZoneOfOrganization(organization, deadline));
  }
  ASSIGN_OR_RETURN(const absl::TimeZone zone, zones.at(organization));
  ReviewChanges changes;
  const auto look = [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(changes, ChangesOfReviews(session, types_, rollout, zone));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(store_.Read(deadline, look));
  if (changes.empty()) return 0;
  // Looked at again where it is written, so that of several processes one makes them.
  RETURN_IF_ERROR(store_.Write(deadline, Keeper(), [&](Session& session) -> absl::Status {
    RETURN_IF_ERROR(look(session));
    return StoreReviews(session, types_, changes);
  }));
  return static_cast<int>(changes.missing.size() + changes.needless.size());
}

absl::StatusOr<std::set<std::string>> ReviewRounds::TakeMarked(bool whole, absl::Time deadline) {
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

absl::StatusOr<int> ReviewRounds::RunOnce(bool whole, absl::Time deadline) {
  ASSIGN_OR_RETURN(const std::set<std::string> names, TakeMarked(whole, deadline));
  Zones zones;
  absl::Status first_error;
  int changed = 0;
  for (const std::string& name : names) {
    const absl::Status running = rounds_.CheckRunning();
    const absl::StatusOr<int> some = running.ok() ? Keep(name, zones, deadline) : running;
    if (some.ok()) {
      changed += *some;
    } else if (ComesAgain(some.status())) {
      first_error.Update(some.status());
      absl::MutexLock lock(&mutex_);
      marked_.insert(name);
    } else if (!absl::IsNotFound(some.status())) {
      app::Log(app::Severity::kWarning, "reviews of a roll-out not made",
               {{"rollout", name}, {"status", some.status().ToString()}});
    }
  }
  RETURN_IF_ERROR(first_error);
  return changed;
}

}  // namespace palier::rollout
