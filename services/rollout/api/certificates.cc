// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/certificates.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;

// The earlier certificate holds.
bool Certify(const std::string& path, const google::type::Date& from, v1::Champion& champion) {
  if (champion.has_certified_date() && ToDay(champion.certified_date()) <= ToDay(from)) {
    return false;
  }
  *champion.mutable_certified_date() = from;
  champion.set_certifying_path(path);
  return true;
}

// The certificate that the paths completed by the person give, but for one completion or one path.
absl::Status FillCertificate(Session& session, const Types& types, const std::string& except,
                             v1::Champion& champion) {
  champion.clear_certified_date();
  champion.clear_certifying_path();
  ASSIGN_OR_RETURN(
      const std::vector<std::string> completions,
      session.FindBy(types.learning_completion, resource::OrganizationOf(champion.name()), "person",
                     champion.person()));
  for (const std::string& name : completions) {
    v1::LearningCompletion completion;
    if (name == except || absl::StartsWith(name, except + "/")) continue;
    RETURN_IF_ERROR(session.Get(types.learning_completion, name, &completion));
    if (completion.has_certified_date()) {
      Certify(resource::ParentOf(name), completion.certified_date(), champion);
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool IsCertified(const v1::Champion& champion, absl::CivilDay today) {
  return champion.certified() ||
         (champion.has_certified_date() && ToDay(champion.certified_date()) <= today);
}

absl::Status FillCertificate(Session& session, const Types& types, v1::Champion& champion) {
  return FillCertificate(session, types, "", champion);
}

absl::Status TakeBackCertificate(Session& session, const Types& types, const std::string& except,
                                 const v1::LearningCompletion& completion) {
  if (!completion.has_certified_date()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> champions,
                   session.FindBy(types.champion, resource::OrganizationOf(completion.name()),
                                  "person", completion.person()));
  for (const std::string& name : champions) {
    v1::Champion before;
    RETURN_IF_ERROR(session.Get(types.champion, name, &before));
    v1::Champion after = before;
    RETURN_IF_ERROR(FillCertificate(session, types, except, after));
    RETURN_IF_ERROR(session.Replace(types.champion, before, after).status());
  }
  return absl::OkStatus();
}

absl::Status CertifyChampion(Session& session, const Types& types,
                             v1::LearningCompletion& completion) {
  const std::string organization = resource::OrganizationOf(completion.name());
  ASSIGN_OR_RETURN(const std::vector<std::string> champions,
                   session.FindBy(types.champion, organization, "person", completion.person()));
  for (const std::string& name : champions) {
    v1::Champion before;
    RETURN_IF_ERROR(session.Get(types.champion, name, &before));
    v1::Champion after = before;
    completion.set_champion(name);
    if (!Certify(resource::ParentOf(completion.name()), completion.certified_date(), after)) {
      continue;
    }
    RETURN_IF_ERROR(session.Replace(types.champion, before, after).status());
  }
  return absl::OkStatus();
}

}  // namespace palier::rollout
