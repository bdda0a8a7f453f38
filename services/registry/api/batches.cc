// SPDX-License-Identifier: Apache-2.0
// Many projects with one call, each by the handler of the single call.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/convert.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/api/context.h"

namespace palier::registry {
namespace {

const std::string& NameOf(const v1::UpdateProjectRequest& request) {
  return request.project().name();
}
const std::string& NameOf(const v1::DeleteProjectRequest& request) {
  return request.name();
}

// The caller's rights were looked up on the organisation: every project must be of it.
template <typename Request>
absl::Status CheckNames(const Request& batch, const std::string& field) {
  status::FieldErrors errors;
  const std::string prefix = absl::StrCat(batch.parent(), "/projects/");
  for (int i = 0; i < batch.requests_size(); ++i) {
    if (absl::StartsWith(NameOf(batch.requests(i)), prefix)) continue;
    errors.Add(absl::StrCat("requests[", i, "].", field),
               {absl::StrCat("expected a name below ", prefix),
                absl::StrCat("attendu : un nom sous ", prefix)});
  }
  return errors.ToStatus();
}

template <typename Request, typename Response>
void AddBatch(rpc::ServiceTable& table, absl::string_view method, absl::string_view single,
              const std::string& field) {
  table.Unary<Request, Response>(
      method,
      [one = table.HandlerOf(single), field](const rpc::Call& call,
                                             const Request& batch) -> absl::StatusOr<Response> {
        RETURN_IF_ERROR(CheckNames(batch, field));
        Response response;
        for (const auto& request : batch.requests()) {
          v1::ProjectResult& result = *response.add_results();
          result.set_name(NameOf(request));
          const absl::Status done = one(call, request, result.mutable_project());
          if (done.ok()) {
            response.set_done_count(response.done_count() + 1);
          } else {
            *result.mutable_error() = rpc::ToRpc(done, call.language);
          }
        }
        return response;
      });
}

}  // namespace

void AddProjectBatches(rpc::ServiceTable& table, Context&) {
  AddBatch<v1::BatchUpdateProjectsRequest, v1::BatchUpdateProjectsResponse>(
      table, "BatchUpdateProjects", "UpdateProject", "project.name");
  AddBatch<v1::BatchDeleteProjectsRequest, v1::BatchDeleteProjectsResponse>(
      table, "BatchDeleteProjects", "DeleteProject", "name");
}

}  // namespace palier::registry
