// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/authorisation_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization.pb.h"

namespace palier::registry {
namespace {

using resource::Session;

// Rules, applications, teams ...
constexpr int kMaxThings = 100000;

absl::Status TooMany(const std::string& organization) {
  return status::LimitExceeded({"{subject} has more than {limit} rules, applications and teams.",
                                "{subject} a plus de {limit} règles, applications et équipes."},
                               organization, kMaxThings);
}

class FactsReader {
 public:
  FactsReader(Session& session, const Types& types, const std::string& organization)
      : session_(session), types_(types), organization_(organization) {}

  absl::StatusOr<AuthorisationFacts> Read() {
    AuthorisationFacts facts;
    RETURN_IF_ERROR(All(types_.authorisation_rule, facts.rules));
    RETURN_IF_ERROR(All(types_.waiver, facts.waivers));
    RETURN_IF_ERROR(All(types_.application, facts.applications));
    RETURN_IF_ERROR(All(types_.department, facts.departments));
    RETURN_IF_ERROR(All(types_.team, facts.teams));
    v1::OrganizationSettings settings;
    RETURN_IF_ERROR(session_
                        .Find(types_.settings,
                              absl::StrCat("organizations/", organization_, "/settings"), &settings)
                        .status());
    facts.sensitive_classes.assign(settings.sensitive_data_classes().begin(),
                                   settings.sensitive_data_classes().end());
    return facts;
  }

 private:
  template <typename Resource>
  absl::Status All(const resource::Type& type, std::vector<Resource>& all) {
    return session_.ForEach(
        type, organization_, absl::StrCat("organizations/", organization_),
        [&](absl::string_view bytes) -> absl::Status {
          if (++things_ > kMaxThings) return TooMany(organization_);
          if (all.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
            return absl::OkStatus();
          return absl::DataLossError(absl::StrCat("unreadable ", type.label()));
        });
  }

  Session& session_;
  const Types& types_;
  const std::string& organization_;
  int things_ = 0;
};

}  // namespace

bool AuthorisationSource::Concerns(absl::string_view resource) const {
  const std::vector<absl::string_view> parts = absl::StrSplit(resource, absl::MaxSplits('/', 3));
  if (parts.size() < 3) return false;
  for (const absl::string_view collection :
       {"authorisationRules", "waivers", "applications", "departments", "teams", "settings"}) {
    if (parts[2] == collection) return true;
  }
  return false;
}

absl::StatusOr<AuthorisationSource::Make> AuthorisationSource::ReadBook(
    Session& session, const std::string& organization,
    const std::shared_ptr<const AuthorisationBook>&, const std::vector<std::string>&) const {
  ASSIGN_OR_RETURN(AuthorisationFacts facts, FactsReader(session, types_, organization).Read());
  return [facts = std::make_shared<const AuthorisationFacts>(std::move(facts))] {
    return std::make_shared<const AuthorisationBook>(*facts);
  };
}

}  // namespace palier::registry
