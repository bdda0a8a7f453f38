// SPDX-License-Identifier: Apache-2.0
// Monthly reviews and quarterly measures: read, and closed with what they need (S1-34, S1-50,
// S1-51, S1-69).
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/milestone_findings.h"
#include "rollout/api/review_records.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;

// What is read before kpi is asked.
struct ReviewView {
  v1::Review review;
  v1::Rollout rollout;
  std::vector<v1::Review> all;
  std::vector<v1::Milestone> due;
  absl::CivilDay today;
};

absl::StatusOr<ReviewView> ReadView(Session& session, const Types& types, const std::string& name,
                                    absl::CivilDay today) {
  ReviewView view;
  view.today = today;
  RETURN_IF_ERROR(types.review.pattern().Parse(name).status());
  RETURN_IF_ERROR(session.Get(types.review, name, &view.review));
  const std::string rollout = resource::ParentOf(name);
  RETURN_IF_ERROR(session.Get(types.rollout, rollout, &view.rollout));
  ASSIGN_OR_RETURN(view.all, ReadReviews(session, types, rollout));
  if (view.review.kind() != v1::Review::MONTHLY_REVIEW) return view;
  ASSIGN_OR_RETURN(view.due, ReadDueMilestones(session, types, view.review, today));
  return view;
}

absl::StatusOr<ReviewView> Look(const Context& context, const rpc::Call& call,
                                const std::string& name) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOfOrganization(call.organization, call.deadline));
  ReviewView view;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(view, ReadView(session, context.types, name, DayOf(session.now(), zone)));
    return absl::OkStatus();
  }));
  return view;
}

absl::Status RefuseState(const std::string& review, absl::string_view state, status::Text text) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       std::move(text))
      .With("resource", review)
      .With("state", state);
}

absl::Status CheckOpen(const ReviewView& view) {
  if (view.review.has_done_time()) {
    return RefuseState(
        view.review.name(), "DONE",
        {"{resource} is {state} already.", "{resource} est déjà dans l'état {state}."});
  }
  if (MayClose(RecordOf(view.review), RecordsOf(view.all), view.today)) return absl::OkStatus();
  return RefuseState(view.review.name(), "DUE",
                     {"{resource} comes after another one whose day is not over.",
                      "{resource} vient après une autre dont le jour n'est pas passé."});
}

// A field that the kind needs and lacks, or does not take and has.
void CheckGiven(const char* path, bool given, bool needed, status::Text missing,
                status::FieldErrors& errors) {
  if (needed && !given) errors.Add(path, std::move(missing));
  if (!needed && given) {
    errors.Add(path, {"is not for this kind of review", "n'est pas pour ce genre de revue"});
  }
}

absl::Status CheckRequest(const ReviewView& view, const v1::CompleteReviewRequest& request) {
  const v1::Review::Kind kind = view.review.kind();
  const bool monthly = kind == v1::Review::MONTHLY_REVIEW;
  status::FieldErrors errors;
  CheckGiven("decision", request.decision() != v1::Review::DECISION_UNSPECIFIED, monthly,
             {"say what was decided: CONTINUE, ADJUST, PAUSE or STOP",
              "dites ce qui a été décidé : CONTINUE, ADJUST, PAUSE ou STOP"},
             errors);
  if (monthly && absl::StripAsciiWhitespace(request.reason()).empty()) {
    errors.Add("reason", {"say why", "dites pourquoi"});
  }
  CheckGiven("survey", !request.survey().empty(), kind == v1::Review::QUARTERLY_SURVEY,
             {"name the survey", "nommez l'enquête"}, errors);
  CheckGiven("kpi", !request.kpi().empty(), kind == v1::Review::QUARTERLY_ROI,
             {"name the KPI of category ROI", "nommez l'indicateur de catégorie ROI"}, errors);
  const std::string& project = view.rollout.project();
  if (!request.survey().empty() &&
      !absl::StartsWith(request.survey(), absl::StrCat(project, "/surveys/"))) {
    errors.Add("survey", {"must be a survey of the roll-out's project",
                          "doit être une enquête du projet déployé"});
  }
  if (!request.kpi().empty() && !absl::StartsWith(request.kpi(), absl::StrCat(project, "/kpis/"))) {
    errors.Add("kpi", {"must be a KPI of the roll-out's project",
                       "doit être un indicateur du projet déployé"});
  }
  return errors.ToStatus();
}

// A survey closes one review.
absl::Status CheckUnused(const ReviewView& view, const std::string& name) {
  if (name.empty()) return absl::OkStatus();
  for (const v1::Review& other : view.all) {
    if (other.survey() != name || other.name() == view.review.name()) continue;
    return status::InvalidField(
        "survey", {"another review was closed with it", "une autre revue a été close avec elle"});
  }
  return absl::OkStatus();
}

absl::Status CheckSurvey(const Context& context, const rpc::Call& call, const ReviewView& view,
                         const std::string& name) {
  RETURN_IF_ERROR(CheckUnused(view, name));
  ASSIGN_OR_RETURN(const kpi::v1::Survey survey, context.kpi.Survey(call, name));
  if (resource::StandardTime(survey, "close_time") <= context.store.Now()) return absl::OkStatus();
  return status::InvalidField("survey", {"has not closed yet", "n'est pas encore close"});
}

