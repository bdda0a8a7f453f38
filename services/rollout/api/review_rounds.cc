// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/review_rounds.h"

#include <memory>

#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "rollout/api/review_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr absl::Duration kPeriod = absl::Hours(1);

resource::Actor Keeper() {
  return {"services/rollout", "", "palier.rollout.ReviewRounds"};
}

}  // namespace

ReviewRounds::ReviewRounds(const Types& types, resource::Store& store, const RegistryView& registry)
    : types_(types),
      store_(store),
      registry_(registry),
      rounds_("reviews not made", kPeriod, types, store, [this] {
        return [this, zones = std::make_shared<Zones>()](const std::string& rollout,
                                                         absl::Time deadline) {
          return Keep(rollout, *zones, deadline);
        };
      }) {}

void ReviewRounds::Notice(absl::string_view name) {
  if (types_.rollout.pattern().Parse(name).ok()) rounds_.Mark(std::string(name));
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

}  // namespace palier::rollout
