// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/review_rounds.h"

#include <map>
#include <utility>

#include "common/app/log.h"
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
          [this](bool, absl::Time deadline) { return RunOnce(deadline).status(); }) {}

void ReviewRounds::Notice(absl::string_view name) {
  if (types_.rollout.pattern().Parse(name).ok()) rounds_.Ask();
}

absl::StatusOr<std::set<std::string>> ReviewRounds::Rollouts(absl::Time deadline) const {
  std::set<std::string> names;
  RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) {
    names.clear();
    return session.sql().Query("SELECT DISTINCT parent FROM resource WHERE type='Wave'", {},
                               [&](const sql::Row& row) -> absl::Status {
                                 names.emplace(row.text(0));
                                 return absl::OkStatus();
                               });
  }));
  return names;
}

absl::StatusOr<int> ReviewRounds::Keep(const std::string& rollout, absl::TimeZone zone,
                                       absl::Time deadline) {
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

absl::StatusOr<int> ReviewRounds::RunOnce(absl::Time deadline) {
  ASSIGN_OR_RETURN(const std::set<std::string> names, Rollouts(deadline));
  std::map<std::string, absl::StatusOr<absl::TimeZone>> zones;
  absl::Status first_error;
  int changed = 0;
  for (const std::string& name : names) {
    RETURN_IF_ERROR(rounds_.CheckRunning());
    const std::string organization = resource::OrganizationOf(name);
    if (!zones.contains(organization)) {
      zones.emplace(organization, registry_.ZoneOfOrganization(organization, deadline));
    }
    const absl::StatusOr<absl::TimeZone>& zone = zones.at(organization);
    const absl::StatusOr<int> some =
        zone.ok() ? Keep(name, *zone, deadline) : absl::StatusOr<int>(zone.status());
    if (some.ok()) {
      changed += *some;
    } else if (ComesAgain(some.status())) {
      first_error.Update(some.status());
    } else if (!absl::IsNotFound(some.status())) {
      app::Log(app::Severity::kWarning, "reviews of a roll-out not made",
               {{"rollout", name}, {"status", some.status().ToString()}});
    }
  }
  RETURN_IF_ERROR(first_error);
  return changed;
}

}  // namespace palier::rollout
