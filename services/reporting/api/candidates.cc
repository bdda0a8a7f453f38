// SPDX-License-Identifier: Apache-2.0
#include "reporting/candidates/candidates.h"

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/candidate_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/api/peer_client.h"
#include "reporting/api/ranking.h"

namespace palier::reporting {
namespace {

constexpr int kMostRanked = 1000;
constexpr int kDefaultLimit = 20;

void Fill(const Candidate& candidate, rpc::Language language, v1::Candidate& to) {
  to.set_project(candidate.ranked.project());
  to.set_display_name(candidate.display_name);
  to.set_rank(candidate.ranked.rank());
  to.set_score(candidate.ranked.score());
  to.set_best_rank(candidate.ranked.best_rank());
  to.set_worst_rank(candidate.ranked.worst_rank());
  if (candidate.effort.has_value()) {
    to.mutable_effort()->set_low_days(candidate.effort->low);
    to.mutable_effort()->set_likely_days(candidate.effort->likely);
    if (candidate.effort->high.has_value())
      to.mutable_effort()->set_high_days(*candidate.effort->high);
  }
  for (const BenefitRange& benefit : candidate.benefits) {
    v1::BenefitRange& range = *to.add_benefits();
    *range.mutable_low() = benefit.low;
    *range.mutable_likely() = benefit.likely;
    *range.mutable_high() = benefit.high;
  }
  if (candidate.users.has_value()) to.set_active_user_count(*candidate.users);
  to.set_regular_team_count(candidate.regular_teams);
  to.set_told_team_count(candidate.told_teams);
  to.set_champion_team_count(candidate.champion_teams);
  to.set_value_proven(candidate.value_proven);
  *to.mutable_target_departments() = candidate.ranked.replication_departments();
  to.set_quick_win(candidate.ranked.quick_win());
  for (const status::Text& reason : candidate.reasons) to.add_reasons(rpc::In(language, reason));
}

absl::StatusOr<v1::QueryCandidatesResponse> QueryCandidates(
    const Context& context, const rpc::Call& call, const v1::QueryCandidatesRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.parent()).status());
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  ASSIGN_OR_RETURN(const auto ranking, ReadRanking(context, call));
  const PortfolioModel& model = *book->model();
  const int limit = request.limit() == 0 ? kDefaultLimit : request.limit();
  v1::QueryCandidatesResponse response;
  for (const Candidate& candidate :
       FindCandidates(static_cast<CandidateKind>(request.kind()), model, ranking)) {
    if (response.candidates_size() == limit) break;
    Fill(candidate, call.language, *response.add_candidates());
  }
  const TrackRecord record = TrackRecordOf(model);
  response.set_measured_integration_count(record.integrations);
  response.set_measured_gain_count(record.gains);
  if (!model.kpi.answers) response.add_unreachable_services("kpi");
  return response;
}

}  // namespace

absl::StatusOr<registry::v1::RankCandidatesResponse> ReadRanking(const Context& context,
                                                                 const rpc::Call& call) {
  registry::v1::RankCandidatesRequest request;
  request.set_parent(absl::StrCat("organizations/", call.organization));
  request.set_limit(kMostRanked);
  return PeerClient(context.registry, call, PeerClient::Account::kService)
      .Ask<registry::v1::RankCandidatesResponse>("RankCandidates", request);
}

void AddCandidates(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::QueryCandidatesRequest, v1::QueryCandidatesResponse>(
      "QueryCandidates", [&context](const rpc::Call& call, const auto& request) {
        return QueryCandidates(context, call, request);
      });
}

}  // namespace palier::reporting
