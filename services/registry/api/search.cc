// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/aip/page_token.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/audit_service.pb.h"
#include "registry/api/context.h"
#include "registry/domain/search/words.h"

namespace palier::registry {
namespace {

constexpr int kMaxHits = 200;

absl::Status AddHit(resource::Session& session, const Context& context, const rpc::Call& call,
                    const std::vector<std::string>& words, const RankedProject& ranked,
                    v1::SearchProjectsResponse& response) {
  const std::string name =
      absl::StrCat("organizations/", call.organization, "/projects/", ranked.project);
  v1::Project project;
  ASSIGN_OR_RETURN(const bool found, session.Find(context.types.project, name, &project));
  if (!found) return absl::OkStatus();
  const SearchedField& field = SearchedFields()[static_cast<size_t>(ranked.field)];
  v1::SearchHit& hit = *response.add_hits();
  hit.set_project(name);
  hit.set_display_name(project.display_name());
  hit.set_score(ranked.score);
  hit.set_field(field.name);
  hit.set_excerpt(ExcerptAround((project.*field.text)(), words));
  return absl::OkStatus();
}

absl::StatusOr<v1::SearchProjectsResponse> SearchProjects(
    Context& context, const rpc::Call& call, const v1::SearchProjectsRequest& request) {
  ASSIGN_OR_RETURN(const int page_size, aip::EffectivePageSize(request.page_size()));
  const std::vector<std::string> words = WordsOfQuery(request.query());
  if (words.empty()) {
    return status::InvalidField("query", {"expected a word of at least two letters or digits",
                                          "un mot d'au moins deux lettres ou chiffres attendu"});
  }
  v1::SearchProjectsResponse response;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        response.Clear();
        ASSIGN_OR_RETURN(const std::vector<RankedProject> best,
                         context.search.Find(session, call.organization, words,
                                             static_cast<size_t>(std::min(page_size, kMaxHits))));
        for (const RankedProject& ranked : best)
          RETURN_IF_ERROR(AddHit(session, context, call, words, ranked, response));
        return absl::OkStatus();
      }));
  return response;
}

}  // namespace

void AddSearch(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::SearchProjectsRequest, v1::SearchProjectsResponse>(
      "SearchProjects", [&context](const rpc::Call& call, const auto& request) {
        return SearchProjects(context, call, request);
      });
}

}  // namespace palier::registry