// Fills what the KPI says; an older figure is none.
absl::Status FillRoi(const Context& context, const rpc::Call& call, const ReviewView& view,
                     const std::string& name, v1::Review& review) {
  ASSIGN_OR_RETURN(const kpi::v1::Kpi kpi, context.kpi.Kpi(call, name));
  if (kpi.category() != kpi::v1::Kpi::ROI) {
    return status::InvalidField("kpi", {"is not of category ROI", "n'est pas de catégorie ROI"});
  }
  const absl::CivilDay day = std::min(view.today, ToDay(view.review.due_date()));
  ASSIGN_OR_RETURN(const MeasuredFigure figure, FigureOn(context, call, kpi, day));
  review.set_roi_unit(kpi.unit());
  if (!figure.value || figure.day < figure.oldest) return absl::OkStatus();
  review.set_roi_value(*figure.value);
  *review.mutable_roi_date() = ToDate(figure.day);
  return absl::OkStatus();
}

// What a review is closed with, before it is written.
struct Closing {
  v1::Review filled;
  std::vector<JudgedMilestone> judged;
};

absl::StatusOr<Closing> Judge(const Context& context, const rpc::Call& call, const ReviewView& view,
                              const v1::CompleteReviewRequest& request) {
  Closing closing;
  v1::Review& to = closing.filled;
  to.set_decision(request.decision());
  to.set_reason(request.reason());
  to.set_survey(request.survey());
  to.set_kpi(request.kpi());
  if (!request.survey().empty()) {
    RETURN_IF_ERROR(CheckSurvey(context, call, view, request.survey()));
  }
  if (!request.kpi().empty()) {
    RETURN_IF_ERROR(FillRoi(context, call, view, request.kpi(), to));
  }
  ASSIGN_OR_RETURN(closing.judged, JudgeMilestones(context, call, view.due));
  for (const JudgedMilestone& one : closing.judged) *to.add_milestones() = one.finding;
  return closing;
}

absl::Status StoreJudged(Session& session, const Types& types, const std::string& review,
                         const std::vector<JudgedMilestone>& judged) {
  for (const JudgedMilestone& one : judged) {
    v1::Milestone after = one.before;
    after.set_state(one.finding.state());
    after.set_review(review);
    RETURN_IF_ERROR(session.Replace(types.milestone, one.before, after).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Review> CompleteReview(Context& context, const rpc::Call& call,
                                          const v1::CompleteReviewRequest& request) {
  const Types& types = context.types;
  v1::Review done;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, types.review, request, done));
  if (!replayed) {
    ASSIGN_OR_RETURN(const ReviewView view, Look(context, call, request.name()));
    RETURN_IF_ERROR(CheckOpen(view));
    RETURN_IF_ERROR(CheckRequest(view, request));
    ASSIGN_OR_RETURN(const Closing closing, Judge(context, call, view, request));
    ASSIGN_OR_RETURN(
        done, resource::ChangeOne<v1::Review>(
                  context.store, call, types.review, request,
                  [&](Session& session, const v1::Review&, v1::Review& after) -> absl::Status {
                    ASSIGN_OR_RETURN(const ReviewView now,
                                     ReadView(session, types, request.name(), view.today));
                    RETURN_IF_ERROR(CheckOpen(now));
                    RETURN_IF_ERROR(CheckUnused(now, request.survey()));
                    after.MergeFrom(closing.filled);
                    after.set_recorder(call.caller.subject());
                    resource::SetStandardTime(after, "done_time", session.now());
                    return StoreJudged(session, types, after.name(), closing.judged);
                  }));
  }
  FillState(context.store.Now(), done);
  ShowFindings(call.language, done);
  return done;
}

absl::StatusOr<v1::QueryReviewMilestonesResponse> QueryReviewMilestones(
    Context& context, const rpc::Call& call, const v1::QueryReviewMilestonesRequest& request) {
  ASSIGN_OR_RETURN(const ReviewView view, Look(context, call, request.name()));
  v1::Review shown = view.review;
  if (shown.kind() != v1::Review::MONTHLY_REVIEW) {
    return RefuseState(shown.name(), v1::Review::Kind_Name(shown.kind()),
                       {"{resource} is a {state}: only monthly reviews show milestones.",
                        "{resource} est de type {state} : seules les revues mensuelles montrent "
                        "des jalons mesurables."});
  }
  if (!shown.has_done_time()) {
    ASSIGN_OR_RETURN(const auto judged, JudgeMilestones(context, call, view.due));
    for (const JudgedMilestone& one : judged) *shown.add_milestones() = one.finding;
  }
  ShowFindings(call.language, shown);
  v1::QueryReviewMilestonesResponse response;
  *response.mutable_milestones() = shown.milestones();
  return response;
}

}  // namespace

void AddReviews(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_read = [&store = context.store](const rpc::Call& call,
                                           google::protobuf::Message& message) {
    auto& review = static_cast<v1::Review&>(message);
    FillState(store.Now(), review);
    ShowFindings(call.language, review);
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.review, "Reviews",
                               resource::MethodSet{.get = true, .list = true}, hooks);
  table.Unary<v1::CompleteReviewRequest, v1::Review>(
      "CompleteReview", [&context](const rpc::Call& call, const auto& request) {
        return CompleteReview(context, call, request);
      });
  table.Unary<v1::QueryReviewMilestonesRequest, v1::QueryReviewMilestonesResponse>(
      "QueryReviewMilestones", [&context](const rpc::Call& call, const auto& request) {
        return QueryReviewMilestones(context, call, request);
      });
}

}  // namespace palier::rollout
