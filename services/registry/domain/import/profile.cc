// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/profile.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "common/status/error.h"

namespace palier::registry {

const std::vector<Profile>& Profiles() {
  static const auto* const profiles = new std::vector<Profile>{
      CompanyInventory(), NlAlgoritmeregister(), UsAiInventory2023(), UsAiInventory2024()};
  return *profiles;
}

absl::StatusOr<const Profile*> ProfileNamed(absl::string_view name) {
  for (const Profile& profile : Profiles()) {
    if (profile.name == name) return &profile;
  }
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::UNKNOWN_PROFILE,
                       {"There is no import profile \"{profile}\". There are: {known}.",
                        "Il n'y a pas de profil d'import « {profile} ». Il y a : {known}."})
      .With("profile", name)
      .With("known", absl::StrJoin(Profiles(), ", ", [](std::string* out, const Profile& profile) {
              out->append(profile.name);
            }));
}

ColumnRule Id(std::string name, std::vector<std::string> headers) {
  return {.name = std::move(name), .use = RegisterColumnUse::kId, .headers = std::move(headers)};
}

ColumnRule Text(std::string name, std::string ProjectDraft::*text,
                std::vector<std::string> headers) {
  return {.name = std::move(name),
          .use = RegisterColumnUse::kText,
          .headers = std::move(headers),
          .text = text};
}

ColumnRule Day(std::string name, StageDate ProjectDraft::*date, std::vector<std::string> headers) {
  return {.name = std::move(name),
          .use = RegisterColumnUse::kDate,
          .headers = std::move(headers),
          .date = date};
}

ColumnRule Attribute(std::string name, std::vector<std::string> headers) {
  return {
      .name = std::move(name), .use = RegisterColumnUse::kAttribute, .headers = std::move(headers)};
}

ColumnRule FollowUp(std::string name, std::string header) {
  ColumnRule rule = Attribute(std::move(name), {std::move(header)});
  rule.follow_up = true;
  return rule;
}

ColumnRule Ignored(std::string name) {
  std::vector<std::string> headers = {name};
  return {
      .name = std::move(name), .use = RegisterColumnUse::kIgnored, .headers = std::move(headers)};
}

ColumnRule Needed(ColumnRule rule) {
  rule.needed = true;
  return rule;
}

ColumnRule Evidence(ColumnRule rule) {
  rule.evidence = true;
  return rule;
}

}  // namespace palier::registry
