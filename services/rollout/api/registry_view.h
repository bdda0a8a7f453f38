// SPDX-License-Identifier: Apache-2.0
// What the roll-out service asks the registry.
#ifndef PALIER_ROLLOUT_API_REGISTRY_VIEW_H_
#define PALIER_ROLLOUT_API_REGISTRY_VIEW_H_

#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/decision.pb.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/evidence.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/rule.pb.h"
#include "palier/registry/v1/structure.pb.h"

namespace palier::rollout {

// A question with a call is asked on behalf of the caller, with the caller's rights. Thread-safe.
// Blocking. Returns the registry's errors, UNAVAILABLE when it cannot be asked.
class RegistryView {
 public:
  // `client` must outlive it.
  explicit RegistryView(const rpc::Client& client) : client_(client) {}

  // The organisation of the call.
  absl::StatusOr<registry::v1::Organization> Organization(const rpc::Call& call) const;
  // Where that of this id is; on the service's own account. As ZoneOf.
  absl::StatusOr<absl::TimeZone> ZoneOfOrganization(const std::string& id,
                                                    absl::Time deadline) const;
  absl::StatusOr<registry::v1::Project> Project(const rpc::Call& call,
                                                const std::string& name) const;
  absl::Status CheckPerson(const rpc::Call& call, const std::string& name) const;
  absl::Status CheckTeam(const rpc::Call& call, const std::string& name) const;
  // What the rulebook asks of a project before its roll-out, judged, in the language of the call.
  absl::StatusOr<std::vector<registry::v1::RuleResult>> RollOutRules(
      const rpc::Call& call, const std::string& project) const;
  // What kpi has told of a project.
  absl::StatusOr<std::vector<registry::v1::Evidence>> KpiEvidence(const rpc::Call& call,
                                                                  const std::string& project) const;
  absl::Status CheckApplication(const rpc::Call& call, const std::string& name) const;
  // Whether the rules allow what is asked; waits until then at most.
  absl::StatusOr<registry::v1::CheckAuthorisationResponse> CheckAuthorisation(
      const rpc::Call& call, const registry::v1::CheckAuthorisationRequest& request,
      absl::Time deadline) const;
  // Those of the named teams that exist, by resource name.
  absl::StatusOr<std::map<std::string, registry::v1::Team>> Teams(
      const rpc::Call& call, const std::set<std::string>& names) const;
  // The last day up to `today` on which the manual way of the project was tried out with success
  // (S1-32).
  absl::StatusOr<std::optional<absl::CivilDay>> LastManualDrill(const rpc::Call& call,
                                                                const std::string& project,
                                                                absl::CivilDay today) const;
  // The project's entries of one kind, as `concern`.
  absl::StatusOr<std::vector<registry::v1::Entry>> Entries(const rpc::Call& call,
                                                           const std::string& project,
                                                           absl::string_view kind) const;
  // One entry, one decision. NOT_FOUND.
  absl::StatusOr<registry::v1::Entry> Entry(const rpc::Call& call, const std::string& name) const;
  absl::StatusOr<registry::v1::Decision> Decision(const rpc::Call& call,
                                                  const std::string& name) const;
  // Names of the projects that a person sponsors and that take people's time now, from SCOPING to
  // ROLLOUT; and how many of them one sponsor can carry (S1-09).
  absl::StatusOr<std::set<std::string>> SponsoredProjects(const rpc::Call& call,
                                                          const std::string& sponsor) const;
  absl::StatusOr<int> SponsorCapacity(const rpc::Call& call) const;
  // Name of a waiver of the rule that is in force for the project; empty without one.
  absl::StatusOr<std::string> WaiverInForce(const rpc::Call& call, const std::string& project,
                                            absl::string_view rule) const;
  // Whether one of the KPIs is known to have measured something.
  absl::StatusOr<bool> HasMeasured(const rpc::Call& call, const std::string& project,
                                   const std::set<std::string>& kpis) const;

 private:
  const rpc::Client& client_;
};

// FAILED_PRECONDITION (PARENT_NOT_USABLE) if the organisation's time zone is not known here.
absl::StatusOr<absl::TimeZone> ZoneOf(const registry::v1::Organization& organization);

inline absl::CivilDay DayOf(absl::Time time, absl::TimeZone zone) {
  return absl::CivilDay(absl::ToCivilSecond(time, zone));
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_REGISTRY_VIEW_H_
