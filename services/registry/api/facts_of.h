// SPDX-License-Identifier: Apache-2.0
// What the store knows of a project, for the rulebook.
#ifndef PALIER_REGISTRY_API_FACTS_OF_H_
#define PALIER_REGISTRY_API_FACTS_OF_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/resource/store.h"
#include "palier/registry/v1/assessment.pb.h"
#include "palier/registry/v1/authorisation.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "registry/domain/facts.h"
#include "registry/storage/types.h"

namespace palier::registry {

// How an organisation holds the rules, with effective values. What it never set is preset.
absl::StatusOr<v1::OrganizationSettings> SettingsOf(resource::Session& session, const Types& types,
                                                    absl::string_view organization);

// What several projects of one organisation are judged by alike; read once.
struct CommonFacts {
  v1::OrganizationSettings settings;
  absl::TimeZone zone;
  std::vector<v1::Standard> standards;
  std::vector<v1::Waiver> waivers;
  // Empty unless the caller puts them there (PastOverrunsIn).
  std::vector<v1::PastOverrun> past_overruns;
};
absl::StatusOr<CommonFacts> CommonFactsOf(resource::Session& session, const Types& types,
                                          absl::string_view organization);

// NOT_FOUND when the project does not exist.
absl::StatusOr<Facts> FactsOf(resource::Session& session, const Types& types,
                              const CommonFacts& common, const std::string& project);

// The seal in force, number 0 when there is none.
absl::StatusOr<v1::Seal> SealOf(resource::Session& session, const Types& types,
                                const v1::Project& project);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_FACTS_OF_H_
