// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/roadmap_view.h"

#include "absl/strings/str_cat.h"
#include "common/rpc/method_path.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "rollout/api/pages.h"

namespace palier::rollout {
namespace {

constexpr int kMaxRanked = 1000;

std::string ParentOf(const rpc::Call& call) {
  return absl::StrCat("organizations/", call.organization);
}

}  // namespace

absl::StatusOr<registry::v1::PlanRoadmapResponse> RoadmapView::Steps(const rpc::Call& call,
                                                                     int limit) const {
  registry::v1::PlanRoadmapRequest request;
  request.set_parent(ParentOf(call));
  request.set_limit(limit);
  return client_.Unary<registry::v1::PlanRoadmapResponse>(rpc::MethodPath("PlanRoadmap", request),
                                                          request, rpc::CallOptions::Within(call));
}

absl::StatusOr<std::map<std::string, registry::v1::RankedProject>> RoadmapView::Ranks(
    const rpc::Call& call) const {
  registry::v1::RankCandidatesRequest request;
  request.set_parent(ParentOf(call));
  request.set_limit(kMaxRanked);
  ASSIGN_OR_RETURN(const auto response, client_.Unary<registry::v1::RankCandidatesResponse>(
                                            rpc::MethodPath("RankCandidates", request), request,
                                            rpc::CallOptions::Within(call)));
  std::map<std::string, registry::v1::RankedProject> ranks;
  for (const registry::v1::RankedProject& one : response.projects()) ranks[one.project()] = one;
  return ranks;
}

absl::StatusOr<int> RoadmapView::DepartmentCount(const rpc::Call& call) const {
  registry::v1::ListDepartmentsRequest request;
  request.set_parent(ParentOf(call));
  int count = 0;
  RETURN_IF_ERROR(ForEachPage<registry::v1::ListDepartmentsResponse>(
      client_, "ListDepartments", request, rpc::CallOptions::Within(call),
      [&](const registry::v1::ListDepartmentsResponse& page) {
        count += page.departments_size();
        return true;
      }));
  return count;
}

}  // namespace palier::rollout
