// SPDX-License-Identifier: Apache-2.0
#include "registry/api/facts_of.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/registry/v1/authorisation.pb.h"
#include "registry/domain/governance/standards.h"
#include "registry/domain/promise.h"
#include "registry/domain/settings.h"

namespace palier::registry {
namespace {

using resource::Session;

// The newest of those that `counts` takes; none when there is none.
template <typename Message, typename Fn>
absl::StatusOr<std::optional<Message>> ReadNewest(Session& session, const resource::Type& type,
                                                  const std::string& parent, const Fn& counts) {
  std::vector<Message> all;
  RETURN_IF_ERROR(ReadAll(session, type, parent, all));
  std::optional<Message> newest;
  for (Message& one : all) {
    if (!counts(one)) continue;
    if (!newest.has_value() || TimeOf(one.create_time()) >= TimeOf(newest->create_time()))
      newest = std::move(one);
  }
  return newest;
}

absl::Status ReadPeople(Session& session, const Types& types, Facts& facts) {
  if (facts.project.sponsor().empty()) return absl::OkStatus();
  v1::Person sponsor;
  ASSIGN_OR_RETURN(const bool found, session.Find(types.person, facts.project.sponsor(), &sponsor));
  if (found && !sponsor.has_erase_time()) facts.sponsor = std::move(sponsor);
  return absl::OkStatus();
}

absl::Status ReadApplications(Session& session, const Types& types, Facts& facts) {
  for (const std::string& name : facts.project.applications()) {
    v1::Application application;
    ASSIGN_OR_RETURN(const bool found, session.Find(types.application, name, &application));
    if (found) facts.applications.push_back(std::move(application));
  }
  return absl::OkStatus();
}

absl::Status ReadPromise(Session& session, const Types& types, Facts& facts) {
  ASSIGN_OR_RETURN(v1::Seal seal, SealOf(session, types, facts.project));
  if (seal.number() == 0) {
    facts.promise = PromiseOf(facts.project, facts.evidence);
  } else {
    facts.promise = std::move(*seal.mutable_promise());
    facts.sealed_hash = seal.hash();
  }
  return absl::OkStatus();
}

absl::Status ReadDecisions(Session& session, const Types& types, Facts& facts) {
  const std::string& project = facts.project.name();
  ASSIGN_OR_RETURN(
      facts.direction,
      ReadNewest<v1::Decision>(session, types.decision, project, [](const v1::Decision& decision) {
        return decision.has_direction() && decision.state() != v1::Decision::REJECTED;
      }));
  ASSIGN_OR_RETURN(
      facts.limit,
      ReadNewest<v1::Decision>(session, types.decision, project, [](const v1::Decision& decision) {
        return decision.state() == v1::Decision::ADOPTED &&
               decision.direction().outcome() == v1::Direction::LIMIT;
      }));
  ASSIGN_OR_RETURN(
      facts.business_case,
      ReadNewest<v1::BusinessCase>(session, types.business_case, project,
                                   [](const v1::BusinessCase& one) { return one.has_approval(); }));
  if (!facts.business_case.has_value()) {
    ASSIGN_OR_RETURN(facts.business_case,
                     ReadNewest<v1::BusinessCase>(session, types.business_case, project,
                                                  [](const v1::BusinessCase&) { return true; }));
  }
  v1::ProductionPlan plan;
  ASSIGN_OR_RETURN(const bool planned,
                   session.Find(types.production_plan, project + "/productionPlan", &plan));
  if (planned) facts.plan = std::move(plan);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::OrganizationSettings> SettingsOf(Session& session, const Types& types,
                                                    absl::string_view organization) {
  v1::OrganizationSettings settings;
  RETURN_IF_ERROR(session
                      .Find(types.settings,
                            absl::StrCat("organizations/", organization, "/settings"), &settings)
                      .status());
  FillEffective(settings);
  return settings;
}

absl::StatusOr<CommonFacts> CommonFactsOf(Session& session, const Types& types,
                                          absl::string_view organization) {
  CommonFacts common;
  ASSIGN_OR_RETURN(common.settings, SettingsOf(session, types, organization));
  const std::string name = absl::StrCat("organizations/", organization);
  v1::Organization found;
  RETURN_IF_ERROR(session.Find(types.organization, name, &found).status());
  if (!absl::LoadTimeZone(found.time_zone(), &common.zone)) common.zone = absl::UTCTimeZone();
  std::vector<v1::Standard> standards;
  RETURN_IF_ERROR(ReadAll(session, types.standard, name, standards));
  const absl::CivilDay today = absl::ToCivilDay(session.now(), common.zone);
  for (v1::Standard& standard : standards) {
    if (InForce(standard, today)) common.standards.push_back(std::move(standard));
  }
  std::vector<v1::Waiver> waivers;
  RETURN_IF_ERROR(ReadAll(session, types.waiver, name, waivers));
  for (v1::Waiver& waiver : waivers) {
    if (waiver.state() == v1::Waiver::APPROVED && TimeOf(waiver.expire_time()) > session.now())
      common.waivers.push_back(std::move(waiver));
  }
  return common;
}

absl::StatusOr<v1::Seal> SealOf(Session& session, const Types& types, const v1::Project& project) {
  v1::Seal seal;
  if (project.seal().empty()) return seal;
  RETURN_IF_ERROR(session.Get(types.seal, project.seal(), &seal));
  return seal;
}

absl::StatusOr<Facts> FactsOf(Session& session, const Types& types, const CommonFacts& common,
                              const std::string& project) {
  Facts facts;
  facts.now = session.now();
  facts.zone = common.zone;
  RETURN_IF_ERROR(session.Get(types.project, project, &facts.project));
  RETURN_IF_ERROR(ReadAll(session, types.entry, project, facts.entries));
  RETURN_IF_ERROR(ReadAll(session, types.evidence, project, facts.evidence));
  RETURN_IF_ERROR(ReadPeople(session, types, facts));
  RETURN_IF_ERROR(ReadPromise(session, types, facts));
  RETURN_IF_ERROR(ReadDecisions(session, types, facts));
  RETURN_IF_ERROR(ReadApplications(session, types, facts));
  facts.standards = common.standards;
  facts.past_overruns = common.past_overruns;
  for (const v1::Waiver& waiver : common.waivers) {
    if (waiver.subject() == project) facts.waivers[waiver.rule()] = waiver.name();
  }
  facts.sensitive_classes = SensitiveClasses(common.settings);
  return facts;
}

}  // namespace palier::registry
