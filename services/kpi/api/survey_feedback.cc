// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "common/aip/page_token.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/survey_names.h"
#include "kpi/api/survey_results.h"
#include "kpi/storage/survey_table.h"
#include "palier/kpi/v1/survey_service.pb.h"

namespace palier::kpi {
namespace {

absl::Status CheckTag(const std::string& tag) {
  if (tag.empty() || IsSurveyId(tag)) return absl::OkStatus();
  return status::InvalidField("tag", SurveyIdRule());
}

// A comment tells more of its author than a score does.
bool MayBeTold(const v1::SurveyResults& results) {
  return results.units_size() > 0 && !results.units(0).hidden() &&
         results.units(0).respondent_count() > 0;
}

absl::StatusOr<v1::ListSurveyFeedbackResponse> ListFeedback(
    Context& context, const rpc::Call& call, const v1::ListSurveyFeedbackRequest& request) {
  ASSIGN_OR_RETURN(const SurveyKey key, ParseSurvey(request.parent()));
  RETURN_IF_ERROR(CheckTag(request.tag()));
  const uint64_t checksum = aip::RequestChecksum(request, call.caller.subject());
  ASSIGN_OR_RETURN(const int size, aip::EffectivePageSize(request.page_size()));
  ASSIGN_OR_RETURN(const auto token, aip::ReadPageToken(request.page_token(), checksum));
  const std::string after = token.empty() ? "" : token[0];
  v1::ListSurveyFeedbackResponse response;
  ASSIGN_OR_RETURN(const v1::SurveyResults results,
                   PublishedResults(context, call, request.parent()));
  if (!MayBeTold(results)) return response;
  std::vector<SurveyComment> comments;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(comments,
                         SurveyTable(session.sql(), key).Comments(after, request.tag(), size + 1));
        return absl::OkStatus();
      }));
  if (comments.size() > static_cast<size_t>(size)) {
    comments.pop_back();
    ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                     aip::MakePageToken({comments.back().id}, checksum));
  }
  for (const SurveyComment& comment : comments) {
    v1::SurveyFeedback& feedback = *response.add_feedback();
    feedback.set_name(absl::StrCat(request.parent(), "/feedback/", comment.id));
    feedback.set_comment(comment.text);
    feedback.mutable_tags()->Add(comment.tags.begin(), comment.tags.end());
  }
  return response;
}

}  // namespace

void AddSurveyFeedback(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ListSurveyFeedbackRequest, v1::ListSurveyFeedbackResponse>(
      "ListSurveyFeedback", [&context](const rpc::Call& call, const auto& request) {
        return ListFeedback(context, call, request);
      });
}

}  // namespace palier::kpi
