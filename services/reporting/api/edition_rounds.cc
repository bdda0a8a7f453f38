// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/edition_rounds.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/app/log.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "common/status/transient.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "reporting/api/own_call.h"
#include "reporting/api/peer_client.h"
#include "reporting/api/report_day.h"
#include "reporting/domain/report_period.h"
#include "reporting/editions/edition.h"

namespace palier::reporting {
namespace {

using registry::v1::Organization;
using resource::Session;

constexpr char kSelf[] = "EditionRounds";
constexpr char kFailure[] = "the figures of a month were not kept";
constexpr absl::Duration kPeriod = absl::Minutes(10);
constexpr int kPageSize = 1000;

absl::StatusOr<std::vector<Organization>> AllOrganizations(const PeerClient& registry) {
  std::vector<Organization> organizations;
  RETURN_IF_ERROR(registry.ForEachPage<registry::v1::ListOrganizationsResponse>(
      "ListOrganizations", registry::v1::ListOrganizationsRequest(), kPageSize,
      [&](registry::v1::ListOrganizationsResponse& page) -> absl::Status {
        for (Organization& each : *page.mutable_organizations())
          organizations.push_back(std::move(each));
        return absl::OkStatus();
      }));
  return organizations;
}

}  // namespace

EditionRounds::EditionRounds(const Context& context)
    : context_(context),
      rounds_(
          kFailure, kPeriod, [&context] { return context.store.Now(); },
          [this](bool, absl::Time deadline) { return RunOnce(deadline); }) {}

absl::Status EditionRounds::RunOnce(absl::Time deadline) {
  const rpc::Call call = OwnCall(kSelf, "", deadline);
  ASSIGN_OR_RETURN(
      const auto organizations,
      AllOrganizations(PeerClient(context_.registry, call, PeerClient::Account::kService)));
  absl::Status first_error;
  for (const Organization& organization : organizations) {
    RETURN_IF_ERROR(rounds_.CheckRunning());
    const absl::Status status = LookAt(organization, deadline);
    // Another process wrote it, or the organisation is gone.
    if (status.ok() || absl::IsAlreadyExists(status) || absl::IsNotFound(status)) continue;
    if (status::IsTransient(status) || absl::IsCancelled(status)) {
      first_error.Update(status);
    } else {
      app::Log(app::Severity::kWarning, kFailure,
               {{"resource", organization.name()}, {"status", status.ToString()}});
    }
  }
  return first_error;
}

absl::Status EditionRounds::LookAt(const Organization& organization, absl::Time deadline) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(organization.time_zone(), &zone))
    return absl::InternalError(absl::StrCat("unknown time zone: ", organization.time_zone()));
  const absl::Time now = context_.store.Now();
  const ReportPeriod month = PeriodBefore(Cadence::kMonthly, absl::ToCivilDay(now, zone));
  const absl::Time end = absl::FromCivil(month.last + 1, zone);
  if (resource::StandardTime(organization, "create_time") >= end) return absl::OkStatus();
  const std::string name = absl::StrCat(organization.name(), "/figureEditions/", month.label);
  v1::FigureEdition edition;
  bool is_there = false;
  const auto look = [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(is_there, session.Find(context_.types.figure_edition, name, &edition));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(context_.store.Read(deadline, look));
  if (is_there) {
    missed_.erase(name);
    return absl::OkStatus();
  }
  if (now - missed_.try_emplace(name, now).first->second < kSettling) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto book, context_.models.Current(OwnCall(kSelf, name, deadline)));
  edition = MakeEdition(*book);
  if (edition.unreachable_services_size() > 0 && now - end < kPatience) return absl::OkStatus();
  edition.set_name(name);
  *edition.mutable_first_date() = ToDate(month.first);
  *edition.mutable_last_date() = ToDate(month.last);
  return context_.store.Write(deadline, OwnActor(kSelf), [&](Session& session) -> absl::Status {
    v1::FigureEdition made = edition;
    return session.Insert(context_.types.figure_edition, made);
  });
}

}  // namespace palier::reporting
