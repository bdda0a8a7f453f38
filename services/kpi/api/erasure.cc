// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/survey_names.h"
#include "kpi/storage/fact_table.h"
#include "kpi/storage/ingest.h"
#include "kpi/storage/quarantine_table.h"
#include "kpi/storage/survey_table.h"
#include "palier/kpi/v1/ingestion_service.pb.h"

namespace palier::kpi {
namespace {

using resource::Session;

absl::Status EraseFrom(Session& session, const ProjectKey& project, const std::string& user,
                       v1::EraseUserResponse& erased) {
  absl::BitGen random;
  const auto half = [&] { return absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16); };
  const std::string nobody = absl::StrCat(half(), half());
  ASSIGN_OR_RETURN(const std::vector<Hash128> renamed,
                   FactTable(session.sql(), project).RenameUser(user, nobody));
  // Between contents that tie the hash decides, and theirs have changed.
  RETURN_IF_ERROR(Rejudge(session, project, renamed));
  ASSIGN_OR_RETURN(const int64_t quarantined, QuarantineTable(session.sql(), project).Forget(user));
  erased.set_measurement_count(static_cast<int64_t>(renamed.size()));
  erased.set_quarantined_count(quarantined);
  if (renamed.empty() && quarantined == 0) return absl::OkStatus();
  // That somebody was erased, and not who.
  api::v1::Change change;
  change.set_kind(api::v1::Change::UPDATED);
  change.set_resource(
      absl::StrCat(NameOf(project), project.project.empty() ? "/quarantine" : "/measurements"));
  change.mutable_after()->PackFrom(erased);
  return session.LogChange(std::move(change), project.organization);
}

absl::StatusOr<int64_t> EraseAnswers(Session& session, const Types& types,
                                     const std::string& organization, const UserHasher& hasher,
                                     const std::string& user) {
  std::vector<v1::Survey> surveys;
  RETURN_IF_ERROR(resource::ReadAll(
      session, types.survey, absl::StrCat("organizations/", organization, "/projects/-"), surveys));
  int64_t count = 0;
  for (const v1::Survey& survey : surveys) {
    ASSIGN_OR_RETURN(const SurveyKey key, ParseSurvey(survey.name()));
    ASSIGN_OR_RETURN(
        const bool answered,
        SurveyTable(session.sql(), key).Forget(RespondentHash(hasher, survey.name(), user)));
    count += answered;
  }
  return count;
}

absl::StatusOr<v1::EraseUserResponse> EraseUser(Context& context, const rpc::Call& call,
                                                const v1::EraseUserRequest& request) {
  ASSIGN_OR_RETURN(const ProjectKey parent, ParseQuarantineParent(request.parent()));
  if (!parent.project.empty()) {
    return status::InvalidField("parent", {"Expected `organizations/{organization}`.",
                                           "`organizations/{organization}` attendu."});
  }
  const std::string& organization = parent.organization;
  ASSIGN_OR_RETURN(const UserHasher hasher, context.secrets.Of(organization, call.deadline));
  const std::string user = hasher.Hash(request.user());
  std::vector<ProjectKey> projects;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(projects, DeliveredProjects(session.sql(), organization));
    return absl::OkStatus();
  }));
  v1::EraseUserResponse response;
  // A transaction each, so that nobody waits for all; called again, it goes on where it stopped.
  for (const ProjectKey& project : projects) {
    v1::EraseUserResponse of_project;
    RETURN_IF_ERROR(context.store.Write(
        call.deadline, resource::Actor::Of(call),
        [&](Session& session) { return EraseFrom(session, project, user, of_project); }));
    response.set_measurement_count(response.measurement_count() + of_project.measurement_count());
    response.set_quarantined_count(response.quarantined_count() + of_project.quarantined_count());
  }
  int64_t surveys = 0;
  RETURN_IF_ERROR(context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(
            surveys, EraseAnswers(session, context.types, organization, hasher, request.user()));
        return absl::OkStatus();
      }));
  response.set_survey_count(surveys);
  return response;
}

}  // namespace

void AddErasure(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::EraseUserRequest, v1::EraseUserResponse>(
      "EraseUser", [&context](const rpc::Call& call, const auto& request) {
        return EraseUser(context, call, request);
      });
}

}  // namespace palier::kpi
