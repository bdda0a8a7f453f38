// SPDX-License-Identifier: Apache-2.0
#include "reporting/registers/register_progress.h"

#include <cmath>

#include "common/aip/resource_name.h"
#include "common/stats/permille.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/register_service.pb.h"
#include "reporting/api/context.h"

namespace palier::reporting {
namespace {

constexpr int kDefaultLimit = 100;
constexpr double kThousand = 1000;

absl::Status NothingImported(const char* field) {
  return status::InvalidField(
      field, {"nothing was imported by this profile: import the register first",
              "rien n'a été importé avec ce profil : importez d'abord le registre"});
}

void FillReached(const stats::Share& reached, v1::QueryRegisterProgressResponse& to) {
  to.set_before_production_count(static_cast<int>(reached.whole));
  to.set_reached_production_count(static_cast<int>(reached.part));
  if (reached.whole == 0) return;
  const stats::Interval interval = stats::WilsonInterval(reached);
  to.set_reached_permille(stats::Permille(reached.part, reached.whole));
  to.set_low_permille(static_cast<int>(std::floor(kThousand * interval.lower)));
  to.set_high_permille(static_cast<int>(std::ceil(kThousand * interval.upper)));
}

absl::StatusOr<v1::QueryRegisterProgressResponse> QueryRegisterProgress(
    const Context& context, const rpc::Call& call,
    const v1::QueryRegisterProgressRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.parent()).status());
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const RegisterProgress progress =
      CompareRegisters(*book->model(), request.earlier_profile(), request.later_profile());
  if (progress.earlier_count == 0) return NothingImported("earlier_profile");
  if (progress.later_count == 0) return NothingImported("later_profile");
  v1::QueryRegisterProgressResponse response;
  response.set_earlier_count(progress.earlier_count);
  response.set_later_count(progress.later_count);
  response.set_followed_count(static_cast<int>(progress.followed.size()));
  response.set_ambiguous_count(progress.ambiguous);
  response.set_gone_count(progress.gone);
  response.set_new_count(progress.fresh);
  for (const auto& [stages, count] : progress.transitions) {
    v1::RegisterTransition& to = *response.add_transitions();
    to.set_earlier_stage(stages.first);
    to.set_later_stage(stages.second);
    to.set_count(count);
    to.set_step(static_cast<v1::RegisterStep>(StepBetween(stages.first, stages.second)));
  }
  FillReached(progress.reached, response);
  const int limit = request.limit() == 0 ? kDefaultLimit : request.limit();
  for (const FollowedProject& project : progress.followed) {
    if (response.projects_size() == limit) break;
    v1::FollowedProject& to = *response.add_projects();
    to.set_earlier_project(project.earlier);
    to.set_later_project(project.later);
    to.set_display_name(project.display_name);
    to.set_earlier_stage(project.earlier_stage);
    to.set_later_stage(project.later_stage);
    to.set_step(static_cast<v1::RegisterStep>(project.step));
  }
  return response;
}

}  // namespace

void AddRegisterProgress(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::QueryRegisterProgressRequest, v1::QueryRegisterProgressResponse>(
      "QueryRegisterProgress", [&context](const rpc::Call& call, const auto& request) {
        return QueryRegisterProgress(context, call, request);
      });
}

}  // namespace palier::reporting
